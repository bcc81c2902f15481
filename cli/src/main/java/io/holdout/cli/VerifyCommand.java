package io.holdout.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Only names what the launcher does. */
@Command(name = "verify", description = "Run the whole test suite; the ./holdout of a checkout does it.")
final class VerifyCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.err.println("holdout: 'verify' builds and tests a checkout; call the ./holdout at its root");
        return ExitCode.USAGE;
    }
}
