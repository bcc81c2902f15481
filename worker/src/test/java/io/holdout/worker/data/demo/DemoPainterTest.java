package io.holdout.worker.data.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DemoPainterTest {
    private static final long SEED = 7;

    @Test
    void the_same_seed_paints_the_same_pixels_in_any_order() {
        for (DatasetInfo info : DemoData.catalogue(SEED).datasets()) {
            var one = new DemoDataset(info, SEED);
            var other = new DemoDataset(info, SEED);
            byte[] third = paint(one, 3);
            byte[] fifth = paint(one, 5);

            assertArrayEquals(fifth, paint(other, 5), info.id());
            assertArrayEquals(third, paint(other, 3), info.id());
        }
    }

    @Test
    void other_seeds_and_other_positions_paint_other_pixels() {
        for (DatasetInfo info : DemoData.catalogue(SEED).datasets()) {
            var dataset = new DemoDataset(info, SEED);

            assertFalse(Arrays.equals(paint(dataset, 3), paint(dataset, 4)), info.id());
            assertFalse(Arrays.equals(paint(dataset, 3), paint(new DemoDataset(info, SEED + 1), 3)), info.id());
        }
    }

    /** The mean image of some images of a domain is nearer to that of other images of it than to any other domain's. */
    @Test
    void domains_look_different() {
        Map<String, double[]> odd = new TreeMap<>();
        Map<String, double[]> even = new TreeMap<>();
        for (DatasetInfo info : DemoData.catalogue(SEED).datasets()) {
            if (!odd.containsKey(info.domain())) {
                odd.put(info.domain(), meanOf(info, 1));
                even.put(info.domain(), meanOf(info, 0));
            }
        }
        assertEquals(10, odd.size());
        odd.forEach((domain, image) -> {
            String nearest = even.entrySet().stream()
                    .min((a, b) -> Double.compare(
                            SimpleFeatures.distance(image, a.getValue()), SimpleFeatures.distance(image, b.getValue())))
                    .orElseThrow()
                    .getKey();
            assertEquals(domain, nearest);
        });
    }

    @Test
    void every_task_shows_and_no_two_of_a_dataset_through_the_same_feature() {
        for (DatasetInfo info : DemoData.catalogue(SEED).datasets()) {
            var used = new HashSet<Feature>();
            for (TaskInfo task : info.tasks()) {
                var expression = Expression.of(task);
                assertTrue(
                        expression.isPresent()
                                || View.of(task, info).isPresent()
                                || task.target() == TaskTarget.MULTILABEL_CLASSIFICATION,
                        () -> task.ref() + " shows in nothing");
                expression.ifPresent(shown -> shown.features()
                        .forEach(feature -> assertTrue(used.add(feature), () -> task.ref() + " shares " + feature)));
            }
        }
    }

    @Test
    void classes_of_a_task_are_at_different_places() {
        for (TaskInfo task : DemoData.catalogue(SEED).tasks()) {
            Expression.of(task).ifPresent(expression -> {
                var places = new HashMap<String, Integer>();
                for (int aClass = 0; aClass < task.labels().size(); aClass++) {
                    Integer same = places.put(Arrays.toString(expression.place(aClass)), aClass);
                    assertEquals(null, same, task.ref() + " class " + aClass);
                }
            });
        }
    }

    private static double[] meanOf(DatasetInfo info, int first) {
        var dataset = new DemoDataset(info, SEED);
        double[] mean = new double[SimpleFeatures.COLOUR_GRID];
        for (int i = first; i < 40; i += 2) {
            double[] grid = SimpleFeatures.colourGrid(paint(dataset, i), info.channels());
            for (int k = 0; k < mean.length; k++) {
                mean[k] += grid[k] / 20;
            }
        }
        return mean;
    }

    private static byte[] paint(DemoDataset dataset, int index) {
        var info = dataset.info();
        byte[] pixels = new byte[info.height() * info.width() * info.channels()];
        dataset.paint(index, pixels);
        return pixels;
    }
}
