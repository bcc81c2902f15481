package io.holdout.coordinator.simulate;

import io.holdout.coordinator.schedule.Fleet;
import io.holdout.coordinator.schedule.Late;
import io.holdout.coordinator.schedule.Offer;
import io.holdout.coordinator.schedule.TrialShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * A sweep's trials on machines that are taken away and come back, in virtual time: only the choice of trials is real. How
 * long a trial takes differs from what the scheduler is told: by its group, by its device, and by chance.
 */
final class ScheduledRun {
    private static final double HOUR = 3_600_000;
    private static final double MEAN_UP_MILLIS = 6 * HOUR;
    private static final double MEAN_DOWN_MILLIS = HOUR / 6;
    /** A trial saves itself once a minute; what it did since is done again. */
    private static final double CHECKPOINT_MILLIS = 60_000;
    /** Reading weights and data that are not in memory. */
    private static final double LOAD_MILLIS = 5_000;
    /** Idle workers ask again, as what they leave to others changes. */
    private static final long ASK_AGAIN_MILLIS = 600_000;
    /** The same where attempts straggle. */
    private static final long ASK_AGAIN_SOON_MILLIS = 60_000;
    /** Milliseconds a GFLOP on a device of slowness 1. */
    private static final double MILLIS_PER_UNIT = 0.1;
    /** Standard deviation of the logarithm of a trial's time, beside what its group and device explain. */
    private static final double CHANCE = 0.15;
    /** The same of a group's share, of which the scheduler knows nothing at first. */
    private static final double OF_GROUP = 0.5;

    /** One attempt of so many straggles: something else uses its machine, or it is sick. */
    private static final int ONE_STRAGGLES_OF = 500;
    /** How many times longer such an attempt takes. */
    private static final double STRAGGLING = 8;

    private final Agenda agenda = new Agenda();
    private final SplittableRandom random;
    private final List<TrialShape> shapes;
    private final SchedulePolicy policy;
    private final List<ScheduledWorker> workers;
    private final List<List<Integer>> dependents = new ArrayList<>();
    private final int[] waitingFor;
    private final double[] millis;
    private final double[] done;
    private final boolean[] interrupted;
    private final int[] attempts;
    /** How many attempts of it are under way. */
    private final int[] underWay;

    private final boolean stragglers;
    private final long seed;
    private int doubled;
    private double busyMillis;
    private double workMillis;
    private double capacityMillis;
    private double countedUntil;
    private double boundByWork = -1;
    private double upMillis;
    private double finishedMillis;
    private int interruptions;
    private long minute;
    private int inMinute;
    private int busiest;
    private Fleet fleet;
    private int left;

    private ScheduledRun(List<TrialShape> shapes, SchedulePolicy policy, int workers, long seed, boolean stragglers) {
        this.random = new SplittableRandom(seed);
        this.shapes = shapes;
        this.policy = policy;
        this.workers = ScheduledWorker.fleet(workers);
        this.fleet = fleetNow();
        this.left = shapes.size();
        this.waitingFor = new int[shapes.size()];
        this.millis = new double[shapes.size()];
        this.done = new double[shapes.size()];
        this.interrupted = new boolean[shapes.size()];
        this.attempts = new int[shapes.size()];
        this.underWay = new int[shapes.size()];
        this.stragglers = stragglers;
        this.seed = seed;
        shapes.forEach(shape -> dependents.add(new ArrayList<>()));
        drawTimes(seed);
    }

    static ScheduleOutcome of(List<TrialShape> shapes, SchedulePolicy policy, int workers, long seed) {
        return new ScheduledRun(shapes, policy, workers, seed, false).run();
    }

    /** The same on machines on which an attempt now and then takes eight times as long. */
    static ScheduleOutcome withStragglers(List<TrialShape> shapes, SchedulePolicy policy, int workers, long seed) {
        return new ScheduledRun(shapes, policy, workers, seed, true).run();
    }

