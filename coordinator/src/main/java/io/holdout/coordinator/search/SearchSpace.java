package io.holdout.coordinator.search;

import java.util.HashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Parameters in an order in which each follows the one that its condition asks for.
 *
 * @param parameters their names differ
 */
public record SearchSpace(List<Parameter> parameters) {
    /** The draws of more parameters say nothing within a budget that anyone has. */
    static final int MOST_PARAMETERS = 100;

    /** @throws IllegalArgumentException if a name comes twice, or a condition names no earlier choice and value */
    public SearchSpace {
        parameters = List.copyOf(parameters);
        if (parameters.isEmpty() || parameters.size() > MOST_PARAMETERS) {
            throw new IllegalArgumentException(parameters.size() + " parameters, must be 1 to " + MOST_PARAMETERS);
        }
        var earlier = new HashMap<String, Domain>();
        for (Parameter parameter : parameters) {
            Parameter.Condition condition = parameter.when();
            if (condition != null) {
                Domain domain = earlier.get(condition.parameter());
                if (domain == null || !domain.contains(condition.value())) {
                    throw new IllegalArgumentException("'" + parameter.name() + "' asks for '" + condition.parameter()
                            + "' to be '" + condition.value() + "', which is no choice of an earlier parameter");
                }
            }
            if (earlier.put(parameter.name(), parameter.domain()) != null) {
                throw new IllegalArgumentException("the parameter '" + parameter.name() + "' comes twice");
            }
        }
    }

    /** Whether it has a value of its domain for each active parameter and none for any other. */
    public boolean contains(Assignment assignment) {
        int active = 0;
        for (Parameter parameter : parameters) {
            if (parameter.isActive(assignment)) {
                Object value = assignment.values().get(parameter.name());
                if (value == null || !parameter.domain().contains(value)) {
                    return false;
                }
                active++;
            }
        }
        return active == assignment.values().size();
    }

    /** The values as text, in the order of their names. */
    SortedMap<String, String> write(Assignment assignment) {
        var texts = new TreeMap<String, String>();
        for (Parameter parameter : parameters) {
            Object value = assignment.values().get(parameter.name());
            if (value != null) {
                texts.put(parameter.name(), parameter.domain().write(value));
            }
        }
        return texts;
    }

    /** The assignment that was written so. */
    Assignment read(SortedMap<String, String> texts) {
        var values = new TreeMap<String, Object>();
        for (Parameter parameter : parameters) {
            String text = texts.get(parameter.name());
            if (text != null) {
                values.put(parameter.name(), parameter.domain().read(text));
            }
        }
        return new Assignment(values);
    }
}
