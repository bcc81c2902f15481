package io.holdout.coordinator.schedule;

/** Sizes of memory that devices come in, numbered from the smallest: what needs class 3 runs on class 3 and above. */
final class MemoryClass {
    private static final int[] CARDS_GIB = {2, 4, 6, 8, 12, 16, 24, 32, 40, 48, 80, 141};
    private static final int MIB_PER_GIB = 1024;
    /** What a card of a nominal size has for sure: its driver and a context take the rest. */
    private static final double USABLE = 0.93;

    /** Above every card: a device whose memory is not known is taken to hold everything. */
    static final int UNBOUNDED = CARDS_GIB.length;

    private MemoryClass() {}

    /** The smallest class that holds so much. */
    static int ofNeed(int neededMiB) {
        for (int i = 0; i < CARDS_GIB.length; i++) {
            if (neededMiB <= CARDS_GIB[i] * MIB_PER_GIB * USABLE) {
                return i;
            }
        }
        return UNBOUNDED;
    }

    /** The largest class that a device belongs to; -1 if it is smaller than all, {@link #UNBOUNDED} for 0. */
    static int ofDevice(int memoryMiB) {
        if (memoryMiB == 0) {
            return UNBOUNDED;
        }
        int found = -1;
        for (int i = 0; i < CARDS_GIB.length && memoryMiB >= CARDS_GIB[i] * MIB_PER_GIB * USABLE; i++) {
            found = i;
        }
        return found;
    }
}