    private ScheduleOutcome run() {
        for (int i = 0; i < shapes.size(); i++) {
            waitingFor[i] = shapes.get(i).dependencies().size();
            for (int needed : shapes.get(i).dependencies()) {
                dependents.get(needed).add(i);
            }
            if (waitingFor[i] == 0) {
                policy.ready(i);
            }
        }
        for (ScheduledWorker worker : shuffled(workers)) {
            agenda.after(length(MEAN_UP_MILLIS), () -> takeAway(worker));
            offer(worker);
        }
        agenda.after(stragglers ? ASK_AGAIN_SOON_MILLIS : ASK_AGAIN_MILLIS, this::askAgain);
        while (left > 0 || boundByWork < 0) {
            agenda.step();
        }
        double bound = Math.max(boundByWork, criticalPath());
        return new ScheduleOutcome(
                workers.size(),
                shapes.size(),
                finishedMillis / HOUR,
                bound / HOUR,
                busyMillis / upMillis,
                criticalPath() / HOUR,
                upMillis / HOUR,
                interruptions,
                busiest);
    }

    /** The same trial takes as long under every policy, and a group is as slow whoever shares what. */
    private void drawTimes(long seed) {
        Map<String, Double> groups = new LinkedHashMap<>();
        for (int i = 0; i < shapes.size(); i++) {
            TrialShape shape = shapes.get(i);
            double ofGroup = groups.computeIfAbsent(
                    shape.group(),
                    group -> Math.exp(OF_GROUP * new SplittableRandom(seed + group.hashCode()).nextGaussian()));
            millis[i] = shape.cost() * MILLIS_PER_UNIT * ofGroup * Math.exp(CHANCE * random.nextGaussian());
            workMillis += millis[i];
        }
    }

    private long length(double mean) {
        return Math.max(1, Math.round(-mean * Math.log(1 - random.nextDouble())));
    }

    private List<ScheduledWorker> shuffled(List<ScheduledWorker> all) {
        var left = new ArrayList<>(all);
        var order = new ArrayList<ScheduledWorker>();
        while (!left.isEmpty()) {
            order.add(left.remove(random.nextInt(left.size())));
        }
        return order;
    }

    private void offer(ScheduledWorker worker) {
        if (!worker.isIdle() || !policy.hasReady()) {
            return;
        }
        OptionalInt chosen = policy.choose(offerOf(worker));
        if (chosen.isPresent()) {
            start(worker, chosen.getAsInt());
        }
    }

    private Offer offerOf(ScheduledWorker worker) {
        return new Offer(worker.kind.device(), true, worker.recent(), List.of(), fleet);
    }

    /** Idle workers for which nothing waits start what is late elsewhere. */
    private void tryAgain() {
        List<Late> running = runningOnce();
        var vain = new HashSet<ScheduledWorker.Kind>();
        for (ScheduledWorker worker : workers) {
            if (worker.isIdle() && !vain.contains(worker.kind)) {
                List<Integer> late = policy.again(offerOf(worker), running, doubled);
                if (late.isEmpty()) {
                    vain.add(worker.kind);
                } else {
                    late.forEach(trial -> start(worker, trial));
                    running = runningOnce();
                }
            }
        }
    }

    private List<Late> runningOnce() {
        return workers.stream()
                .filter(each -> each.running != ScheduledWorker.NOTHING && underWay[each.running] == 1)
                .map(each -> new Late(each.running, each.kind.device(), agenda.now() - each.startedMillis))
                .toList();
    }

    private Fleet fleetNow() {
        var slots = new LinkedHashMap<ScheduledWorker.Kind, Integer>();
        workers.stream().filter(worker -> worker.up).forEach(worker -> slots.merge(worker.kind, 1, Integer::sum));
        return new Fleet(slots.entrySet().stream()
                .map(part -> new Fleet.Part(part.getKey().device(), part.getValue()))
                .toList());
    }

    private void start(ScheduledWorker worker, int trial) {
        worker.running = trial;
        happened();
        worker.startedMillis = agenda.now();
        keepCheckpoints(trial);
        worker.doneBefore = done[trial];
        worker.slowness = worker.kind.trueSlowness() * (straggles(trial) ? STRAGGLING : 1);
        doubled += ++underWay[trial] == 2 ? 1 : 0;
        int life = ++worker.life;
        double takes = (millis[trial] - done[trial]) * worker.slowness + loading(worker, trial);
        worker.remember(trial);
        agenda.after(Math.max(1, Math.round(takes)), () -> {
            if (worker.life == life) {
                finish(worker);
            }
        });
    }

    /** The same attempts straggle under every policy. */
    private boolean straggles(int trial) {
        long draw = seed * 31 + trial * 1_000L + ++attempts[trial];
        return stragglers && new SplittableRandom(draw).nextInt(ONE_STRAGGLES_OF) == 0;
    }

