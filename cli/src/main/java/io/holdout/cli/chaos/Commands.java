package io.holdout.cli.chaos;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short commands of the operating system. */
final class Commands {
    private static final long PATIENCE_SECONDS = 30;

    private Commands() {}

    /** @throws HoldoutException COMMAND_FAILED with what the command said */
    static void run(List<String> command) {
        String said;
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .start();
            said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return;
            }
            process.destroyForcibly();
        } catch (IOException e) {
            said = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            said = "interrupted";
        }
        throw new HoldoutException(new Failure(
                FailureClass.INFRASTRUCTURE, "COMMAND_FAILED", "'" + String.join(" ", command) + "' failed: " + said));
    }

    static boolean succeeds(List<String> command) {
        try {
            run(command);
            return true;
        } catch (HoldoutException e) {
            return false;
        }
    }
}
