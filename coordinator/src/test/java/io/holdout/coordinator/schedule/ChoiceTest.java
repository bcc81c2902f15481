package io.holdout.coordinator.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static final Device LARGE = new Device("sm_90", 81_559);
    private static final Device SMALL = new Device("sm_75", 15_360);
    private static final Fleet BOTH = new Fleet(List.of(new Fleet.Part(LARGE, 1), new Fleet.Part(SMALL, 4)));
    private static final long NOW = 1_000_000;

    private final List<TrialShape> shapes = new ArrayList<>();
    private Backlog backlog = Backlog.EMPTY;

    private int trial(double cost, int memoryMiB, int place, Integer... dependencies) {
        shapes.add(new TrialShape("group", place, memoryMiB, cost, 0, Arrays.asList(dependencies)));
        return shapes.size() - 1;
    }

    private int trial(double cost) {
        return trial(cost, 1_000, 0);
    }

    private void ready(int... trials) {
        backlog = Backlog.of(new Work(shapes), Costs.NONE, trial -> true)
                .plusAll(Arrays.stream(trials).mapToObj(Ready::fresh).toList());
    }

    private static Offer offer(Device device, Fleet fleet, Integer... recent) {
        return new Offer(device, true, Arrays.asList(recent), List.of(), fleet);
    }

    private List<Integer> given(Device device, int most) {
        return backlog.choose(offer(device, new Fleet(List.of(new Fleet.Part(device, 1)))), most, NOW);
    }

    @Test
    void gives_first_what_the_longest_chain_waits_for_and_then_what_most_waits_for() {
        int longest = trial(50);
        int shortAlone = trial(10);
        int shortWithMany = trial(10);
        int chain = trial(30);
        trial(40, 1_000, 0, chain);
        for (int i = 0; i < 9; i++) {
            trial(1, 1_000, 0, shortWithMany);
            trial(1, 1_000, 0, i == 0 ? shortAlone : shortWithMany);
        }
        ready(longest, shortAlone, shortWithMany, chain);

        assertEquals(List.of(chain, longest, shortWithMany, shortAlone), given(LARGE, 9));
    }

    @Test
    void gives_a_small_device_what_it_can_hold() {
        int large = trial(50, 40_000, 0);
        int small = trial(2, 4_000, 0);
        ready(large, small);

        assertEquals(List.of(small), backlog.choose(offer(SMALL, BOTH), 9, NOW));
    }

    @Test
    void gives_what_nobody_can_hold_to_the_largest_device_since_the_need_is_only_an_estimate() {
        int huge = trial(50, 500_000, 0);
        ready(huge);

        assertEquals(List.of(), backlog.choose(offer(SMALL, BOTH), 1, NOW));
        assertEquals(List.of(huge), backlog.choose(offer(LARGE, BOTH), 1, NOW));
        assertEquals(List.of(huge), given(SMALL, 1));
    }

    @Test
    void gives_what_is_warm_before_what_is_a_little_more_urgent_but_not_before_what_is_much_more_urgent() {
        int much = trial(100, 1_000, 1);
        int little = trial(10, 1_000, 2);
        int warm = trial(9, 1_000, 3);
        int before = trial(9, 1_000, 3);
        ready(much, little, warm);
        Fleet fleet = new Fleet(List.of(new Fleet.Part(LARGE, 1)));

        assertEquals(List.of(much, warm, little), backlog.choose(offer(LARGE, fleet, before), 9, NOW));
    }

    @Test
    void leaves_to_a_faster_device_what_a_slow_one_would_finish_after_all_else_is_done() {
        int longest = trial(100);
        int shortest = trial(1);
        ready(longest, shortest);

        assertEquals(List.of(shortest), backlog.choose(offer(SMALL, BOTH), 9, NOW));
        assertEquals(List.of(longest, shortest), given(SMALL, 9));
    }

    @Test
    void leaves_to_small_devices_what_they_can_do_while_what_only_large_ones_can_do_fills_their_time() {
        int onlyLarge = trial(50, 40_000, 0);
        trial(50, 40_000, 0);
        int urgent = trial(60, 4_000, 0);
        ready(urgent, onlyLarge);

        assertEquals(List.of(onlyLarge), backlog.choose(offer(LARGE, BOTH), 1, NOW));
    }

    @Test
    void gives_a_trial_that_ran_out_of_memory_to_the_next_larger_device_after_its_wait() {
        int trial = trial(10, 14_000, 0);
        ready();
        backlog = backlog.plus(new Ready(trial, NOW + 500, 1, false));

        assertEquals(List.of(), backlog.choose(offer(LARGE, BOTH), 1, NOW));
        assertEquals(List.of(), backlog.choose(offer(SMALL, BOTH), 1, NOW + 500));
        assertEquals(List.of(trial), backlog.choose(offer(LARGE, BOTH), 1, NOW + 500));
    }

    @Test
    void gives_a_trial_that_runs_alone_to_an_idle_worker_only_and_nothing_beside_it() {
        int killer = trial(100);
        int other = trial(1);
        ready(other);
        backlog = backlog.plus(new Ready(killer, NOW, 0, true));

        assertEquals(List.of(killer), given(LARGE, 9));
        assertEquals(
                List.of(other), backlog.choose(new Offer(LARGE, false, List.of(), List.of(), Fleet.UNKNOWN), 9, NOW));
        assertEquals(
                List.of(other),
                backlog.choose(new Offer(LARGE, true, List.of(), List.of(killer), Fleet.UNKNOWN), 9, NOW));
    }

    @Test
    void finds_what_a_clock_that_was_ahead_put_off_behind_many_that_wait() {
        var many = new int[500];
        for (int i = 0; i < many.length; i++) {
            many[i] = trial(10);
        }
        int far = trial(10);
        ready();
        for (int each : many) {
            backlog = backlog.plus(new Ready(each, NOW + 60_000, 0, false));
        }
        backlog = backlog.plus(new Ready(far, NOW + 3_600_000, 0, false));

        assertEquals(List.of(far), given(LARGE, 9));
        assertEquals(
                500,
                backlog.minus(new Ready(far, NOW + 3_600_000, 0, false))
                        .choose(offer(LARGE, Fleet.UNKNOWN), 999, NOW + 60_000)
                        .size());
    }

    @Test
    void ranks_anew_when_finished_trials_show_that_a_group_takes_longer_for_its_cost() {
        int dear = trial(20);
        int cheap = 1;
        shapes.add(new TrialShape("slow", 0, 1_000, 10, 0, List.of()));
        int finished = trial(20);
        shapes.add(new TrialShape("slow", 0, 1_000, 10, 0, List.of()));
        ready(dear, cheap);
        assertEquals(List.of(dear, cheap), given(LARGE, 9));

        backlog = backlog.ended(finished)
                .learned(finished, "sm_90", 2_000)
                .ended(3)
                .learned(3, "sm_90", 10_000);

        assertEquals(List.of(cheap, dear), given(LARGE, 9));
    }
}
