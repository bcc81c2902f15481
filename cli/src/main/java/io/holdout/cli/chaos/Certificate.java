package io.holdout.cli.chaos;

import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a campaign came to.
 *
 * @param passed whether every promise held
 * @param reasons why not, a sentence each
 * @param facts of machine, versions and setting, by name
 * @param faultsPlanned how many were asked for
 * @param kinds of faults that came
 * @param together all faults as one
 * @param impossible kinds that could not come here, and why
 * @param rounds how often the sweep was run under faults
 * @param acknowledged results that the journals acknowledged
 * @param lostAttempts attempts that ended without a result, by their failure's code
 * @param madeAgain results that were lost with their files and made again
 * @param repeats how often the command had to be given again
 * @param undisturbedTable SHA-256 of the table in its exact form
 * @param tables the same of each round
 */
public record Certificate(
        int format,
        String sweep,
        long seed,
        boolean passed,
        List<String> reasons,
        SortedMap<String, String> facts,
        int faultsPlanned,
        List<KindSummary> kinds,
        KindSummary together,
        SortedMap<String, String> impossible,
        int rounds,
        long acknowledged,
        SortedMap<String, Long> lostAttempts,
        long madeAgain,
        int repeats,
        long undisturbedMillis,
        long stormMillis,
        String undisturbedTable,
        List<String> tables) {
    private static final int FORMAT = 1;

    public Certificate {
        reasons = List.copyOf(reasons);
        kinds = List.copyOf(kinds);
        tables = List.copyOf(tables);
    }

    static Certificate of(
            String sweep,
            ChaosPlan plan,
            Map<FaultKind, String> impossible,
            SortedMap<String, String> facts,
            Round calm,
            List<Round> rounds) {
        List<Suffered> suffered =
                rounds.stream().flatMap(round -> round.suffered().stream()).toList();
        List<SweepEvent> events =
                rounds.stream().flatMap(round -> round.events().stream()).toList();
        List<String> reasons = reasons(plan, calm, rounds, suffered);
        var skipped = new TreeMap<String, String>();
        impossible.forEach((kind, why) -> skipped.put(kind.words(), why));
        return new Certificate(
                FORMAT,
                sweep,
                plan.seed(),
                reasons.isEmpty(),
                reasons,
                facts,
                plan.faults().size(),
                KindSummary.of(suffered),
                KindSummary.of("ALL", "all", suffered),
                skipped,
                rounds.size(),
                count(events, SweepEvent.TrialSucceeded.class),
                lostAttempts(events),
                count(events, SweepEvent.ResultLost.class),
                rounds.stream().mapToInt(Round::repeats).sum(),
                calm.millis(),
                rounds.stream().mapToLong(Round::millis).sum(),
                CanonicalJson.sha256(calm.result().csv()),
                rounds.stream()
                        .map(round -> CanonicalJson.sha256(round.result().csv()))
                        .toList());
    }

    private static List<String> reasons(ChaosPlan plan, Round calm, List<Round> rounds, List<Suffered> suffered) {
        var reasons = new ArrayList<String>();
        calm.broken().forEach(each -> reasons.add("undisturbed run: " + each));
        for (int i = 0; i < rounds.size(); i++) {
            String round = "round " + (i + 1) + ": ";
            rounds.get(i).broken().forEach(each -> reasons.add(round + each));
            if (!rounds.get(i).result().csv().equals(calm.result().csv())) {
                reasons.add(round + "its table differs from the undisturbed one");
            }
        }
        if (suffered.size() < plan.faults().size()) {
            reasons.add("only " + suffered.size() + " of " + plan.faults().size() + " faults could be inflicted");
        }
        for (Suffered each : suffered) {
            if (each.recoveredMillis().isEmpty()) {
                reasons.add("not overcome within " + Storm.PATIENCE_MILLIS / 1000 + " s after its end: fault "
                        + each.inflicted().fault().number() + ", "
                        + each.inflicted().what());
            }
        }
        return reasons;
    }

    private static long count(List<SweepEvent> events, Class<?> type) {
        return events.stream().filter(type::isInstance).count();
    }

    private static SortedMap<String, Long> lostAttempts(List<SweepEvent> events) {
        var lost = new TreeMap<String, Long>();
        for (SweepEvent event : events) {
            if (event instanceof SweepEvent.AttemptFailed failed) {
                lost.merge(failed.failure().code(), 1L, Long::sum);
            }
        }
        return lost;
    }

    /** For machines. */
    public String json() {
        return CanonicalJson.write(this) + "\n";
    }

    /** For people. */
    public String markdown() {
        return CertificateText.markdown(this);
    }
}
