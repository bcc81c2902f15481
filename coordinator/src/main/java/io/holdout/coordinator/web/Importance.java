package io.holdout.coordinator.web;

import io.holdout.coordinator.web.SearchView.Candidate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How much of the scores' spread each parameter goes with, in [0,1], taken alone: for numbers the square of Spearman's rank
 * correlation with the score, for choices the correlation ratio (between-group over total sum of squares). A hint for
 * people; it sees neither interactions nor causes. Pure.
 */
final class Importance {
    /** Of fewer scores any order looks like a trend. */
    private static final int FEWEST = 6;

    private Importance() {}

    /** Empty with fewer than six scores; a parameter that few candidates have is left out. */
    static SortedMap<String, Double> of(List<String> parameters, List<Candidate> candidates) {
        var importance = new TreeMap<String, Double>();
        for (String parameter : parameters) {
            List<Candidate> judged = candidates.stream()
                    .filter(each -> each.score() != null && each.values().containsKey(parameter))
                    .toList();
            if (judged.size() >= FEWEST) {
                importance.put(parameter, of(parameter, judged.toArray(Candidate[]::new)));
            }
        }
        return importance;
    }

    private static double of(String parameter, Candidate[] judged) {
        double[] scores = Arrays.stream(judged).mapToDouble(Importance::score).toArray();
        try {
            double[] values = Arrays.stream(judged)
                    .mapToDouble(each -> Double.parseDouble(each.values().get(parameter)))
                    .toArray();
            double correlation = correlation(ranks(values), ranks(scores));
            return correlation * correlation;
        } catch (NumberFormatException e) {
            return ratio(parameter, judged, scores);
        }
    }

    private static double score(Candidate candidate) {
        Double score = candidate.score();
        return score == null ? 0 : score;
    }

    /** From 1; equal values share the mean of their ranks. */
    private static double[] ranks(double[] values) {
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int smaller = 0;
            int equal = 0;
            for (double other : values) {
                smaller += other < values[i] ? 1 : 0;
                equal += other == values[i] ? 1 : 0;
            }
            ranks[i] = smaller + (equal + 1) / 2.0;
        }
        return ranks;
    }

    private static double correlation(double[] one, double[] other) {
        double meanOne = Arrays.stream(one).average().orElse(0);
        double meanOther = Arrays.stream(other).average().orElse(0);
        double both = 0;
        double squaresOne = 0;
        double squaresOther = 0;
        for (int i = 0; i < one.length; i++) {
            both += (one[i] - meanOne) * (other[i] - meanOther);
            squaresOne += (one[i] - meanOne) * (one[i] - meanOne);
            squaresOther += (other[i] - meanOther) * (other[i] - meanOther);
        }
        return squaresOne == 0 || squaresOther == 0 ? 0 : both / Math.sqrt(squaresOne * squaresOther);
    }

    private static double ratio(String parameter, Candidate[] judged, double[] scores) {
        double mean = Arrays.stream(scores).average().orElse(0);
        double total = Arrays.stream(scores)
                .map(score -> (score - mean) * (score - mean))
                .sum();
        Map<String, List<Candidate>> groups = Arrays.stream(judged)
                .collect(Collectors.groupingBy(each -> each.values().getOrDefault(parameter, "")));
        double between = groups.values().stream()
                .mapToDouble(group -> {
                    double groupMean = group.stream()
                            .mapToDouble(Importance::score)
                            .average()
                            .orElse(0);
                    return group.size() * (groupMean - mean) * (groupMean - mean);
                })
                .sum();
        return total == 0 ? 0 : between / total;
    }
}
