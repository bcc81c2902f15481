package io.holdout.cli.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All faults of one kind; times in milliseconds, -1 where there is none.
 *
 * @param words the kind, for people
 * @param longestFault how long the longest lasted
 * @param median of the times to recover, from the fault's beginning
 * @param most the longest
 */
public record KindSummary(
        String kind, String words, int inflicted, int overcome, long longestFault, long median, long p95, long most) {

    static List<KindSummary> of(List<Suffered> suffered) {
        Map<FaultKind, List<Suffered>> byKind = new EnumMap<>(FaultKind.class);
        suffered.forEach(each -> byKind.computeIfAbsent(each.inflicted().fault().kind(), kind -> new ArrayList<>())
                .add(each));
        var all = new ArrayList<KindSummary>();
        byKind.forEach((kind, faults) -> all.add(of(kind.name(), kind.words(), faults)));
        return all;
    }

    static KindSummary of(String kind, String words, List<Suffered> faults) {
        long[] times = faults.stream()
                .flatMapToLong(each -> each.recoveredMillis().stream())
                .sorted()
                .toArray();
        long longest = faults.stream()
                .mapToLong(each -> each.inflicted().fault().forMillis())
                .max()
                .orElse(0);
        return new KindSummary(
                kind,
                words,
                faults.size(),
                times.length,
                longest,
                quantile(times, 0.5),
                quantile(times, 0.95),
                quantile(times, 1));
    }

    /** The smallest value that is not below this share of all. */
    private static long quantile(long[] sorted, double share) {
        return sorted.length == 0 ? -1 : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
