package io.holdout.protocol.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The built-in catalogue of MedIMeta v1.0: 19 datasets, 54 tasks. */
public final class MedimetaCatalogue {
    private static final String RESOURCE = "medimeta-1.0.yaml";

    private MedimetaCatalogue() {}

    public static Catalogue load() {
        try (var in = MedimetaCatalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path");
            }
            return new Catalogue(InfoYaml.readAll(new String(in.readAllBytes(), StandardCharsets.UTF_8), RESOURCE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
