package io.holdout.worker.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What Python found, written by {@code src/test/python/parity_fixtures.py}: a file of named numbers and lists. */
public final class ParityFixture {
    private static final int LONGEST = 48;

    private final String topic;
    private final JsonNode values;

    private ParityFixture(String topic, JsonNode values) {
        this.topic = topic;
        this.values = values;
    }

    public static ParityFixture of(String topic) {
        String file = "/parity/" + topic + ".json";
        try (var in = ParityFixture.class.getResourceAsStream(file)) {
            assertNotNull(in, file);
            return new ParityFixture(topic, new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new AssertionError(file, e);
        }
    }

    /** Names that begin so, without that beginning. */
    public List<String> names(String beginning) {
        var names = new ArrayList<String>();
        values.fieldNames().forEachRemaining(name -> {
            if (name.startsWith(beginning)) {
                names.add(name.substring(beginning.length()));
            }
        });
        assertTrue(!names.isEmpty(), topic + " has nothing that begins with " + beginning);
        return names;
    }

    public JsonNode get(String name) {
        assertTrue(values.has(name), topic + " has no " + name);
        return values.get(name);
    }

    public double number(String name) {
        return get(name).asDouble();
    }

    public float[] floats(String name) {
        return floats(get(name));
    }

    public static int[] ints(JsonNode list) {
        int[] ints = new int[list.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = list.get(i).asInt();
        }
        return ints;
    }

    /** All numbers of a list, or of a list of lists one after another. */
    public static float[] floats(JsonNode list) {
        var numbers = new ArrayList<Float>();
        list.forEach(entry -> {
            if (entry.isArray()) {
                entry.forEach(inner -> numbers.add((float) inner.asDouble()));
            } else {
                numbers.add((float) entry.asDouble());
            }
        });
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i);
        }
        return floats;
    }

    /** The entries of a large array that files hold: every k-th. */
    public static float[] thin(float[] whole) {
        int step = Math.max(1, (whole.length + LONGEST - 1) / LONGEST);
        float[] thin = new float[(whole.length + step - 1) / step];
        for (int i = 0; i < thin.length; i++) {
            thin[i] = whole[i * step];
        }
        return thin;
    }

    /** The distance of two arrays is at most that share of the length of the expected one. */
    public static void assertNear(float[] expected, float[] found, double tolerance, String what) {
        double distance = distance(expected, found, what);
        assertTrue(distance <= tolerance, () -> what + " differs by " + distance + " of its length");
    }

    /** The distance of two arrays as a share of the length of the expected one. */
    public static double distance(float[] expected, float[] found, String what) {
        assertEquals(expected.length, found.length, what);
        double difference = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            double d = (double) expected[i] - found[i];
            difference += d * d;
            length += (double) expected[i] * expected[i];
        }
        assertTrue(length > 0 && Double.isFinite(difference), () -> what + " is zero or not finite");
        return Math.sqrt(difference / length);
    }
}
