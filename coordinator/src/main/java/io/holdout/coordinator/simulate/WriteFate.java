package io.holdout.coordinator.simulate;

/**
 * What becomes of one write.
 *
 * @param lands whether it is done at all
 * @param landsAfterMillis when it is done, or would have been
 * @param isSaidToFail whether the writer hears of a failure, true or not
 * @param saidAfterMillis when it hears that
 */
record WriteFate(boolean lands, long landsAfterMillis, boolean isSaidToFail, long saidAfterMillis) {
    private static final long LATEST_MILLIS = 20_000;

    static WriteFate draw(World world) {
        Dice dice = world.dice();
        long quick = dice.between(1, 15);
        if (world.journalIsDown() || world.faults().strikes(Fault.JOURNAL_WRITE_FAILS)) {
            return new WriteFate(false, quick, true, dice.between(quick, 5_000));
        }
        if (world.faults().strikes(Fault.JOURNAL_TIMES_OUT)) {
            return new WriteFate(true, quick, true, dice.between(quick, 5_000));
        }
        if (world.faults().strikes(Fault.JOURNAL_WRITES_LATE)) {
            return new WriteFate(true, dice.between(100, LATEST_MILLIS), true, dice.between(quick, 5_000));
        }
        return new WriteFate(true, quick, false, 0);
    }
}
