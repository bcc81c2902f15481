package io.holdout.cli;

import java.io.IOException;

/**
 * Ends this process when the one that started it is gone: the pipe at standard input closes however the parent died, also
 * by kill -9.
 */
final class ParentWatch {
    private static final long GRACE_MILLIS = 4_000;

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
        // first in order, so that a worker can hand back what it holds; but a shutdown hook may hang
        var orderly = new Thread(() -> System.exit(ExitCode.ENVIRONMENT), "orderly-exit");
        orderly.setDaemon(true);
        orderly.start();
        try {
            Thread.sleep(GRACE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.ENVIRONMENT);
    }
}
