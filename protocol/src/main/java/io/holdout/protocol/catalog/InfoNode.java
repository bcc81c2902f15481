package io.holdout.protocol.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.holdout.protocol.failure.HoldoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place in an {@code info.yaml} that knows where it is, so that each error names the file, the place and the value. */
final class InfoNode {
    private final JsonNode node;
    private final String file;
    private final String place;

    InfoNode(@Nullable JsonNode node, String file, String place) {
        this.node = node == null ? MissingNode.getInstance() : node;
        this.file = file;
        this.place = place;
    }

    InfoNode child(String key) {
        return new InfoNode(node.get(key), file, place.isEmpty() ? key : place + "." + key);
    }

    /** The items of a list; none if the key is absent or null. */
    List<InfoNode> list(String key) {
        InfoNode list = child(key);
        var items = new ArrayList<InfoNode>();
        if (list.isAbsent()) {
            return items;
        }
        if (!list.node.isArray()) {
            throw list.bad("is " + list.shown() + ", must be a list");
        }
        list.node.forEach(item -> items.add(new InfoNode(item, file, list.place + "[" + items.size() + "]")));
        return items;
    }

    /** The entries of a mapping, in file order. */
    Map<String, InfoNode> entries() {
        if (!node.isObject()) {
            throw bad(isAbsent() ? "is missing" : "is " + shown() + ", must be a mapping");
        }
        var entries = new LinkedHashMap<String, InfoNode>();
        node.properties().forEach(e -> entries.put(e.getKey(), child(e.getKey())));
        return entries;
    }

    String text(String key) {
        return child(key).text();
    }

    String textOr(String key, String otherwise) {
        InfoNode child = child(key);
        return child.isAbsent() ? otherwise : child.text();
    }

    String text() {
        if (isAbsent() || (node.isValueNode() && node.asText().isBlank())) {
            throw bad("is missing");
        }
        if (!node.isValueNode()) {
            throw bad("is " + shown() + ", must be text");
        }
        return node.asText();
    }

    int integer(int least, int most) {
        if (isAbsent()) {
            throw bad("is missing");
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            throw bad("is " + shown() + ", must be an integer from " + least + " to " + most);
        }
        return node.intValue();
    }

    HoldoutException bad(String what) {
        return HoldoutException.user("BAD_INFO_YAML", file + ": " + (place.isEmpty() ? "" : place + " ") + what);
    }

    private boolean isAbsent() {
        return node.isMissingNode() || node.isNull();
    }

    /** The value found, cut to what fits a message. */
    private String shown() {
        String all = node.toString();
        return all.length() > 80 ? all.substring(0, 80) + "…" : all;
    }
}
