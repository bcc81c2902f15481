package io.holdout.cli.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.trial.CanonicalJson;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CertificateTest {
    private static final ChaosPlan PLAN = ChaosPlan.of(1, 20, EnumSet.of(FaultKind.WORKER_KILLED), 0);
    private static final Stage.Result TABLE = new Stage.Result(true, "a,b\n");

    private static List<Suffered> allOvercome() {
        var suffered = new ArrayList<Suffered>();
        for (PlannedFault fault : PLAN.faults()) {
            var inflicted = new Inflicted(fault, "worker-1", "kill -9 of worker-1", 5);
            suffered.add(new Suffered(inflicted, OptionalLong.of(fault.number() * 100L)));
        }
        return suffered;
    }

    private static Round round(Stage.Result result, List<Suffered> suffered, String... broken) {
        var events = new Journals()
                .started("a", 1, "w", 1)
                .failed("a", 1, "LEASE_EXPIRED", 2)
                .events();
        return new Round(result, suffered, events, List.of(broken), 0, 1_000);
    }

    private static Certificate certificate(Round round) {
        Map<FaultKind, String> impossible = new EnumMap<>(FaultKind.class);
        impossible.put(FaultKind.DISK_FULL, "not on this machine");
        return Certificate.of(
                "test",
                PLAN,
                impossible,
                new TreeMap<>(Map.of("machine", "mine")),
                round(TABLE, List.of()),
                List.of(round));
    }

    @Test
    void passes_when_all_was_overcome_and_the_tables_are_the_same() {
        Certificate passed = certificate(round(TABLE, allOvercome()));

        assertTrue(passed.passed(), passed.reasons().toString());
        assertEquals(List.of(passed.undisturbedTable()), passed.tables());
        String text = passed.markdown();
        assertTrue(text.startsWith("# Chaos certificate: PASS\n"), text);
        assertTrue(text.contains("| worker killed (kill -9) | 20 | 20 |  | 1.0 | 1.9 | 2.0 |\n"), text);
        assertTrue(text.contains("| attempts that ended without a result | {LEASE_EXPIRED=1} |"), text);
        assertTrue(text.contains("- not tried: disk full (not on this machine)"), text);
        assertTrue(text.contains("| machine | mine |"), text);
        assertEquals(passed, CanonicalJson.read(passed.json(), Certificate.class));
    }

    @Test
    void fails_for_another_table_naming_the_run() {
        Certificate failed = certificate(round(new Stage.Result(true, "a,c\n"), allOvercome()));

        assertFalse(failed.passed());
        assertEquals(List.of("round 1: its table differs from the undisturbed one"), failed.reasons());
        assertTrue(failed.markdown().startsWith("# Chaos certificate: FAIL\n"), failed.markdown());
    }

    @Test
    void fails_for_a_fault_that_was_not_overcome_one_that_never_came_and_whatever_a_round_found_broken() {
        List<Suffered> suffered = new ArrayList<>(allOvercome().subList(0, 19));
        suffered.set(3, new Suffered(suffered.get(3).inflicted(), OptionalLong.empty()));

        List<String> reasons =
                certificate(round(TABLE, suffered, "a process was left")).reasons();

        assertEquals(3, reasons.size(), reasons.toString());
        assertEquals("round 1: a process was left", reasons.get(0));
        assertEquals("only 19 of 20 faults could be inflicted", reasons.get(1));
        assertTrue(reasons.get(2).contains("fault 4, kill -9 of worker-1"), reasons.get(2));
    }

    @Test
    void times_are_those_of_faults_that_happened_and_not_between_them() {
        List<Suffered> hundred = LongStream.rangeClosed(1, 100)
                .mapToObj(i -> new Suffered(allOvercome().get(0).inflicted(), OptionalLong.of(i)))
                .toList();

        KindSummary summary = KindSummary.of("K", "k", hundred);

        assertEquals(List.of(50L, 95L, 100L), List.of(summary.median(), summary.p95(), summary.most()));
    }
}
