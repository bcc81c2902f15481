package io.holdout.coordinator.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final Device DEVICE = new Device("sm_90", 0);

    private static Fleet fleet(int slots) {
        return new Fleet(List.of(new Fleet.Part(DEVICE, slots)));
    }

    private static TrialShape trial(String group, double cost, Integer... needs) {
        return new TrialShape(group, 0, 1, cost, 0, List.of(needs));
    }

    private static Backlog backlog(List<TrialShape> shapes, Costs costs) {
        return Backlog.of(new Work(shapes), costs, trial -> true);
    }

    private static Costs measured(int trials, double... millisAUnit) {
        Costs costs = Costs.NONE;
        for (int i = 0; i < trials; i++) {
            double each = millisAUnit[i % millisAUnit.length];
            costs = costs.learn("a", "sm_90", 100, Math.round(100 * each));
        }
        return costs;
    }

    @Test
    void equal_trials_on_some_slots_take_their_share_of_the_time() {
        var shapes = new ArrayList<TrialShape>();
        for (int i = 0; i < 50; i++) {
            shapes.add(trial("a", 100));
        }

        Forecast forecast = backlog(shapes, measured(20, 100)).forecast(i -> true, Map.of(), fleet(5));

        assertEquals(50 * 10_000, forecast.deviceMillis().expected(), 10_000);
        assertEquals(100_000, forecast.millis().expected(), 10_000);
        assertTrue(forecast.millis().low() < 100_000 && forecast.millis().high() > 100_000);
    }

    @Test
    void what_runs_has_only_its_rest_to_go() {
        List<TrialShape> shapes = List.of(trial("a", 100), trial("a", 100));
        Backlog backlog = backlog(shapes, measured(20, 100));

        Forecast said = backlog.forecast(i -> i == 0, Map.of(0, new Forecast.Running("sm_90", 6_000, 0.75)), fleet(1));
        Forecast unsaid = backlog.forecast(i -> i == 0, Map.of(0, new Forecast.Running("sm_90", 6_000, 0)), fleet(1));

        assertEquals(2_000, said.millis().expected(), 200);
        assertEquals(4_000, unsaid.millis().expected(), 400);
    }

    @Test
    void no_number_of_slots_shortens_a_chain() {
        List<TrialShape> shapes = List.of(trial("a", 100), trial("a", 100, 0), trial("a", 100, 1));

        Forecast forecast = backlog(shapes, measured(20, 100)).forecast(i -> true, Map.of(), fleet(64));

        assertEquals(30_000, forecast.millis().expected(), 1_000);
    }

    @Test
    void the_interval_narrows_as_more_is_measured_and_widens_for_what_never_was() {
        List<TrialShape> known = List.of(trial("a", 100), trial("a", 100));
        List<TrialShape> unknown = List.of(trial("a", 100), trial("b", 100));

        double few = width(known, measured(2, 50, 200));
        double many = width(known, measured(200, 90, 110));
        double never = width(unknown, measured(200, 90, 110));

        assertTrue(many < few && many < never, few + ", " + many + ", " + never);
    }

    private static double width(List<TrialShape> shapes, Costs costs) {
        Forecast.Interval time =
                backlog(shapes, costs).forecast(i -> true, Map.of(), fleet(1)).millis();
        return time.high() / time.low();
    }

    @Test
    void a_sweep_that_has_ended_has_nothing_left() {
        Forecast forecast =
                backlog(List.of(trial("a", 100)), measured(3, 100)).forecast(i -> false, Map.of(), fleet(4));

        assertEquals(0, forecast.millis().expected());
        assertEquals(0, forecast.deviceMillis().high());
    }

    /** Random sweeps on random fleets, in which trials take what nobody was told: the interval is as good as it says. */
    @Test
    void the_truth_lies_within_the_interval_about_four_times_of_five() {
        int held = 0;
        int all = 300;
        double ratios = 0;
        for (int seed = 0; seed < all; seed++) {
            var sweep = new RandomSweep(seed);
            Forecast forecast = sweep.forecastAfter(0.1 + 0.8 * seed / all);
            double actual = sweep.end - sweep.now;
            held += forecast.millis().holds(actual) ? 1 : 0;
            ratios += Math.log(forecast.millis().expected() / actual);
        }
        assertTrue(held >= 0.7 * all && held <= 0.97 * all, held + " of " + all);
        assertTrue(Math.abs(ratios / all) < 0.15, "biased by " + Math.exp(ratios / all));
    }

    /** Independent trials of three groups, the longest first, each on the slot that comes free first. */
    private static final class RandomSweep {
        private final List<TrialShape> shapes = new ArrayList<>();
        private final double[] millis;
        private final double[] started;
        private final int slots;
        private double now;
        private double end;

        RandomSweep(long seed) {
            var random = new SplittableRandom(seed);
            int trials = 40 + random.nextInt(200);
            slots = 1 + random.nextInt(16);
            double[] rate = random.doubles(3, 20, 300).toArray();
            millis = new double[trials];
            started = new double[trials];
            for (int i = 0; i < trials; i++) {
                int group = random.nextInt(3);
                double cost = 50 + random.nextInt(100);
                shapes.add(trial("g" + group, cost));
                millis[i] = cost * rate[group] * Math.exp(0.25 * random.nextGaussian());
            }
            double[] free = new double[slots];
            for (int i = 0; i < trials; i++) {
                Arrays.sort(free);
                started[i] = free[0];
                free[0] += millis[i] + 100;
                end = Math.max(end, free[0]);
            }
        }

        Forecast forecastAfter(double share) {
            double[] ends = new double[millis.length];
            Arrays.setAll(ends, i -> started[i] + millis[i]);
            double[] sorted = ends.clone();
            Arrays.sort(sorted);
            now = sorted[(int) (share * millis.length)];
            Costs costs = Costs.NONE;
            var running = new java.util.HashMap<Integer, Forecast.Running>();
            for (int i = 0; i < millis.length; i++) {
                if (ends[i] <= now) {
                    costs = costs.learn(
                            shapes.get(i).group(), "sm_90", shapes.get(i).cost(), Math.round(millis[i]));
                } else if (started[i] < now) {
                    running.put(i, new Forecast.Running("sm_90", now - started[i], 0));
                }
            }
            return backlog(shapes, costs).forecast(i -> ends[i] > now, running, fleet(slots));
        }
    }

    @Test
    void counts_what_will_still_be_asked_for_as_much_as_what_it_is_like() {
        Backlog backlog = backlog(List.of(trial("a", 100)), measured(20, 100));
        Forecast without = backlog.forecast(i -> true, Map.of(), fleet(1));
        Forecast with = backlog.forecast(i -> true, Map.of(), List.of(new Forecast.Later(0, 2.5)), fleet(1));

        assertEquals(
                3.5, with.deviceMillis().expected() / without.deviceMillis().expected(), 1e-9);
    }
}
