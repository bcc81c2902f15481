package io.holdout.worker.learn;

/** Counts a trial's units of work, tells its {@link Progress}, and ends the trial when that asks for it. */
final class WorkMeter {
    private final Progress progress;
    private final long total;
    private long done;

    /** @param total units expected; a unit is an optimisation step or a chunk of images evaluated */
    WorkMeter(Progress progress, long total) {
        this.progress = progress;
        this.total = total;
    }

    /**
     * One more unit is done.
     *
     * @throws StoppedException if the trial should end
     */
    void tick(String note) {
        if (progress.shouldStop()) {
            throw new StoppedException();
        }
        done++;
        progress.at(done, Math.max(done, total), note);
    }

    /** Goes on where an interrupted trial was. */
    void resume(long unitsDone) {
        done = unitsDone;
    }
}
