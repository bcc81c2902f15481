package io.holdout.coordinator.simulate;

/** What holds at every step, whatever goes wrong. */
public enum Invariant {
    ACKNOWLEDGED_IS_DURABLE("what a worker is told was accepted is in the journal before it is told"),
    ORDERED_IS_DURABLE("an attempt that a worker is told to run is in the journal before it is told"),
    ACKNOWLEDGED_SURVIVES("a result that was acknowledged is there after every recovery and at the end"),
    ONE_RESULT("no trial is accepted twice with different content"),
    TRUE_RESULT("what is accepted is what the trial's worker made"),
    ATTEMPTS_FENCED("only the attempt that holds a trial can end it"),
    ATTEMPTS_GROW("the attempt numbers of a trial only grow, also across crashes"),
    ONE_ATTEMPT("a trial has at most one attempt under way, but for a second by decision, and none after it ended"),
    SECOND_BY_DECISION(
            "a trial has a second attempt under way only by a decision of its own: on another worker, of a trial"
                    + " that never failed by itself, no third, and on at most a tenth of all slots; its end spends no budget"),
    INPUTS_FIRST("a trial starts only when all that it needs has a result"),
    LOSS_IS_REAL("a result is only given up as lost if the store had lost it"),
    BUDGETS_KEPT(
            "a trial fails as often as its budgets allow, no more and no less, and each failure counts as what it was"),
    BLAME_FAIR(
            "a worker is in quarantine only after attempts failed on it without a success while others succeeded, and"
                    + " not for ever"),
    EDITS_OBEYED("no attempt starts in a paused sweep, on a drained worker, or beyond the sweep's quota of slots"),
    RECOVERY_EXACT("the state after recovery is what the journal's events make, to the last field"),
    LEASE_FAIR("no worker loses its attempts while its beats arrive"),
    FENCED_COORDINATOR("what a coordinator writes after its successor has read the journal counts for nobody"),
    SEARCH_DETERMINED(
            "what a search suggests, promotes and chooses follows from its seed and the order of the recorded results"
                    + " alone"),
    SEARCH_SAME(
            "a search of one candidate at a time chooses what it chooses undisturbed, unless one of its trials cannot"
                    + " succeed"),
    BOUNDED("every queue stays within its bound"),
    NO_DEFECT("the core never throws"),
    CONVERGES("when the faults stop, the sweep finishes and all falls silent within a bounded time"),
    EVERY_CELL_ENDS("every cell ends DONE with the undisturbed number, or FAILED for a trial that cannot succeed"),
    TABLE_EQUAL("where no trial is beyond help, the table's bytes are those of the undisturbed run");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
