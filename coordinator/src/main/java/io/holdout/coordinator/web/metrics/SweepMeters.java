package io.holdout.coordinator.web.metrics;

import io.holdout.coordinator.sweep.Counts;
import io.holdout.coordinator.sweep.Sight;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.coordinator.sweep.SweepListener;
import io.holdout.coordinator.sweep.SweepView;
import io.holdout.coordinator.sweep.TrialViews;
import io.holdout.protocol.failure.FailureClass;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * All meters of a coordinator. Labels have few values: kinds, statuses, failure classes, sweeps that are not over, and
 * workers that are there.
 */
public final class SweepMeters implements SweepListener, AutoCloseable {
    /** From what one fsync takes to what nobody waits for. */
    private static final Duration[] STEPS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private static final double BYTES_PER_MIB = 1 << 20;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final Timer dispatch = timer("holdout.dispatch", "From a batch of beats to the orders that answer it");
    private final Timer write = timer("holdout.journal.write", "Writing one batch of events");
    /** Looked up once: the registry compares names and labels each time. */
    private final Counter started = registry.counter("holdout.attempts.started");

    private final Counter succeeded = registry.counter("holdout.trials.succeeded");
    private final Counter givenUp = registry.counter("holdout.trials.given.up");
    private final Counter quarantines = registry.counter("holdout.quarantines");
    private final Counter leaseExpiries = registry.counter("holdout.lease.expiries");
    private final Counter recoveries = registry.counter("holdout.recoveries");
    private final Map<FailureClass, Counter> failures = new EnumMap<>(FailureClass.class);
    private final MultiGauge trials = gauge("holdout.trials", "Trials of sweeps that are not over");
    private final MultiGauge cells = gauge("holdout.cells", "Cells of sweeps that are not over");
    private final MultiGauge alarms = gauge("holdout.diverged", "Results that differed from the first of their trial");
    private final MultiGauge slots = gauge("holdout.slots", "Slots of workers");
    private final MultiGauge seen = gauge("holdout.worker.silence.seconds", "Since a worker was heard last");

    private final MultiGauge images = gauge("holdout.worker.images", "Images that a worker has read since it began");
    private final MultiGauge memory = gauge("holdout.worker.gpu.memory.bytes", "Memory of a worker's GPU");

    public SweepMeters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gc.bindTo(registry);
        // a counter that is first seen with its first failure has no rate for it
        for (var each : FailureClass.values()) {
            failures(each);
        }
    }

    private Counter failures(FailureClass failureClass) {
        return failures.computeIfAbsent(
                failureClass,
                each -> registry.counter(
                        "holdout.attempts.failed", "class", each.name().toLowerCase(Locale.ROOT)));
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(STEPS)
                .register(registry);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** From now on it is known how many watch. */
    public void watchers(IntSupplier count) {
        registry.gauge("holdout.watchers", count, IntSupplier::getAsInt);
    }

    @Override
    public void written(String sweep, List<SweepEvent> events, long writeNanos) {
        write.record(writeNanos, TimeUnit.NANOSECONDS);
        for (SweepEvent event : events) {
            if (event instanceof SweepEvent.AttemptStarted || event instanceof SweepEvent.SecondAttemptStarted) {
                started.increment();
            } else if (event instanceof SweepEvent.TrialSucceeded) {
                succeeded.increment();
            } else if (event instanceof SweepEvent.TrialGivenUp) {
                givenUp.increment();
            } else if (event instanceof SweepEvent.WorkerQuarantined) {
                quarantines.increment();
            } else if (event instanceof SweepEvent.AttemptFailed failed) {
                failures(failed.failure().failureClass()).increment();
                if (failed.failure().code().equals("LEASE_EXPIRED")) {
                    leaseExpiries.increment();
                }
            }
        }
    }

    @Override
    public void answered(String sweep, int orders, long nanos) {
        if (orders > 0) {
            dispatch.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void recovered(String sweep) {
        recoveries.increment();
    }

    /** Everything as Prometheus reads it, with what these sweeps and workers are like now. */
    public synchronized String scrape(List<Sight> sweeps, List<SweepView.WorkerView> workers) {
        var ofTrials = new ArrayList<MultiGauge.Row<?>>();
        var ofCells = new ArrayList<MultiGauge.Row<?>>();
        var ofAlarms = new ArrayList<MultiGauge.Row<?>>();
        for (Sight sight : sweeps) {
            SweepView view = sight.view();
            TrialViews.kinds(sight.state())
                    .forEach(each ->
                            counts(ofTrials, Tags.of("sweep", view.sweep(), "kind", each.kind()), each.trials()));
            Tags sweep = Tags.of("sweep", view.sweep());
            view.strategies().forEach(each -> {
                Tags tags = sweep.and("strategy", each.strategy());
                ofCells.add(MultiGauge.Row.of(tags.and("status", "done"), each.done()));
                ofCells.add(MultiGauge.Row.of(tags.and("status", "failed"), each.failed()));
                ofCells.add(MultiGauge.Row.of(tags.and("status", "open"), each.total() - each.done() - each.failed()));
            });
            ofAlarms.add(MultiGauge.Row.of(sweep, view.alarms()));
        }
        trials.register(ofTrials, true);
        cells.register(ofCells, true);
        alarms.register(ofAlarms, true);
        ofWorkers(workers);
        return registry.scrape();
    }

    private void ofWorkers(List<SweepView.WorkerView> workers) {
        var ofSlots = new ArrayList<MultiGauge.Row<?>>();
        var ofImages = new ArrayList<MultiGauge.Row<?>>();
        var ofMemory = new ArrayList<MultiGauge.Row<?>>();
        var ofSilence = new ArrayList<MultiGauge.Row<?>>();
        for (SweepView.WorkerView worker : workers) {
            Tags tags = Tags.of("worker", worker.name());
            ofSlots.add(MultiGauge.Row.of(tags.and("state", "busy"), worker.busy()));
            ofSlots.add(MultiGauge.Row.of(tags.and("state", "free"), Math.max(0, worker.slots() - worker.busy())));
            ofImages.add(MultiGauge.Row.of(tags, worker.images()));
            if (worker.memoryMiB() > 0) {
                ofMemory.add(MultiGauge.Row.of(tags.and("state", "used"), BYTES_PER_MIB * worker.memoryUsedMiB()));
                ofMemory.add(MultiGauge.Row.of(
                        tags.and("state", "free"),
                        BYTES_PER_MIB * Math.max(0, worker.memoryMiB() - worker.memoryUsedMiB())));
            }
            ofSilence.add(MultiGauge.Row.of(tags, worker.lastSeenMillisAgo() / 1000.0));
        }
        slots.register(ofSlots, true);
        seen.register(ofSilence, true);
        images.register(ofImages, true);
        memory.register(ofMemory, true);
    }

    private static void counts(List<MultiGauge.Row<?>> rows, Tags tags, Counts counts) {
        rows.add(MultiGauge.Row.of(tags.and("status", "waiting"), counts.waiting()));
        rows.add(MultiGauge.Row.of(tags.and("status", "ready"), counts.ready()));
        rows.add(MultiGauge.Row.of(tags.and("status", "running"), counts.running()));
        rows.add(MultiGauge.Row.of(tags.and("status", "succeeded"), counts.succeeded()));
        rows.add(MultiGauge.Row.of(tags.and("status", "given_up"), counts.givenUp()));
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