    /** Who begins a trial that runs elsewhere goes on from what was saved there. */
    private void keepCheckpoints(int trial) {
        if (underWay[trial] > 0) {
            workers.stream().filter(each -> each.running == trial).forEach(this::keepCheckpoint);
        }
    }

    private void keepCheckpoint(ScheduledWorker worker) {
        int trial = worker.running;
        double ran = Math.max(0, agenda.now() - worker.startedMillis - LOAD_MILLIS);
        double kept = Math.floor(ran / CHECKPOINT_MILLIS) * CHECKPOINT_MILLIS;
        done[trial] = Math.max(done[trial], Math.min(millis[trial], worker.doneBefore + kept / worker.slowness));
    }

    private double loading(ScheduledWorker worker, int trial) {
        int place = shapes.get(trial).place();
        return worker.recent().stream().anyMatch(each -> shapes.get(each).place() == place) ? 0 : LOAD_MILLIS;
    }

    private void finish(ScheduledWorker worker) {
        int trial = worker.running;
        boolean wasDoubled = underWay[trial] > 1;
        stop(worker);
        var freed = workers.stream().filter(each -> each.running == trial).toList();
        freed.forEach(this::stop);
        if (left == 1) {
            count();
        }
        left--;
        finishedMillis = agenda.now();
        long took = interrupted[trial] || wasDoubled ? 0 : Math.round(agenda.now() - worker.startedMillis);
        policy.finished(trial, worker.kind.device(), took);
        boolean more = false;
        for (int dependent : dependents.get(trial)) {
            if (--waitingFor[dependent] == 0) {
                policy.ready(dependent);
                more = true;
            }
        }
        offer(worker);
        freed.forEach(this::offer);
        if (more) {
            workers.forEach(this::offer);
        }
    }

    /** An attempt starts or ends. */
    private void happened() {
        long now = agenda.now() / 60_000;
        inMinute = now == minute ? inMinute + 1 : 1;
        minute = now;
        busiest = Math.max(busiest, inMinute);
    }

    private void stop(ScheduledWorker worker) {
        happened();
        busyMillis += agenda.now() - worker.startedMillis;
        doubled -= underWay[worker.running]-- == 2 ? 1 : 0;
        worker.running = ScheduledWorker.NOTHING;
        worker.life++;
    }

    private void takeAway(ScheduledWorker worker) {
        count();
        int trial = worker.running;
        if (trial != ScheduledWorker.NOTHING) {
            keepCheckpoint(worker);
            interrupted[trial] = true;
            interruptions++;
            stop(worker);
            if (underWay[trial] == 0) {
                policy.ready(trial);
            }
        }
        worker.up = false;
        fleet = fleetNow();
        worker.forget();
        agenda.after(length(MEAN_DOWN_MILLIS), () -> giveBack(worker));
        workers.forEach(this::offer);
    }

    private void giveBack(ScheduledWorker worker) {
        count();
        worker.up = true;
        fleet = fleetNow();
        agenda.after(length(MEAN_UP_MILLIS), () -> takeAway(worker));
        offer(worker);
    }

    private void askAgain() {
        workers.forEach(this::offer);
        if (stragglers && !policy.hasReady()) {
            tryAgain();
        }
        agenda.after(stragglers ? ASK_AGAIN_SOON_MILLIS : ASK_AGAIN_MILLIS, this::askAgain);
    }

    /** When the machines, as they came and went, could have done all the work had none been idle. */
    private void count() {
        double passed = agenda.now() - countedUntil;
        double speed = 0;
        int up = 0;
        for (ScheduledWorker worker : workers) {
            if (worker.up) {
                speed += 1 / worker.kind.trueSlowness();
                up++;
            }
        }
        if (left > 0) {
            upMillis += passed * up;
        }
        if (boundByWork < 0 && capacityMillis + passed * speed >= workMillis) {
            boundByWork = countedUntil + (workMillis - capacityMillis) / speed;
        }
        capacityMillis += passed * speed;
        countedUntil = agenda.now();
    }

    private double criticalPath() {
        double fastest = workers.stream()
                .mapToDouble(worker -> worker.kind.trueSlowness())
                .min()
                .orElseThrow();
        var path = new double[shapes.size()];
        double longest = 0;
        for (int i = 0; i < shapes.size(); i++) {
            double before = 0;
            for (int needed : shapes.get(i).dependencies()) {
                before = Math.max(before, path[needed]);
            }
            path[i] = before + millis[i] * fastest;
            longest = Math.max(longest, path[i]);
        }
        return longest;
    }
}
