package io.holdout.coordinator.web.access;

/** What a caller may do; each role may do all that those before it may. */
public enum Role {
    /** Look at everything. */
    READER,
    /** Change sweeps, too. */
    OPERATOR;

    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }
}
