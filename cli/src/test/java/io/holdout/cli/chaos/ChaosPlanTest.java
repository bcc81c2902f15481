package io.holdout.cli.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
    @Property(tries = 200)
    void the_same_seed_plans_the_same_and_keeps_every_bound(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int faults,
            @ForAll @NotEmpty Set<FaultKind> kinds,
            @ForAll @LongRange(min = 0, max = 20_000) long longest) {
        ChaosPlan plan = ChaosPlan.of(seed, faults, kinds, longest);

        assertEquals(plan, ChaosPlan.of(seed, faults, kinds, longest));
        assertEquals(faults, plan.faults().size());
        for (int i = 0; i < faults; i++) {
            PlannedFault fault = plan.faults().get(i);
            assertEquals(i + 1, fault.number());
            assertTrue(kinds.contains(fault.kind()));
            assertTrue(fault.draw() >= 0 && fault.afterMillis() >= 0);
            assertTrue(fault.forMillis() >= 0 && fault.forMillis() <= longest);
            assertTrue(fault.kind().lasts() || fault.forMillis() == 0);
            int chosen = fault.choose(3, 1);
            assertTrue(chosen >= 0 && chosen < 3);
        }
    }

    @Property(tries = 50)
    void a_longer_campaign_begins_as_a_shorter_one(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int faults) {
        Set<FaultKind> all = EnumSet.allOf(FaultKind.class);

        assertEquals(
                ChaosPlan.of(seed, faults, all, 9_000).faults(),
                ChaosPlan.of(seed, faults + 40, all, 9_000).faults().subList(0, faults));
    }

    @Property(tries = 50)
    void every_kind_comes_once_before_any_comes_twice(@ForAll long seed) {
        Set<FaultKind> all = EnumSet.allOf(FaultKind.class);

        assertEquals(
                all,
                ChaosPlan.of(seed, all.size(), all, 9_000).faults().stream()
                        .map(PlannedFault::kind)
                        .collect(Collectors.toSet()));
    }

    @Test
    void some_faults_come_together_some_outlast_a_lease_and_another_seed_is_another_plan() {
        ChaosPlan plan = ChaosPlan.of(1, 200, EnumSet.allOf(FaultKind.class), 14_000);

        assertTrue(plan.faults().stream().filter(PlannedFault::together).count() > 20);
        assertTrue(plan.faults().stream()
                        .filter(fault -> fault.forMillis() > 10_000)
                        .count()
                > 10);
        assertNotEquals(
                plan.faults(),
                ChaosPlan.of(2, 200, EnumSet.allOf(FaultKind.class), 14_000).faults());
    }

    @Test
    void the_choices_of_one_fault_do_not_hang_together() {
        var pairs = new HashSet<String>();
        for (PlannedFault fault :
                ChaosPlan.of(1, 200, EnumSet.allOf(FaultKind.class), 14_000).faults()) {
            pairs.add(fault.choose(3, 1) + " " + fault.choose(3, 2));
        }
        assertEquals(9, pairs.size());
    }
}
