package io.holdout.coordinator.web;

import io.holdout.coordinator.journal.JournalReader;
import io.holdout.coordinator.journal.Numbered;
import io.holdout.coordinator.sweep.CoordinatorActor;
import io.holdout.coordinator.sweep.Decider;
import io.holdout.coordinator.sweep.Decision;
import io.holdout.coordinator.sweep.Evolver;
import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.coordinator.sweep.Sight;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.coordinator.sweep.SweepActor;
import io.holdout.coordinator.sweep.SweepCommand;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.coordinator.sweep.SweepView;
import io.holdout.coordinator.sweep.TrialViews;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.AttemptLogged;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** A coordinator that decides as the real one does and keeps its events in memory. */
public final class PretendCoordinator {
    public static final String SWEEP = "pretend";
    private static final List<SweepView.WorkerView> WORKERS =
            List.of(new SweepView.WorkerView("worker-1", "host", "cuda:0", 2, 1, 100, 1_234, 80, 30));

    private final List<Numbered> events = new ArrayList<>();
    private final List<String> asked = new java.util.concurrent.CopyOnWriteArrayList<>();
    private SweepState state = SweepState.EMPTY;
    private long now = 1_000_000;
    private @Nullable Failure unavailable;
    private volatile String said = "";

    static Submission submission(String name) {
        return submission(name, "strategies: [random-init, mm-pt, supervised]\nepisodes: 4\n");
    }

    static Submission submission(String name, String more) {
        var fingerprints =
                new TreeMap<>(Map.of("bus", CanonicalJson.sha256("bus"), "oct", CanonicalJson.sha256("oct")));
        String file = "sweep: " + name + "\ndatasets: [bus, oct]\nbackbones: conv4\n" + more;
        return new Submission(file, "test.yaml", MedimetaCatalogue.load(), fingerprints, new TreeMap<>());
    }

    /** As a command of the real one's. */
    synchronized @Nullable Failure command(SweepCommand command) {
        now += 1_000;
        Decision decision = Decider.decide(state, command, now);
        for (SweepEvent event : decision.events()) {
            var entry = new JournalEntry(1, event);
            state = Evolver.evolve(state, entry);
            events.add(new Numbered(events.size() + 1, entry));
        }
        return decision.refusal();
    }

    synchronized void submit() {
        command(new SweepCommand.SubmitSweep(submission(SWEEP), "test"));
    }

    public synchronized void submit(String more) {
        command(new SweepCommand.SubmitSweep(submission(SWEEP, more), "test"));
    }

    /** A worker takes as many trials as it can hold. */
    public synchronized void work(int slots) {
        command(new SweepCommand.ReconcileWorker("worker-1", 1, List.of(), slots, true));
    }

    /** One trial fails until it is given up. */
    public synchronized void giveUpOne() {
        var why = new Failure(FailureClass.USER, "BAD_DATA", "an image cannot be read");
        while (state.counts().givenUp() == 0) {
            work(1);
            for (var trial : TrialViews.page(state, each -> each.status().equals("running"), 0, 10)) {
                var attempt = new AttemptId(SWEEP, new TrialId(trial.trial()), trial.attempts());
                command(new SweepCommand.FailAttempt(attempt, why, "worker-1"));
            }
        }
    }

    /** A trial succeeds whose cells need more. */
    synchronized void finishOne() {
        work(1);
        for (var trial : TrialViews.page(state, each -> each.status().equals("running"), 0, 1)) {
            var attempt = new AttemptId(SWEEP, new TrialId(trial.trial()), trial.attempts());
            var node = new NodeInfo("host", 1, "cpu", "none", 1, "17", "0");
            command(new SweepCommand.FinishTrial(
                    attempt, CanonicalJson.sha256(trial.trial()), 0.5, 10, "worker-1", node));
        }
    }

    /** What an attempt that runs has said. */
    public void say(String text) {
        said = text;
    }

    synchronized void breakDown(@Nullable Failure why) {
        unavailable = why;
    }

    public synchronized SweepState state() {
        return state;
    }

    /** Drains and extensions that it was asked for. */
    List<String> asked() {
        return asked;
    }

    synchronized long number() {
        return events.size();
    }

    synchronized Sight sight() {
        return new Sight(state, Map.of(), WORKERS, events.size(), now);
    }

    private synchronized List<Numbered> after(long number, int most) {
        return events.stream()
                .filter(each -> each.number() > number)
                .limit(most)
                .toList();
    }

    JournalReader reader() {
        return new JournalReader() {
            @Override
            public List<String> sweeps() {
                return List.of(SWEEP);
            }

            @Override
            public void events(String sweep, Consumer<JournalEntry> each) {
                after(sweep, 0, Integer.MAX_VALUE).forEach(numbered -> each.accept(numbered.entry()));
            }

            @Override
            public List<Numbered> after(String sweep, long number, int most) {
                return PretendCoordinator.this.after(number, most);
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(CoordinatorActor.Look.class, look -> {
                    synchronized (this) {
                        Sight sight = look.sweep().equals(SWEEP) && unavailable == null ? sight() : null;
                        look.replyTo().tell(new CoordinatorActor.Seen(sight, unavailable));
                    }
                    return Behaviors.same();
                })
                .onMessage(CoordinatorActor.ReadLog.class, read -> {
                    read.replyTo().tell(new AttemptLogged(read.worker(), read.attempt(), 100, said, false));
                    return Behaviors.same();
                })
                .onMessage(CoordinatorActor.Survey.class, survey -> {
                    var line = new SweepView.SweepLine(SWEEP, state().phase());
                    survey.replyTo().tell(new CoordinatorActor.Surveyed(List.of(line), WORKERS));
                    return Behaviors.same();
                })
                .onMessage(CoordinatorActor.Submit.class, submit -> {
                    var command = new SweepCommand.SubmitSweep(submit.submission(), submit.version());
                    submit.replyTo().tell(new SweepActor.Answer(command(command)));
                    return Behaviors.same();
                })
                .onMessage(CoordinatorActor.Cancel.class, cancel -> {
                    Failure unknown = new Failure(FailureClass.USER, "NO_SUCH_SWEEP", "no such sweep");
                    boolean known = cancel.sweep().equals(SWEEP);
                    cancel.replyTo()
                            .tell(new SweepActor.Answer(known ? command(new SweepCommand.CancelSweep()) : unknown));
                    return Behaviors.same();
                })
                .onMessage(CoordinatorActor.Drain.class, drain -> {
                    asked.add(drain.worker() + " " + drain.drained());
                    drain.replyTo().tell(new SweepActor.Answer(null));
                    return Behaviors.same();
                })
                .onMessage(CoordinatorActor.Extend.class, extend -> {
                    asked.add(extend.sweep() + " " + extend.submission().fileName() + " " + extend.fresh());
                    extend.replyTo().tell(new SweepActor.Answer(null));
                    return Behaviors.same();
                })
                .onMessage(CoordinatorActor.Edit.class, edit -> {
                    edit.replyTo().tell(new SweepActor.Answer(command(edit.edit())));
                    return Behaviors.same();
                })
                .build();
    }
}
