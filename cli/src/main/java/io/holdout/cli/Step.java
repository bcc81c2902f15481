package io.holdout.cli;

/** Says what is being done before there is a sweep to show: in place on a terminal, only at the end elsewhere. */
final class Step {
    private static final boolean TERMINAL = Boolean.getBoolean("holdout.terminal");

    private Step() {}

    static void now(String text) {
        if (TERMINAL) {
            System.err.print("\r\u001b[K" + text);
            System.err.flush();
        }
    }

    static void done(String text) {
        System.err.println((TERMINAL ? "\r\u001b[K" : "") + text);
    }
}
