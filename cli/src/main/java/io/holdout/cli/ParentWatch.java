package io.holdout.cli;

import java.io.IOException;

/**
 * Ends this process when the one that started it is gone: the pipe at standard input closes however the parent died, also
 * by kill -9.
 */
final class ParentWatch {
    private ParentWatch() {}

    static void start() {
        var thread = new Thread(ParentWatch::awaitEnd, "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private static void awaitEnd() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever said here
            }
        } catch (IOException e) {
            // as good as closed
        }
        // everything that matters is on disk already, and a shutdown hook may hang
        Runtime.getRuntime().halt(ExitCode.ENVIRONMENT);
    }
}
