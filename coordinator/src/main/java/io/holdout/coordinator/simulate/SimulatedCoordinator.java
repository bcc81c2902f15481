package io.holdout.coordinator.simulate;

import io.holdout.coordinator.sweep.Beat;
import io.holdout.coordinator.sweep.Front;
import io.holdout.coordinator.sweep.Reuse;
import io.holdout.coordinator.sweep.Reused;
import io.holdout.coordinator.sweep.Standing;
import io.holdout.coordinator.sweep.SweepCommand;
import io.holdout.coordinator.sweep.SweepRequest;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.message.ReportAcknowledged;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One life of a coordinator: the real {@link Front}, and around it what its actor and its process do. */
final class SimulatedCoordinator extends SimulatedProcess implements Front.Outlet<Address, SimulatedUser.Question> {
    /** All coordinators share one place in the network. */
    static final String NAME = "coordinators";

    private static final long TICK_MILLIS = 1_000;
    /** Wall clocks start somewhere. */
    private static final long CLOCK_START_MILLIS = 1_700_000_000_000L;

    private final World world;
    private final long epoch;
    private final long startedMillis;
    private final Front<Address, SimulatedUser.Question> front;
    private final SimulatedFence fence;
    private final SimulatedSweep sweep;
    private final Map<String, Long> arrivedMillis = new HashMap<>();
    private final Map<String, Long> incarnations = new HashMap<>();
    private final List<Long> disturbedMillis = new ArrayList<>();
    private long clockOffsetMillis;
    private long statusMillis;

    SimulatedCoordinator(World world, String name, long clockOffsetMillis) {
        super(world.agenda(), name);
        this.world = world;
        this.clockOffsetMillis = clockOffsetMillis;
        this.startedMillis = world.agenda().now();
        this.epoch = world.journal().claim();
        this.fence = new SimulatedFence(world, this, epoch);
        this.front = new Front<>(epoch, now(), this);
        this.sweep = new SimulatedSweep(world, this);
        if (world.journal().size() > 0) {
            open();
        }
        after(TICK_MILLIS, this::tick);
    }

    /** What its wall clock shows. */
    long now() {
        return CLOCK_START_MILLIS + world.agenda().now() + clockOffsetMillis;
    }

    void jump(long millis) {
        clockOffsetMillis += millis;
        disturbedMillis.add(world.agenda().now());
    }

    void standStill(long millis) {
        freeze(millis);
        disturbedMillis.add(world.agenda().now());
    }

    long epoch() {
        return epoch;
    }

    SimulatedFence fence() {
        return fence;
    }

    SimulatedSweep sweep() {
        return sweep;
    }

    private void open() {
        if (!front.knows(world.workload().name())) {
            front.open(world.workload().name());
            sweep.start();
        }
    }

    private void tick() {
        if (world.subject().looksAtLeases()) {
            front.tick(now());
        }
        fence.ask(answer -> {
            if (answer == SimulatedFence.Answer.LOST) {
                stop("sees that it was replaced");
            }
        });
        after(TICK_MILLIS, this::tick);
    }

    /** It lost its epoch: it ends at once. */
    void stop(String why) {
        world.trace().line(name(), () -> why + ", and stops");
        die();
    }

    void beat(Beat beat, Address from) {
        if (!alive()) {
            return;
        }
        if (frozen()) {
            arrived(beat);
        }
        after(0, () -> {
            arrived(beat);
            front.beat(beat, from, now());
        });
    }

    /** A beat that waits for this process to wake up has arrived all the same. */
    private void arrived(Beat beat) {
        if (incarnations.getOrDefault(beat.worker(), 0L) <= beat.incarnation()) {
            incarnations.put(beat.worker(), beat.incarnation());
            arrivedMillis.put(beat.worker(), world.agenda().now());
        }
    }

    void report(AttemptId attempt, SweepCommand command, Address from) {
        after(0, () -> front.report(attempt, command, from));
    }

    void leaving(String worker, long incarnation) {
        after(0, () -> {
            arrivedMillis.remove(worker);
            front.leaving(worker, incarnation);
        });
    }

    /** The user asks something. */
    void ask(SimulatedUser.Question question) {
        after(0, () -> {
            if (question.command() instanceof SweepCommand.SubmitSweep) {
                open();
            }
            if (front.knows(world.workload().name())) {
                sweep.offer(new SweepRequest<>(question.command(), null, null, question, List.of()));
                if (question.command() instanceof SweepCommand.SubmitSweep
                        || question.command() instanceof SweepCommand.ExtendSweep) {
                    sweep.offer(SweepRequest.unanswered(
                            new SweepCommand.ReuseResults(world.earlier().results())));
                }
            }
        });
    }

    /** The sweep says where it stands; its actor's message takes a moment, and overtakes none before it. */
    void status(Standing standing, List<String> holders) {
        long now = world.agenda().now();
        statusMillis = Math.max(statusMillis, now + world.dice().between(0, 3));
        after(statusMillis - now, () -> front.status(world.workload().name(), standing, holders, now()));
    }

    /** Searches have added trials; the other sweep answers soon. */
    void grew(List<TrialId> wanted) {
        List<Reused> found = world.earlier().resultsOf(wanted);
        if (!found.isEmpty()) {
            after(world.dice().between(0, 20), () -> Reuse.commands(found)
                    .forEach(command -> sweep.offer(SweepRequest.unanswered(command))));
        }
    }

    void left(SweepCommand.ReconcileWorker offered, int unused) {
        after(world.dice().between(0, 3), () -> front.left(world.workload().name(), offered, unused, now()));
    }

    @Override
    public void offer(String name, SweepRequest<Address, SimulatedUser.Question> request) {
        if (request.command() instanceof SweepCommand.ReleaseWorker release
                && release.failure().code().equals("LEASE_EXPIRED")) {
            world.checker().expired(release.worker(), silentMillis(release.worker()));
        }
        sweep.offer(request);
    }

    /** Since a worker's last beat arrived here; each disturbance may cost it a step of the lease's clock. */
    private long silentMillis(String worker) {
        long last = arrivedMillis.getOrDefault(worker, startedMillis);
        long disturbed = disturbedMillis.stream().filter(at -> at >= last).count();
        return world.agenda().now() - last + 1_500 * disturbed;
    }

    @Override
    public void tell(Address to, ToWorker message) {
        Runnable arrive = () -> to.worker().hear(to, message);
        if (message instanceof RunAttempt order) {
            world.checker().ordered(order.attempt());
        }
        boolean acknowledges = message instanceof ReportAcknowledged;
        if (message instanceof ReportAcknowledged acknowledged) {
            world.trace()
                    .line(
                            name(),
                            () -> acknowledged.attempt() + " " + acknowledged.verdict() + " to "
                                    + to.worker().name());
            world.checker().acknowledged(acknowledged);
        }
        if (!acknowledges || !world.faults().strikes(Fault.ACKNOWLEDGEMENT_LOST)) {
            world.network().send(NAME, to.worker().name(), arrive);
        }
    }

    void answer(SimulatedUser.Question question, @Nullable Failure refusal) {
        // it was asked when the sweep stood elsewhere, or had a smaller file
        boolean inTime =
                refusal == null || List.of("NOT_UNDER_WAY", "SWEEP_CHANGED").contains(refusal.code());
        Violation.unless(inTime, Invariant.NO_DEFECT, () -> "the user was refused: %s".formatted(refusal));
        world.network().sendOnce(question::answered);
    }

    @Override
    public void released(String why) {
        world.trace().line(name(), () -> why);
    }
}
