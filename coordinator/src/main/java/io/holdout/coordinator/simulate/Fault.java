package io.holdout.coordinator.simulate;

/**
 * What goes wrong. Each seed switches a random half of these on and gives each its own rate: a fault that is always there
 * hides what only its absence shows.
 */
public enum Fault {
    COORDINATOR_CRASH("the coordinator's process dies, also between a write and its answer", 0.01),
    COORDINATOR_FREEZE("the coordinator stands still for longer than a lease", 0.006),
    SECOND_COORDINATOR("another coordinator takes over while the first still runs", 0.006),
    CLOCK_JUMP("the coordinator's wall clock jumps, forwards or back", 0.01),
    WORKER_CRASH("a worker's process dies and comes back empty", 0.02),
    WORKER_GONE("a worker's process dies for good, unless it is the last", 0.004),
    WORKER_FREEZE("a worker stands still for longer than its lease", 0.01),
    WORKER_LEAVES("a worker says goodbye and comes back later", 0.01),
    WORKER_BAD("every trial fails at once on a worker, for a while", 0.004),
    WORKER_SLOW("a trial takes ten times as long", 0.1),
    WORKER_STRAGGLES("every trial takes forty times as long on a worker, for a while", 0.01),
    PARTITION("messages between a worker and the coordinators are lost, one way or both", 0.015),
    MESSAGE_LOSS("a message is lost", 0.05),
    MESSAGE_DELAY("a message comes seconds late, after others", 0.05),
    MESSAGE_TWICE("a message comes twice", 0.05),
    ACKNOWLEDGEMENT_LOST("the answer to a report is lost", 0.3),
    JOURNAL_WRITE_FAILS("a write fails and changes nothing", 0.03),
    JOURNAL_TIMES_OUT("a write is said to have failed and has not", 0.03),
    JOURNAL_WRITES_LATE("a write is said to have failed and is done later", 0.02),
    JOURNAL_DOWN("the journal can be neither written nor read for a while", 0.006),
    EPOCH_UNKNOWN("it cannot be known whether a coordinator's epoch holds", 0.05),
    SNAPSHOT_FAILS("a snapshot is not kept", 0.3),
    STORE_WRITE_FAILS("a worker cannot write its result", 0.1),
    STORE_READ_FAILS("an artifact that is whole cannot be read", 0.1),
    ARTIFACT_DAMAGED("an artifact is damaged or lost for good", 0.01),
    TRIAL_FAILS("trials fail now and then, within their budgets", 0.3),
    TRIAL_POISONED("some trials never succeed", 0.1),
    TRIAL_KILLS("a trial kills each worker that runs it", 0.001),
    RESULT_DIFFERS("a trial that is run again has another result", 0.9),
    USER_CANCELS("the user cancels the sweep and goes on with it later", 0.004),
    USER_EDITS("the user pauses, resumes, extends, tries failed trials again, changes shares, drains workers", 0.05);

    private final String sentence;
    private final double rate;

    Fault(String sentence, double rate) {
        this.sentence = sentence;
        this.rate = rate;
    }

    /** What it is, for people. */
    public String sentence() {
        return sentence;
    }

    /** How likely it is on each occasion, before the seed's own factor; for faults of processes, each second. */
    double rate() {
        return rate;
    }
}
