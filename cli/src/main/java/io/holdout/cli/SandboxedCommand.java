package io.holdout.cli;

import io.holdout.cli.chaos.Sandbox;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The same command once more, in a sandbox; it ends when this process does. */
final class SandboxedCommand {
    private static final long GRACE_SECONDS = 15;

    private SandboxedCommand() {}

    /**
     * Runs it and waits.
     *
     * @param prefix what makes the sandbox
     * @return its exit code
     */
    static int run(List<String> prefix, boolean network, List<String> arguments) {
        var command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Djava.awt.headless=true"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        var builder =
                new ProcessBuilder(command).redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
        builder.environment().put(Sandbox.VARIABLE, network ? "network" : "mounts");
        try {
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "end-sandbox"));
            return process.waitFor();
        } catch (IOException e) {
            throw HoldoutException.infrastructure("PROCESS", "cannot start a sandbox: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.ENVIRONMENT;
        }
    }

    /** It sees its input close, and ends in order; the kernel ends all the rest. */
    private static void end(Process process) {
        try {
            process.getOutputStream().close();
            process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            // it is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
