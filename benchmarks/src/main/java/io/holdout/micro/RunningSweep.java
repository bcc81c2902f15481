package io.holdout.micro;

import io.holdout.coordinator.plan.Plan;
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
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A sweep as a coordinator has it, without its actors: what workers say goes through the front, decisions and events to the
 * next state. {@code holdout simulate --large} does the same.
 */
final class RunningSweep implements Front.Outlet<String, String> {
    private static final String NAME = "running";
    private static final int WORKERS = 16;
    private static final List<NodeInfo> NODES = List.of(node("sm_75", 15_360), node("sm_86", 24_576));

    private final Front<String, String> front = new Front<>(1, 0, this);
    private SweepState state = SweepState.EMPTY;
    private Optional<SweepRequest<String, String>> last = Optional.empty();
    private Optional<AttemptId> started = Optional.empty();
    private int beats;

    /** @param tenths of some 1,100 trials each */
    RunningSweep(int tenths) {
        front.open(NAME);
        decide(SweepRequest.unanswered(new SweepCommand.SubmitSweep(submission(tenths), "measure")));
    }

    private static NodeInfo node(String model, int memoryMiB) {
        return new NodeInfo("host", 1, "cuda:0", "engine", 1, "17", "measure", model, memoryMiB);
    }

    static Plan plan(int tenths) {
        return submission(tenths).plan();
    }

    private static Submission submission(int tenths) {
        String shots =
                IntStream.rangeClosed(1, tenths).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return submission(
                """
                sweep: running
                targets: all
                strategies: [random-init, mm-pt]
                backbones: [conv4]
                shots: [SHOTS]
                episodes: 100
                fine_tune: {episodes_per_trial: 10}
                """
                        .replace("SHOTS", shots));
    }

    /** @param file a sweep file over MedIMeta's datasets */
    static Submission submission(String file) {
        Catalogue catalogue = MedimetaCatalogue.load();
        var fingerprints = new TreeMap<String, String>();
        catalogue.datasets().forEach(each -> fingerprints.put(each.id(), CanonicalJson.sha256(each.id())));
        return new Submission(file, NAME + ".yaml", catalogue, fingerprints, new TreeMap<>());
    }

    SweepState state() {
        return state;
    }

    /** What the front asked the sweep last. */
    SweepRequest<String, String> lastRequest() {
        return last.orElseThrow();
    }

    /** Back to a moment before; what the front knows of workers is no part of it. */
    void resume(SweepState before) {
        state = before;
        front.status(NAME, Standing.of(state), List.of());
    }

    /** A worker with a free slot says so, and gets a trial if one is ready. */
    Optional<AttemptId> beat() {
        int number = beats++;
        String worker = "w" + number % WORKERS;
        started = Optional.empty();
        front.beat(new Beat(worker, 1, NODES.get(number % NODES.size()), 1, List.of()), worker, number);
        return started;
    }

    /** That worker says what came of it. */
    void report(AttemptId attempt) {
        front.report(attempt, finish(attempt), "w0");
    }

    static SweepCommand finish(AttemptId attempt) {
        return new SweepCommand.FinishTrial(attempt, attempt.trial().hex(), 0.5, 1_000, "w0", NODES.get(0));
    }

    /** Until so many trials have ended. */
    void run(int trials) {
        while (state.counts().succeeded() < trials) {
            report(beat().orElseThrow(() -> new IllegalStateException("no trial is ready: " + state.counts())));
        }
    }

    private void decide(SweepRequest<String, String> request) {
        last = Optional.of(request);
        Turn<String, String> turn = Turn.of(Rules.REAL, state, List.of(request), 1_000_000 + beats, 1);
        state = turn.after();
        for (SweepEvent event : turn.events()) {
            if (event instanceof SweepEvent.AttemptStarted start) {
                started = Optional.of(start.attempt());
            }
        }
        front.status(NAME, Standing.of(state), List.of());
    }

    @Override
    public void offer(String name, SweepRequest<String, String> request) {
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
