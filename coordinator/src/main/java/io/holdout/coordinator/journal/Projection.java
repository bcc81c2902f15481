package io.holdout.coordinator.journal;

/** Follows the journal and keeps something in step with it; never blocks, never fails the sweep. */
public interface Projection extends AutoCloseable {
    /** Follows nothing. */
    Projection NONE = new Projection() {
        @Override
        public void changed(String sweep) {
            // nobody looks
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    /** Events of this sweep were persisted, or may have been. Returns at once. */
    void changed(String sweep);

    @Override
    void close();
}
