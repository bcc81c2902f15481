package io.holdout.cli.chaos;

import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Runs the sweep once, in a home of its own, while a storm blows; again with the same command until it is whole. */
final class RoundRun {
    /** As often as a patient user gives the command again. */
    private static final int MOST_REPEATS = 5;

    private final Stage stage;
    private final Arsenal arsenal;
    private final Path home;
    private final Consumer<String> say;
    private final List<String> broken = new ArrayList<>();

    RoundRun(Stage stage, Arsenal arsenal, Path home, Consumer<String> say) {
        this.stage = stage;
        this.arsenal = arsenal;
        this.home = home;
        this.say = say;
    }

    /** @param faults those to come; what was inflicted is taken out */
    Round run(Deque<PlannedFault> faults) {
        long started = System.nanoTime();
        var watcher = new Watcher(stage, home);
        int runs = 0;
        boolean whole;
        List<Suffered> suffered;
        try (var harms = new OpenHarms(say)) {
            var storm = new Storm(arsenal, watcher, harms, say);
            do {
                runs++;
                whole = runOnce(storm, faults, harms);
            } while (!whole && runs <= MOST_REPEATS);
            suffered = storm.end();
        }
        if (!whole) {
            broken.add("the table is not whole, although the command was given " + runs + " times");
        }
        if (watcher.lostSomething()) {
            broken.add("events that were in the journal once are no longer in it");
        }
        var left = Nodes.alive(home, "");
        if (!left.isEmpty()) {
            broken.add("processes were left behind: " + left);
        }
        var events = watcher.look();
        broken.addAll(JournalAudit.violations(watcher.journal()));
        return new Round(
                stage.result(home), suffered, events, broken, runs - 1, (System.nanoTime() - started) / 1_000_000);
    }

    /** Whether the table is whole now. */
    private boolean runOnce(Storm storm, Deque<PlannedFault> faults, OpenHarms harms) {
        CompletableFuture<Void> sweep = CompletableFuture.runAsync(() -> stage.run(home), task -> {
            var thread = new Thread(task, "sweep");
            thread.setDaemon(true);
            thread.start();
        });
        storm.blow(faults, sweep::isDone);
        try {
            sweep.join();
        } catch (CompletionException e) {
            say.accept("  the command ended early (" + e.getCause() + "); it is given again");
            return false;
        } finally {
            harms.undoAll();
        }
        try {
            boolean whole = stage.result(home).complete();
            if (!whole) {
                say.accept("  results were damaged after the sweep's end; the command is given again");
            }
            return whole;
        } catch (HoldoutException e) {
            say.accept("  no table: " + e.getMessage());
            return false;
        }
    }
}
