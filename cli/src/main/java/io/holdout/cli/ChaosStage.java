package io.holdout.cli;

import io.holdout.cli.chaos.Sandbox;
import io.holdout.cli.chaos.Stage;
import io.holdout.coordinator.journal.Journal;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableText;
import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.coordinator.sweep.SweepPhase;
import io.holdout.protocol.artifact.AtomicFile;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sweep for chaos, run as {@code holdout run} runs it, but with more patience for what dies. */
final class ChaosStage implements Stage {
    /** Far more than any campaign kills: there it is no sign of a defect. */
    private static final int MOST_RESTARTS = 10_000;

    private static final Pattern NAME = Pattern.compile("(?m)^sweep:.*$");

    private final String sweep;
    private final String text;
    private final Path data;
    private final String journal;
    private final WorkersOption workers;
    private final int standbys;
    private final Consumer<String> say;

    /**
     * @param text of the sweep file
     * @param journal its address
     */
    ChaosStage(
            String sweep,
            String text,
            Path data,
            String journal,
            WorkersOption workers,
            int standbys,
            Consumer<String> say) {
        this.sweep = sweep;
        this.text = text;
        this.data = data;
        this.journal = journal;
        this.workers = workers;
        this.standbys = standbys;
        this.say = say;
    }

    @Override
    public String sweep() {
        return sweep;
    }

    @Override
    public void run(Path home) {
        var surroundings = Sandbox.current()
                .filter(Sandbox::network)
                .map(inside -> new Surroundings(MOST_RESTARTS, Sandbox::addressOf))
                .orElse(new Surroundings(MOST_RESTARTS, Surroundings.USUAL.hostOf()));
        var run = new SweepRun(at(home), data, workers, new Coordinators(0, standbys), surroundings);
        SweepPhase phase = run.execute(run.prepare(file(home)).asFresh(true), say, view -> {});
        if (phase != SweepPhase.FINISHED) {
            throw HoldoutException.user("CANCELLED", "the sweep was cancelled");
        }
    }

    private Home at(Path home) {
        return new Home(home, journal, null);
    }

    /** A database may hold the sweeps of all homes of all campaigns, so each has a name of its own. */
    private String nameIn(Path home) {
        return journal.equals(Journal.EMBEDDED)
                ? sweep
                : sweep + "-" + home.getName(home.getNameCount() - 2) + "-" + home.getFileName();
    }

    private Path file(Path home) {
        Path file = home.resolve("sweep.yaml");
        try {
            if (!Files.exists(file)) {
                String name = Matcher.quoteReplacement("sweep: " + nameIn(home));
                AtomicFile.write(file, NAME.matcher(text).replaceFirst(name).getBytes(StandardCharsets.UTF_8));
            }
            return file;
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public List<JournalEntry> journal(Path home) {
        var events = new ArrayList<JournalEntry>();
        try (var journal = at(home).journal();
                var reader = journal.reader()) {
            reader.events(nameIn(home), events::add);
        }
        return events;
    }

    @Override
    public OptionalLong coordinator(Path home) {
        return at(home).endpoint().stream().mapToLong(Home.Endpoint::pid).findFirst();
    }

    @Override
    public Result result(Path home) {
        Table table = new StoredSweep(at(home), nameIn(home)).table();
        return new Result(table.isComplete(), TableText.csv(table));
    }
}
