package io.holdout.cli.chaos;

/**
 * Harm that was done.
 *
 * @param victim name of the process that it struck; empty if none
 * @param what was done, for people
 * @param undo ends it; nothing for what is over at once. May be called twice
 */
record Harm(String victim, String what, Runnable undo) {
    static Harm over(String victim, String what) {
        return new Harm(victim, what, () -> {});
    }
}
