package io.holdout.cli.chaos;

/** The kinds of harm; the order is part of what a seed means. */
public enum FaultKind {
    COORDINATOR_KILLED("coordinator killed (kill -9)", 4, Reach.EVERYBODY, Span.MOMENT),
    COORDINATOR_FROZEN("coordinator frozen (SIGSTOP)", 3, Reach.EVERYBODY, Span.WHILE),
    STANDBY_KILLED("standby killed (kill -9)", 2, Reach.NOBODY, Span.MOMENT),
    STANDBY_FROZEN("standby frozen (SIGSTOP)", 1, Reach.NOBODY, Span.WHILE),
    WORKER_KILLED("worker killed (kill -9)", 5, Reach.ONE_WORKER, Span.MOMENT),
    WORKER_FROZEN("worker frozen (SIGSTOP)", 3, Reach.ONE_WORKER, Span.WHILE),
    WORKER_STOPPED("worker told to leave (SIGTERM)", 3, Reach.ONE_WORKER, Span.MOMENT),
    WORKER_CUT_OFF("worker cut off the network", 4, Reach.ONE_WORKER, Span.WHILE),
    ARTIFACT_DAMAGED("stored artifact damaged", 3, Reach.NOBODY, Span.MOMENT),
    CHECKPOINT_DAMAGED("checkpoints damaged, their worker killed", 2, Reach.ONE_WORKER, Span.MOMENT),
    DISK_FULL("disk full", 2, Reach.EVERYBODY, Span.WHILE),
    JOURNAL_LOCKED("journal locked", 2, Reach.EVERYBODY, Span.WHILE),
    JOURNAL_BROKEN("journal broken by the user's command", 3, Reach.EVERYBODY, Span.WHILE);

    /** Whom it stops. */
    enum Reach {
        EVERYBODY,
        ONE_WORKER,
        NOBODY
    }

    /** Whether it is over at once. */
    enum Span {
        MOMENT,
        WHILE
    }

    private final String words;
    private final int weight;
    private final Reach reach;
    private final Span span;

    FaultKind(String words, int weight, Reach reach, Span span) {
        this.words = words;
        this.weight = weight;
        this.reach = reach;
        this.span = span;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** How often it comes, against the others. */
    int weight() {
        return weight;
    }

    Reach reach() {
        return reach;
    }

    boolean lasts() {
        return span == Span.WHILE;
    }
}
