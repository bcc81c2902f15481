package io.holdout.worker.learn;

import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.EpisodeSettings;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialResult.EpisodePoint;
import io.holdout.protocol.trial.TrialResult.TaskPoint;
import io.holdout.protocol.trial.ValidateSpec;
import io.holdout.worker.data.Dataset;
import io.holdout.worker.data.Datasets;
import io.holdout.worker.data.EpisodeSampler;
import io.holdout.worker.data.Split;
import io.holdout.worker.data.TaskLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Adapts a backbone to few-shot episodes of one source task after another, drawn from validation splits alone: what a search
 * chooses by, so no target is looked at.
 */
final class ValidateTrial {
    /** More episodes of a task than anyone asks for; tells the positions of its checkpoints from those of the next task. */
    private static final long MOST_EPISODES = 1_000_000;

    /** Runs the episodes of one task. */
    interface Episodes {
        TrialResult.Adapted run(AdaptSpec task, int[] pool, Progress progress, Checkpoints checkpoints);
    }

    /** The small facts of a checkpoint: tasks that are done, and those of the task under way; empty between tasks. */
    record Position(List<TaskPoint> tasks, String current) {}

    private record Source(TaskRef ref, int[] pool) {}

    private final ValidateSpec spec;
    private final Episodes episodes;
    private final Progress progress;
    private final Checkpoints checkpoints;
    private final List<Source> sources = new ArrayList<>();
    private final List<TaskPoint> points = new ArrayList<>();

    /** @throws HoldoutException TASK_UNUSABLE if no episode of any task can be drawn */
    ValidateTrial(ValidateSpec spec, Datasets datasets, Episodes episodes, Progress progress, Checkpoints checkpoints) {
        this.spec = spec;
        this.episodes = episodes;
        this.progress = progress;
        this.checkpoints = checkpoints;
        spec.sourceTasks().forEach(task -> addUsable(task, datasets.open(task.dataset())));
        if (sources.isEmpty()) {
            throw HoldoutException.user(
                    "TASK_UNUSABLE",
                    "no source task has two classes of " + spec.episodes().minSamplesPerClass()
                            + " images in its validation split, which a search's episodes need");
        }
    }

    private void addUsable(TaskRef ref, Dataset dataset) {
        EpisodeSettings settings = spec.episodes();
        TaskLabels labels = dataset.labels(ref.task());
        int[] pool = dataset.split(Split.VAL);
        if (EpisodeSampler.obstacle(labels, pool, settings.minSamplesPerClass(), settings.shots(), settings.queries())
                .isEmpty()) {
            sources.add(new Source(ref, pool));
        }
    }

    TrialResult run() {
        Optional<Position> before = checkpoints.latest().map(kept -> CanonicalJson.read(kept.facts(), Position.class));
        before.ifPresent(position -> points.addAll(position.tasks()));
        String current = before.map(Position::current).orElse("");
        for (int number = points.size(); number < sources.size(); number++) {
            points.add(task(number, current));
            current = "";
        }
        return new TrialResult.Validated(points);
    }

    private TaskPoint task(int number, String current) {
        Source source = sources.get(number);
        var task = new AdaptSpec(
                spec.backbone(),
                spec.start(),
                source.ref,
                spec.dataFingerprints().getOrDefault(source.ref.dataset(), ""),
                spec.episodes(),
                0,
                spec.episodesPerTask(),
                spec.method(),
                spec.seed(),
                spec.recipe());
        int steps = spec.method().lastStep();
        List<EpisodePoint> last =
                episodes.run(task, source.pool, new OfTask(number), new WithinTask(number, current)).episodes().stream()
                        .filter(point -> point.steps() == steps)
                        .toList();
        var auroc = new Mean();
        var accuracy = new Mean();
        last.forEach(point -> {
            auroc.add(point.auroc());
            accuracy.add(point.accuracy());
        });
        int undefined =
                (int) last.stream().filter(point -> Double.isNaN(point.auroc())).count();
        return new TaskPoint(source.ref.toString(), auroc.value(), accuracy.value(), last.size(), undefined);
    }

    /** Every task counts as much as the one under way. */
    private final class OfTask implements Progress {
        private final int number;

        OfTask(int number) {
            this.number = number;
        }

        @Override
        public void at(long done, long total, String note) {
            String which = "task " + (number + 1) + " of " + sources.size() + ", " + note;
            progress.at(number * total + done, sources.size() * total, which);
        }

        @Override
        public boolean shouldStop() {
            return progress.shouldStop();
        }
    }

    /** The checkpoints of one task's episodes, kept together with the tasks before it. */
    private final class WithinTask implements Checkpoints {
        private final int number;
        private final String current;

        WithinTask(int number, String current) {
            this.number = number;
            this.current = current;
        }

        @Override
        public Optional<Checkpoint> latest() {
            return current.isEmpty() ? Optional.empty() : Optional.of(new Checkpoint(current, Map.of()));
        }

        @Override
        public boolean due() {
            return checkpoints.due();
        }

        @Override
        public void save(long position, String facts, Map<String, Supplier<byte[]>> parts) {
            var outer = new Position(List.copyOf(points), facts);
            checkpoints.save(number * MOST_EPISODES + position, CanonicalJson.write(outer), parts);
        }
    }
}
