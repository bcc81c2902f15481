package io.holdout.coordinator.simulate;

import io.holdout.coordinator.sweep.Beat;
import io.holdout.coordinator.sweep.Front;
import io.holdout.coordinator.sweep.Rules;
import io.holdout.coordinator.sweep.Standing;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.coordinator.sweep.SweepCommand;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.coordinator.sweep.SweepRequest;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.coordinator.sweep.Turn;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A sweep as a coordinator has it, without its actors and its journal, for whoever measures: what workers say goes through the
 * front, decisions and events to the next state. Nothing fails here; {@link Simulation} is for that.
 */
public final class BareSweep implements Front.Outlet<String, String> {
    private static final long START = 1_000_000;

    private final String name;
    private final Front<String, String> front = new Front<>(1, 0, this);
    private final List<AttemptId> started = new ArrayList<>();
    private SweepState state = SweepState.EMPTY;
    private Optional<SweepRequest<String, String>> last = Optional.empty();
    private long now;

    /** Plans it. */
    public BareSweep(String name, Submission submission) {
        this.name = name;
        front.open(name);
        decide(SweepRequest.unanswered(new SweepCommand.SubmitSweep(submission, "measure")));
    }

    /** @param file a sweep file over MedIMeta's datasets */
    public static Submission submission(String file) {
        Catalogue catalogue = MedimetaCatalogue.load();
        var fingerprints = new TreeMap<String, String>();
        catalogue.datasets().forEach(each -> fingerprints.put(each.id(), CanonicalJson.sha256(each.id())));
        return new Submission(file, "bare.yaml", catalogue, fingerprints, new TreeMap<>());
    }

    /** A machine with one GPU. */
    public static NodeInfo node(String model, int memoryMiB) {
        return new NodeInfo("host", 1, "cuda:0", "engine", 1, "17", "measure", model, memoryMiB);
    }

    public SweepState state() {
        return state;
    }

    /** What the front asked the sweep last. */
    public SweepRequest<String, String> lastRequest() {
        return last.orElseThrow();
    }

    /** Back to a moment before; what the front knows of workers is no part of it. */
    public void resume(SweepState before) {
        state = before;
        front.status(name, Standing.of(state), List.of(), now);
    }

    /**
     * A worker says what it holds.
     *
     * @param at milliseconds since the start, never before those of an earlier beat
     * @return what it got to do
     */
    public List<AttemptId> beat(Beat beat, long at) {
        now = at;
        started.clear();
        front.beat(beat, beat.worker(), at);
        return List.copyOf(started);
    }

    /** A worker says how an attempt ended. */
    public void report(AttemptId attempt, SweepCommand ended, String worker) {
        front.report(attempt, ended, worker);
    }

    private void decide(SweepRequest<String, String> request) {
        last = Optional.of(request);
        Turn<String, String> turn = Turn.of(Rules.REAL, state, List.of(request), START + now, 1);
        state = turn.after();
        for (SweepEvent event : turn.events()) {
            if (event instanceof SweepEvent.AttemptStarted start) {
                started.add(start.attempt());
            }
        }
        front.status(name, Standing.of(state), List.of(), now);
    }

    @Override
    public void offer(String sweep, SweepRequest<String, String> request) {
        decide(request);
    }

    @Override
    public void tell(String worker, ToWorker message) {
        // nobody is there
    }

    @Override
    public void released(String why) {
        throw new IllegalStateException(why);
    }
}
