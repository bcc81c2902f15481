package io.holdout.coordinator.search;

import org.jspecify.annotations.Nullable;

/**
 * A hyper-parameter that is searched for.
 *
 * @param when another parameter's choice without which this one has no meaning; null if it always has one
 */
public record Parameter(String name, Domain domain, @Nullable Condition when) {

    /** Holds when a parameter was suggested and has this value. */
    public record Condition(String parameter, String value) {
        boolean holds(Assignment assignment) {
            return value.equals(assignment.values().get(parameter));
        }
    }

    /** A parameter that every suggestion has. */
    public static Parameter of(String name, Domain domain) {
        return new Parameter(name, domain, null);
    }

    /** A parameter that only those suggestions have in which another has a certain value. */
    public static Parameter when(String other, String value, String name, Domain domain) {
        return new Parameter(name, domain, new Condition(other, value));
    }

    boolean isActive(Assignment soFar) {
        return when == null || when.holds(soFar);
    }
}
