package io.holdout.worker.run;

import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.message.TrialInput;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialSpec;
import io.holdout.worker.learn.Learner;
import io.holdout.worker.learn.Progress;
import io.holdout.worker.learn.StoppedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs attempts on threads of its own and keeps what they came to until it was acknowledged. It knows no actor: it
 * outlives every connection to a coordinator. Safe for concurrent use.
 *
 * <p>A slot goes on with the next order as soon as its trial is over: other threads put the result into the artifact store
 * meanwhile.
 */
public final class AttemptRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);

    /** Logs that nobody took yet. */
    private static final int MOST_ENDED_LOGS = 64;

    private static final long MOMENT_MILLIS = 200;

    private final Learner learner;
    private final PatientArtifacts artifacts;
    private final int slots;
    private final Runnable onChange;
    private final CheckpointFolder checkpoints;
    private final ExecutorService threads;
    private final ResultKeeper<Done> keeper;
    private final Map<AttemptId, Held> held = new LinkedHashMap<>();
    private final Lookahead lookahead;
    /** Held, and not ended. */
    private int unended;

    /** What an attempt said. */
    public record Said(AttemptId attempt, AttemptLog.Text text, boolean isOver) {}

    private final BlockingQueue<Said> ended = new ArrayBlockingQueue<>(MOST_ENDED_LOGS);

    /** What an attempt came to: a result that is kept, or a failure. */
    public sealed interface Outcome {
        /** How long the attempt took. */
        long durationMillis();

        /** @param headline mean AUROC, in [0,1] */
        record Succeeded(ResultRef result, double headline, long durationMillis) implements Outcome {}

        record Failed(Failure failure, long durationMillis) implements Outcome {}
    }

    /** A finished attempt that was not acknowledged yet. */
    public record Finished(AttemptId attempt, Outcome outcome) {}

    /** An attempt whose trial is over, and whose result is not kept yet. */
    private record Done(Held attempt, double headline, long millis) {}

    private static final class Held implements Progress, PatientArtifacts.Waiter {
        private volatile AttemptProgress progress;
        private volatile String waitsFor = "";
        private volatile boolean stop;
        private final TrialCheckpoints checkpoints;
        private volatile Optional<Outcome> outcome = Optional.empty();
        private final AttemptLog log = new AttemptLog(System::currentTimeMillis);
        private final RunAttempt order;
        private volatile long startedNanos;

        Held(RunAttempt order, TrialCheckpoints checkpoints) {
            this.order = order;
            this.checkpoints = checkpoints;
            progress = new AttemptProgress(order.attempt(), 0, 0, "starting");
        }

        AttemptId id() {
            return order.attempt();
        }

        /** Rounded up: nothing takes no time. */
        long millis() {
            return (System.nanoTime() - startedNanos + 999_999) / 1_000_000;
        }

        @Override
        public void at(long done, long total, String note) {
            progress = new AttemptProgress(progress.attempt(), done, total, note);
            log.at(done, total, note);
        }

        @Override
        public void waitsFor(String why) {
            if (!why.equals(waitsFor)) {
                log.say(why.isEmpty() ? "goes on" : AttemptProgress.WAITING + why);
            }
            waitsFor = why;
        }

        AttemptProgress said() {
            AttemptProgress last = progress;
            String why = waitsFor;
            return why.isEmpty()
                    ? last
                    : new AttemptProgress(last.attempt(), last.done(), last.total(), AttemptProgress.WAITING + why);
        }

        @Override
        public boolean shouldStop() {
            return stop;
        }
    }

    /** Attempts whose results are put together: none of them stops the others. */
    private record Together(List<Held> attempts) implements PatientArtifacts.Waiter {
        @Override
        public void waitsFor(String why) {
            attempts.forEach(each -> each.waitsFor(why));
        }

        @Override
        public boolean shouldStop() {
            return attempts.stream().allMatch(Held::shouldStop);
        }
    }

    /**
     * @param artifacts the learner's too
     * @param checkpoints where trials keep how far they are
     * @param slots attempts that run at once
     * @param onChange called from any thread when an attempt ended
     */
    public AttemptRunner(
            Learner learner, PatientArtifacts artifacts, CheckpointFolder checkpoints, int slots, Runnable onChange) {
        this.checkpoints = checkpoints;
        this.learner = learner;
        this.artifacts = artifacts;
        this.slots = slots;
        this.onChange = onChange;
        this.lookahead = new Lookahead(slots);
        this.threads = Executors.newFixedThreadPool(slots, daemons("attempt"));
        this.keeper = new ResultKeeper<>(artifacts, slots, daemons("keep-result"), new ResultKeeper.Owners<>() {
            @Override
            public void doing(List<Done> owners, Runnable put) {
                doPart(owners.stream().map(Done::attempt).toList(), put);
            }

            @Override
            public void kept(Done owner, ResultRef where) {
                end(owner.attempt(), new Outcome.Succeeded(where, owner.headline(), owner.millis()));
            }
        });
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Starts an attempt, or keeps it until a slot is free; one that is held already, or for which there is no room, is left
     * alone: it is sent again.
     */
    public synchronized void start(RunAttempt order) {
        if (threads.isShutdown()
                || held.containsKey(order.attempt())
                || unended >= slots + lookahead.most()
                // late orders must not pile up reports
                || held.size() >= mostHeld()) {
            return;
        }
        unended++;
        var attempt = new Held(order, checkpoints.of(order.attempt().trial()));
        held.put(order.attempt(), attempt);
        threads.execute(() -> run(attempt));
    }

    private int mostHeld() {
        return 2 * (slots + lookahead.most());
    }

    /**
     * Orders that it likes to have beyond those for its slots; what has ended takes no room from them. Never more than it
     * would take: an order that is left alone comes again only seconds later.
     */
    synchronized int ahead() {
        int orders = lookahead.orders();
        return orders == 0 ? 0 : Math.min(orders + held.size() - unended, mostHeld() - slots);
    }

    /** Whether a slot stands idle. */
    synchronized boolean hasIdleSlot() {
        return unended < slots;
    }

    /** Everything held: running, or finished and not acknowledged. */
    public synchronized List<AttemptProgress> held() {
        return held.values().stream().map(Held::said).toList();
    }

    /** Finished attempts to be reported, again and again until acknowledged. */
    public synchronized List<Finished> unacknowledged() {
        var finished = new ArrayList<Finished>();
        held.forEach((id, each) -> each.outcome.ifPresent(outcome -> finished.add(new Finished(id, outcome))));
        return finished;
    }

    /** The coordinator dealt with the report, or does not want it: forget the attempt, stopping it if it runs. */
    public synchronized void forget(AttemptId attempt) {
        Held known = held.remove(attempt);
        if (known != null) {
            known.stop = true;
            unended -= known.outcome.isEmpty() ? 1 : 0;
            if (known.outcome.orElse(null) instanceof Outcome.Succeeded) {
                known.checkpoints.discard();
            }
        }
    }

    /**
     * Gives all running attempts up, each with a checkpoint from which it can go on elsewhere, and takes no others.
     *
     * @return whether all of them ended within the time
     */
    public boolean handBack(Duration patience) throws InterruptedException {
        synchronized (this) {
            threads.shutdown();
            held.values().forEach(each -> {
                each.checkpoints.demand();
                each.stop = true;
            });
        }
        long until = System.nanoTime() + patience.toNanos();
        if (!threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        return keeper.shutdown().awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** What the learner uses. */
    public Learner.Usage usage() {
        return learner.usage();
    }

    /** What an attempt that is held has said; empty if it is not. */
    public synchronized Optional<Said> log(AttemptId attempt) {
        return Optional.ofNullable(held.get(attempt)).map(each -> said(attempt, each, each.outcome.isPresent()));
    }

    /** Logs of attempts that ended since this was asked last; of some, when nobody asks. */
    public List<Said> endedLogs() {
        var logs = new ArrayList<Said>();
        ended.drainTo(logs);
        return logs;
    }

    private static Said said(AttemptId attempt, Held held, boolean isOver) {
        return new Said(attempt, held.log.text(), isOver);
    }

    /** What is over in a moment said nothing worth a message. */
    private void ended(Held attempt, String how) {
        attempt.log.say(how);
        boolean wellAtOnce =
                attempt.outcome.orElse(null) instanceof Outcome.Succeeded && attempt.millis() < MOMENT_MILLIS;
        if (!wellAtOnce) {
            while (!ended.offer(said(attempt.id(), attempt, true))) {
                ended.poll();
            }
        }
    }

    private void run(Held attempt) {
        attempt.startedNanos = System.nanoTime();
        attempt.log.say("attempt " + attempt.id() + " starts");
        doPart(List.of(attempt), () -> {
            if (attempt.stop) {
                // it was told so before there was a slot for it
                throw new StoppedException();
            }
            TrialSpec spec = spec(attempt.order);
            TrialResult result = learner.run(spec, inputs(attempt.order), attempt, attempt.checkpoints);
            long millis = attempt.millis();
            took(System.nanoTime() - attempt.startedNanos);
            byte[] kept = result.canonicalForm().getBytes(StandardCharsets.UTF_8);
            keeper.keep(new Done(attempt, Headline.of(spec, result), millis), kept);
        });
    }

    /** A part of attempts, mostly of one, which may wait for the artifact store; what goes wrong ends them. */
    private void doPart(List<Held> attempts, Runnable part) {
        try {
            artifacts.waitingFor(attempts.size() == 1 ? attempts.get(0) : new Together(attempts), part);
        } catch (StoppedException e) {
            attempts.forEach(this::stopped);
        } catch (HoldoutException e) {
            attempts.forEach(attempt -> {
                LOG.warn("attempt {} failed", attempt.id(), e);
                fail(attempt, e, e.failure());
            });
        } catch (RuntimeException | Error e) {
            attempts.forEach(attempt -> {
                LOG.error("attempt {} met a defect", attempt.id(), e);
                fail(attempt, e, new Failure(FailureClass.BUG, "UNEXPECTED", String.valueOf(e)));
            });
        }
    }

    private void stopped(Held attempt) {
        LOG.info("attempt {} stopped", attempt.id());
        ended(attempt, "stopped: it was taken back, or this worker ends");
        synchronized (this) {
            if (held.remove(attempt.id(), attempt)) {
                unended--;
            }
        }
        onChange.run();
    }

    private void fail(Held attempt, Throwable why, Failure failure) {
        attempt.log.say(why);
        end(attempt, new Outcome.Failed(failure, attempt.millis()));
    }

    private synchronized void took(long nanos) {
        lookahead.ended(nanos);
    }

    private void end(Held attempt, Outcome outcome) {
        synchronized (this) {
            attempt.outcome = Optional.of(outcome);
            unended -= held.get(attempt.id()) == attempt ? 1 : 0;
        }
        ended(attempt, AttemptLog.end(outcome));
        onChange.run();
    }

    private static TrialSpec spec(RunAttempt order) {
        TrialSpec spec;
        try {
            spec = CanonicalJson.read(order.spec(), TrialSpec.class);
        } catch (IllegalArgumentException e) {
            throw new HoldoutException(
                    new Failure(
                            FailureClass.USER,
                            "VERSION_MISMATCH",
                            "this worker does not know such a trial; the coordinator is of a later version: "
                                    + e.getMessage()),
                    e);
        }
        if (!spec.id().equals(order.attempt().trial())) {
            throw HoldoutException.user(
                    "VERSION_MISMATCH",
                    "the trial's text has the id " + spec.id() + " here; coordinator and worker are of different"
                            + " versions");
        }
        return spec;
    }

    private Map<TrialId, TrialResult> inputs(RunAttempt order) {
        var inputs = new HashMap<TrialId, TrialResult>();
        for (TrialInput input : order.inputs()) {
            byte[] bytes = input.ref()
                    .read(artifacts::get)
                    .orElseThrow(() -> new HoldoutException(new Failure(
                            FailureClass.INFRASTRUCTURE,
                            Failure.ARTIFACT_MISSING,
                            "the result " + input.result() + " of "
                                    + input.trial().shortHex() + " is not in the artifact store, or damaged")));
            inputs.put(input.trial(), CanonicalJson.read(new String(bytes, StandardCharsets.UTF_8), TrialResult.class));
        }
        return inputs;
    }

    /** Tells every attempt to stop. */
    @Override
    public void close() {
        synchronized (this) {
            held.values().forEach(each -> each.stop = true);
        }
        threads.shutdown();
    }
}
