package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import java.util.Set;

/** Exit codes; scripts depend on them. */
final class ExitCode {
    static final int OK = 0;
    /** The sweep ended, but some cells have no number. */
    static final int INCOMPLETE = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;
    /** A file or the data is bad. */
    static final int BAD_INPUT = 3;
    /** Home, disk, port, lock, process: the environment. */
    static final int ENVIRONMENT = 4;

    static final int CANCELLED = 5;
    /** Chaos came through with something broken. */
    static final int BROKEN_PROMISE = 6;
    /** An exported file is not what the stored results give. */
    static final int DIFFERS = 7;
    /** A defect of Holdout. */
    static final int BUG = 70;

    private static final Set<String> ENVIRONMENTAL = Set.of("HOME_IN_USE", "PORT_IN_USE");

    private ExitCode() {}

    static int of(HoldoutException e) {
        if (ENVIRONMENTAL.contains(e.failure().code())) {
            return ENVIRONMENT;
        }
        return switch (e.failure().failureClass()) {
            case USER, NUMERIC -> BAD_INPUT;
            case INFRASTRUCTURE, RESOURCE -> ENVIRONMENT;
            case BUG -> BUG;
        };
    }
}
