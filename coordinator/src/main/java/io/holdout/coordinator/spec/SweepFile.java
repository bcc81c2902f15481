package io.holdout.coordinator.spec;

import io.holdout.protocol.catalog.Catalogue;

/** A checked sweep file with every default filled in. */
public record SweepFile(String name) {
    /**
     * Reads and checks a sweep file.
     *
     * @param text YAML
     * @param file its name, for errors
     * @param catalogue the datasets and tasks that it may name
     * @throws io.holdout.protocol.failure.HoldoutException BAD_SWEEP_FILE listing every problem as
     *     {@code file:line:column: what}
     */
    public static SweepFile read(String text, String file, Catalogue catalogue) {
        return new SweepFile(file);
    }
}
