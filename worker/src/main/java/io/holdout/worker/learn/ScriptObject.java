package io.holdout.worker.learn;

import java.util.LinkedHashMap;
import java.util.Map;

/** A module of a TorchScript archive: its attributes, and nothing of its code. */
final class ScriptObject {
    private final Map<Object, Object> attributes = new LinkedHashMap<>();

    Map<Object, Object> attributes() {
        return attributes;
    }
}
