package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.holdout.protocol.message.ToCoordinator;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.wire.WireCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Bytes that earlier versions wrote, committed: whatever changes, they must be read as the same values. New files are
 * written by {@code -Dholdout.golden.write=true}; an existing one is never written again.
 */
class GoldenFilesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final String ADDRESS = "pekko://golden@10.0.0.1:7000/user/worker#42";
    /** The id of actor references, in every message with one. */
    private static final int ACTOR_REF_ID = 22;

    private static ActorSystem<Void> system;
    private static ActorRef<ToWorker> worker;
    private static WireCodec codec;

    @BeforeAll
    static void startAndWriteWhatIsMissing() throws IOException {
        system = ActorSystem.create(Behaviors.empty(), "golden");
        worker = system.deadLetters();
        codec = new WireCodec(registry -> registry.register(ActorRef.class, new Address(), ACTOR_REF_ID));
        if (Boolean.getBoolean("holdout.golden.write")) {
            String version = GoldenValues.VERSIONS.get(GoldenValues.VERSIONS.size() - 1);
            Files.createDirectories(GOLDEN.resolve(version));
            for (var entry : GoldenValues.of(version, worker).entrySet()) {
                Path file = file(version, entry.getKey());
                if (!Files.exists(file)) {
                    Files.write(file, codec.write(entry.getValue()));
                    Files.writeString(
                            GOLDEN.resolve("manifest.txt"),
                            line(file),
                            java.nio.file.StandardOpenOption.CREATE,
                            java.nio.file.StandardOpenOption.APPEND);
                }
            }
        }
    }

    @AfterAll
    static void stop() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    private static Path file(String version, String name) {
        return GOLDEN.resolve(version).resolve(name + ".bin");
    }

    private static String line(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return GOLDEN.relativize(file) + " " + bytes.length + " " + CanonicalJson.sha256(bytes) + "\n";
    }

    /** Records hold arrays by identity, so a packed snapshot is compared by what is in it. */
    private static Object comparable(Object value) {
        return value instanceof PackedSnapshot packed ? packed.unpacked() : value;
    }

    @Test
    void what_earlier_versions_wrote_is_read_as_the_same_values() throws IOException {
        for (String version : GoldenValues.VERSIONS) {
            for (var entry : GoldenValues.of(version, worker).entrySet()) {
                byte[] bytes = Files.readAllBytes(file(version, entry.getKey()));
                assertEquals(comparable(entry.getValue()), comparable(codec.read(bytes)), version + entry.getKey());
            }
        }
    }

    @Test
    void what_is_written_today_has_a_golden_file_of_this_form() throws IOException {
        Map<String, String> newest = new TreeMap<>();
        for (String version : GoldenValues.VERSIONS) {
            GoldenValues.of(version, worker).keySet().forEach(name -> newest.put(name, version));
        }
        for (var entry : newest.entrySet()) {
            Object value = GoldenValues.of(entry.getValue(), worker).get(entry.getKey());
            if (!(value instanceof PackedSnapshot)) { // zlib's bytes differ between versions of Java
                assertArrayEquals(
                        Files.readAllBytes(file(entry.getValue(), entry.getKey())),
                        codec.write(value),
                        entry.getKey() + " is written in another form now: add a version to GoldenValues and write its"
                                + " files with -Dholdout.golden.write=true (docs/upgrading.md)");
            }
        }
    }

    @Test
    void every_event_every_message_and_every_snapshot_has_a_golden_file() {
        var types = new ArrayList<Class<?>>(List.of(JournalEntry.class, SweepSnapshot.class, PackedSnapshot.class));
        for (Class<?> sealed : List.of(SweepEvent.class, ToCoordinator.class, ToWorker.class)) {
            types.addAll(List.of(sealed.getPermittedSubclasses()));
        }
        for (Class<?> type : types) {
            assertTrue(
                    GoldenValues.VERSIONS.stream()
                            .flatMap(version -> GoldenValues.of(version, worker).values().stream())
                            .anyMatch(type::isInstance),
                    type + " has no golden file: add a value to GoldenValues and write it with"
                            + " -Dholdout.golden.write=true");
        }
    }

    @Test
    void no_golden_file_was_changed_removed_or_added_without_its_line() throws IOException {
        var expected = new StringBuilder();
        List<Path> files;
        try (Stream<Path> all = Files.walk(GOLDEN)) {
            files = all.filter(file -> file.toString().endsWith(".bin")).toList();
        }
        for (Path file : files) {
            expected.append(line(file));
        }
        assertEquals(
                expected.toString().lines().sorted().toList(),
                Files.readString(GOLDEN.resolve("manifest.txt"))
                        .lines()
                        .sorted()
                        .toList());
    }

    /** As {@code KryoSerializer} writes it, with one address for all. */
    private static final class Address extends Serializer<ActorRef<?>> {
        @Override
        public void write(Kryo kryo, Output output, ActorRef<?> ref) {
            output.writeString(ADDRESS);
        }

        @Override
        public ActorRef<?> read(Kryo kryo, Input input, Class<? extends ActorRef<?>> type) {
            assertEquals(ADDRESS, input.readString());
            return worker;
        }
    }
}
