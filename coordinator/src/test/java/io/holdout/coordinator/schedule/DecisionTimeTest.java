package io.holdout.coordinator.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionTimeTest {
    private static final int TRIALS = 1_000_000;
    private static final int DECISIONS = 2_000;
    private static final Device LARGE = new Device("sm_90", 81_559);
    private static final Device SMALL = new Device("sm_75", 15_360);

    @Test
    void decides_in_less_than_a_millisecond_at_the_median_while_a_million_trials_could_start() {
        var shapes = new ArrayList<TrialShape>();
        for (int i = 0; i < TRIALS; i++) {
            shapes.add(new TrialShape("group " + i % 12, i % 5_000, 1_000 + i % 9 * 5_000, 1 + i % 97, 0, List.of()));
        }
        Backlog backlog = Backlog.of(new Work(shapes), Costs.NONE, trial -> true)
                .plusAll(shapes.stream().map(new Numbering()::ready).toList());
        var fleet = new Fleet(List.of(new Fleet.Part(LARGE, 200), new Fleet.Part(SMALL, 200)));

        var micros = new double[DECISIONS];
        for (int i = 0; i < DECISIONS; i++) {
            Device device = i % 2 == 0 ? LARGE : SMALL;
            var offer = new Offer(device, true, List.of(i, i + 1, i + 2, i + 3), List.of(), fleet);
            long before = System.nanoTime();
            List<Integer> chosen = backlog.choose(offer, 1, 0);
            backlog = backlog.minus(Ready.fresh(chosen.get(0)));
            micros[i] = (System.nanoTime() - before) / 1e3;
            assertEquals(1, chosen.size());
        }

        Arrays.sort(micros);
        assertTrue(micros[DECISIONS / 2] < 1_000, "a decision takes " + micros[DECISIONS / 2] + " microseconds");
    }

    private static final class Numbering {
        private int next;

        Ready ready(TrialShape shape) {
            return Ready.fresh(next++);
        }
    }
}
