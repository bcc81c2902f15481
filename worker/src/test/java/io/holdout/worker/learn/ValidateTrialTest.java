package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.EpisodeSettings;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.ValidateSpec;
import io.holdout.worker.data.Dataset;
import io.holdout.worker.data.Datasets;
import io.holdout.worker.data.Images;
import io.holdout.worker.data.Split;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a search chooses by is drawn from validation splits of source tasks, and from nothing else. */
class ValidateTrialTest {
    /** Notes which images of which dataset are read. */
    private static final class Watched implements Datasets {
        private final PaintedDatasets painted = new PaintedDatasets();
        private final Set<String> read = new ConcurrentSkipListSet<>();

        @Override
        public String fingerprint(String id) {
            return painted.fingerprint(id);
        }

        @Override
        public Dataset open(String id) {
            Dataset whole = painted.open(id);
            var labels = whole.info().tasks().stream()
                    .collect(Collectors.toMap(task -> task.name(), task -> whole.labels(task.name())));
            var splits = Arrays.stream(Split.values()).collect(Collectors.toMap(split -> split, whole::split));
            return new Dataset(whole.info(), new WatchedImages(id, whole.images(), read), labels, splits);
        }
    }

    private record WatchedImages(String id, Images images, Set<String> read) implements Images {
        @Override
        public int count() {
            return images.count();
        }

        @Override
        public int channels() {
            return images.channels();
        }

        @Override
        public int height() {
            return images.height();
        }

        @Override
        public int width() {
            return images.width();
        }

        @Override
        public void read(int index, byte[] into) {
            read.add(id + " " + index);
            images.read(index, into);
        }

        @Override
        public void close() {
            images.close();
        }
    }

    private static TrialResult.Validated run(Datasets datasets, ValidateSpec spec) {
        TestEngine.start();
        try (var learner = new TorchLearner(datasets, new MemoryArtifacts(), 1)) {
            return (TrialResult.Validated) learner.run(spec, Map.of(), Trials.QUIET, Checkpoints.NONE);
        }
    }

    @Test
    void looks_at_validation_images_of_its_source_tasks_alone() {
        var watched = new Watched();
        ValidateSpec spec =
                Trials.validate(Trials.NEAREST_CENTROID, 20, PaintedDatasets.period("one"), PaintedDatasets.odd("two"));

        TrialResult.Validated found = run(watched, spec);

        assertEquals(
                List.of("one/period", "two/odd"),
                found.tasks().stream().map(TrialResult.TaskPoint::task).toList());
        found.tasks().forEach(task -> assertTrue(task.episodes() == 20 && task.auroc() > 0.4, task.toString()));
        assertFalse(watched.read.isEmpty());
        for (String image : watched.read) {
            String dataset = image.substring(0, image.indexOf(' '));
            int index = Integer.parseInt(image.substring(image.indexOf(' ') + 1));
            assertTrue(
                    Arrays.stream(watched.painted.open(dataset).split(Split.VAL))
                            .anyMatch(each -> each == index),
                    image + " is no validation image");
        }
    }

    @Test
    void leaves_out_a_task_of_which_no_episode_can_be_drawn_and_fails_if_that_is_all() {
        ValidateSpec some = Trials.validate(Trials.NEAREST_CENTROID, 2, PaintedDatasets.period("one"));
        ValidateSpec none = new ValidateSpec(
                some.backbone(),
                some.start(),
                some.sourceTasks(),
                some.dataFingerprints(),
                new EpisodeSettings(3, 5, 1000, 7),
                2,
                some.method(),
                some.seed(),
                some.recipe());

        var failure = assertThrows(HoldoutException.class, () -> run(new PaintedDatasets(), none));
        assertEquals("TASK_UNUSABLE", failure.failure().code());
    }
}
