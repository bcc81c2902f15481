package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.report.TableText;
import io.holdout.coordinator.sweep.JournalEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks at a sweep that runs in processes of its own, and disturbs them. */
final class Runs {
    private Runs() {}

    /** The events that its journal holds now. */
    static List<JournalEntry> events(Home home, String sweep) {
        var events = new ArrayList<JournalEntry>();
        try (var journal = home.journal();
                var reader = journal.reader()) {
            reader.events(sweep, events::add);
        }
        return events;
    }

    static <T> List<T> events(Home home, String sweep, Class<T> kind) {
        return events(home, sweep).stream()
                .map(JournalEntry::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** The table, which must be whole. */
    static String table(Home home, String sweep) {
        String table = TableText.csv(new StoredSweep(home, sweep).table());
        assertTrue(table.lines().skip(1).allMatch(line -> line.contains(",DONE,")), table);
        assertEquals(0, new StoredSweep(home, sweep).state().divergences());
        return table;
    }

    static Optional<ProcessHandle> process(Home home, String node) {
        try {
            return ProcessHandle.of(Long.parseLong(
                            Files.readString(home.logs().resolve(node + ".pid")).strip()))
                    .filter(ProcessHandle::isAlive);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The name of the coordinator that is announced in the home, once it has joined. */
    static String active(Home home) {
        await("a coordinator is active", () -> activeNow(home).isPresent());
        return activeNow(home).orElseThrow();
    }

    private static Optional<String> activeNow(Home home) {
        return home.endpoint().flatMap(endpoint -> home.members().alive().stream()
                .filter(member -> member.pid() == endpoint.pid())
                .map(Members.Member::name)
                .findFirst());
    }

    /** @param signal such as STOP */
    static void signal(ProcessHandle process, String signal) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor());
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain until " + what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
