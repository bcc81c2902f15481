package io.holdout.coordinator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a sweep's numbers come from.
 *
 * @param planDigest of the plan that its sweep file means
 * @param version of Holdout that accepted it; empty if unknown
 * @param configuration every setting of the sweep file with its value as JSON, by its path, and the recipe (see {@link
 *     io.holdout.protocol.trial.Recipe}) of each kind of trial as {@code recipe.adapt}; empty if unknown
 * @param data content fingerprint by dataset
 * @param weights SHA-256 of weights by backbone
 */
public record Origin(
        String sweep,
        String planDigest,
        String version,
        SortedMap<String, String> configuration,
        SortedMap<String, String> data,
        SortedMap<String, String> weights) {
    public Origin {
        configuration = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
        data = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(data));
        weights = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    }

    /** All in which another differs, as {@code what: this -> other}; empty if in nothing but its name. */
    public List<String> differencesTo(Origin other) {
        var differences = new ArrayList<String>();
        compare("", configuration, other.configuration, differences);
        compare("data of ", data, other.data, differences);
        compare("weights of ", weights, other.weights, differences);
        if (!version.equals(other.version)) {
            differences.add("version: " + version + " -> " + other.version);
        }
        return differences;
    }

    private static void compare(
            String what, SortedMap<String, String> before, SortedMap<String, String> now, List<String> differences) {
        var keys = new java.util.TreeSet<>(before.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            String was = before.getOrDefault(key, "nothing");
            String is = now.getOrDefault(key, "nothing");
            if (!was.equals(is)) {
                differences.add(what + key + ": " + shorten(was) + " -> " + shorten(is));
            }
        }
    }

    private static String shorten(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
