package io.holdout.coordinator.simulate;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.sweep.SweepPhase;
import io.holdout.protocol.trial.TrialId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that there is in one run, and who starts again what died. */
final class World {
    private static final long LONGEST_RESTART_MILLIS = 8_000;
    private static final long WATCH_MILLIS = 500;

    private final Agenda agenda = new Agenda();
    private final Dice dice;
    private final Faults faults;
    private final Trace trace;
    private final Subject subject;
    private final Workload workload;
    private final Limits limits;
    private final List<Nature> natures;
    /** Whether trials are so short that workers get some before they have a slot for them. */
    private final boolean brisk;

    private final Network network;
    private final TrueResults results = new TrueResults();
    private final SimulatedJournal journal = new SimulatedJournal();
    private final SimulatedStore store;
    private final EarlierSweep earlier;
    private final Checker checker;
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final List<SimulatedCoordinator> coordinators = new ArrayList<>();
    private final SimulatedUser user;
    private long journalDownUntil;
    private int mostSlots;
    private int started;
    private boolean starting;

    World(long seed, Subject subject, @Nullable Consumer<String> lines) {
        this.dice = new Dice(seed);
        this.faults = new Faults(dice);
        this.trace = new Trace(agenda, lines);
        this.subject = subject;
        this.workload = dice.pick(Workload.ALL);
        this.limits = Limits.draw(dice);
        this.brisk = dice.chance(0.25);
        this.natures = Nature.drawAll(workload.plan().trials().size(), brisk, dice, faults);
        this.network = new Network(this);
        this.store = new SimulatedStore(this);
        this.earlier = new EarlierSweep(this);
        this.checker = new Checker(this);
        if (!subject.fencesCoordinators()) {
            journal.doNotFence();
        }
        startCoordinator(0);
        long count = dice.between(1, 4);
        for (int i = 1; i <= count; i++) {
            int ahead = dice.chance(0.5) ? (int) dice.between(1, 6) : 0;
            int slots = (int) dice.between(1, 3);
            mostSlots += slots;
            workers.add(new SimulatedWorker(this, "worker-" + i, slots, ahead));
        }
        this.user = new SimulatedUser(this);
        watch();
    }

    /** Another coordinator, whether there is one or not. */
    void startCoordinator(long clockOffsetMillis) {
        var coordinator = new SimulatedCoordinator(this, "coord-" + ++started, clockOffsetMillis);
        trace.line(coordinator.name(), () -> "starts with epoch " + coordinator.epoch());
        coordinators.add(coordinator);
    }

    /** Kills a worker; it comes back. */
    void kill(SimulatedWorker worker) {
        worker.die();
        startAgain(worker);
    }

    void leave(SimulatedWorker worker) {
        worker.leave();
        startAgain(worker);
    }

    private void startAgain(SimulatedWorker worker) {
        agenda.after(dice.between(100, LONGEST_RESTART_MILLIS), worker::start);
    }

    /** The supervisor: there is to be a coordinator. */
    private void watch() {
        coordinators.removeIf(coordinator -> !coordinator.alive());
        if (coordinators.isEmpty() && !starting) {
            starting = true;
            agenda.after(dice.between(100, LONGEST_RESTART_MILLIS), () -> {
                starting = false;
                startCoordinator(0);
            });
        }
        agenda.after(WATCH_MILLIS, this::watch);
    }

    void toCoordinators(SimulatedWorker from, Consumer<SimulatedCoordinator> message) {
        for (SimulatedCoordinator coordinator : coordinators) {
            network.send(from.name(), SimulatedCoordinator.NAME, () -> message.accept(coordinator));
        }
    }

    void journalDownFor(long millis) {
        journalDownUntil = agenda.now() + millis;
    }

    boolean journalIsDown() {
        return agenda.now() < journalDownUntil;
    }

    /** The faults end; what they broke for a time is whole again, and who stands still soon wakes up. */
    void calm() {
        trace.line("faults", () -> "stop");
        faults.stop();
        network.heal();
        journalDownUntil = 0;
    }

    /** Whether nothing is to be done any more. */
    boolean isAtRest() {
        return user.content()
                && coordinators.size() == 1
                && coordinators.get(0).sweep().isIdle()
                && workers.stream().allMatch(worker -> worker.alive() && worker.holds() == 0);
    }

    void checkBounds() {
        coordinators.forEach(coordinator -> coordinator.sweep().checkBounds());
        for (SimulatedWorker worker : workers) {
            Violation.unless(worker.holds() <= worker.mostHeld(), Invariant.BOUNDED, () -> "%s holds %d attempts of %d"
                    .formatted(worker.name(), worker.holds(), worker.mostHeld()));
        }
    }

    /** Slots of all workers that there ever were. */
    int mostSlots() {
        return mostSlots;
    }

    Agenda agenda() {
        return agenda;
    }

    Dice dice() {
        return dice;
    }

    Faults faults() {
        return faults;
    }

    Trace trace() {
        return trace;
    }

    Subject subject() {
        return subject;
    }

    Workload workload() {
        return workload;
    }

    Limits limits() {
        return limits;
    }

    /** The whole plan, also while the sweep is not extended yet, as far as the journal's events have made it grow. */
    Plan plan() {
        return checker.state().phase() == SweepPhase.NOT_SUBMITTED || !workload.isSearched()
                ? workload.plan()
                : checker.state().plan();
    }

    PlannedTrial trial(TrialId trial) {
        return plan().trials().get(plan().indexOf(trial).orElseThrow());
    }

    TrueResults results() {
        return results;
    }

    Nature nature(int trial) {
        while (natures.size() <= trial) {
            natures.addAll(Nature.drawAll(1, brisk, dice, faults));
        }
        return natures.get(trial);
    }

    Network network() {
        return network;
    }

    SimulatedJournal journal() {
        return journal;
    }

    SimulatedStore store() {
        return store;
    }

    EarlierSweep earlier() {
        return earlier;
    }

    Checker checker() {
        return checker;
    }

    List<SimulatedWorker> workers() {
        return workers;
    }

    List<SimulatedCoordinator> coordinators() {
        return coordinators;
    }
}
