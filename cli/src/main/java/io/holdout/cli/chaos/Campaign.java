package io.holdout.cli.chaos;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Runs a sweep undisturbed, then under faults, as often as it takes for all of them, each time in a new home; and
 * compares.
 */
public final class Campaign {
    /** Room for a small sweep, and little enough that filling it costs no machine its memory. */
    private static final int DISK_MEBIBYTES = 256;

    private final Setting setting;
    private final Stage stage;
    private final Consumer<String> say;
    private final Optional<Sandbox> sandbox = Sandbox.current();

    /**
     * What the user wants.
     *
     * @param folder new and empty: the homes go here
     * @param embedded whether the journal is a file of the home
     * @param longestMillis no fault lasts longer
     * @param only these kinds; empty for all
     * @param breakJournal shell command against the journal's database; empty if none
     * @param mendJournal the command that undoes it
     * @param facts to be told by the certificate
     */
    public record Setting(
            long seed,
            int faults,
            Path folder,
            boolean embedded,
            int standbys,
            long longestMillis,
            List<FaultKind> only,
            Optional<String> breakJournal,
            String mendJournal,
            SortedMap<String, String> facts) {}

    public Campaign(Setting setting, Stage stage, Consumer<String> say) {
        this.setting = setting;
        this.stage = stage;
        this.say = say;
    }

    /** @throws HoldoutException if the undisturbed run fails */
    public Certificate run() {
        sandbox.filter(Sandbox::network).ifPresent(Sandbox::raiseNetwork);
        var arsenal = Arsenal.of(
                sandbox,
                setting.embedded(),
                setting.standbys(),
                setting.breakJournal().map(command -> new JournalHook(command, setting.mendJournal())));
        var plan = ChaosPlan.of(setting.seed(), setting.faults(), kinds(arsenal), setting.longestMillis());
        say.accept("undisturbed run of " + stage.sweep() + " ...");
        Round calm = new RoundRun(stage, arsenal, home("undisturbed"), say).run(new ArrayDeque<>());
        if (!calm.broken().isEmpty()) {
            throw new HoldoutException(new Failure(
                    FailureClass.INFRASTRUCTURE,
                    "UNDISTURBED_RUN_FAILED",
                    "there is nothing to compare with: " + String.join("; ", calm.broken())));
        }
        say.accept(
                "took %.1f s; now %d faults, seed %d".formatted(calm.millis() / 1e3, setting.faults(), setting.seed()));
        List<Round> rounds = storms(arsenal, plan);
        return Certificate.of(stage.sweep(), plan, arsenal.impossible(), facts(), calm, rounds);
    }

    private Set<FaultKind> kinds(Arsenal arsenal) {
        var kinds = EnumSet.copyOf(arsenal.kinds());
        if (!setting.only().isEmpty()) {
            kinds.retainAll(setting.only());
        }
        if (kinds.isEmpty()) {
            throw HoldoutException.user(
                    "BAD_ARGUMENT", "none of the kinds named by --only is possible here: " + arsenal.impossible());
        }
        return kinds;
    }

    private List<Round> storms(Arsenal arsenal, ChaosPlan plan) {
        var faults = new ArrayDeque<>(plan.faults());
        var rounds = new ArrayList<Round>();
        while (!faults.isEmpty()) {
            int before = faults.size();
            Path home = home("run-" + (rounds.size() + 1));
            sandbox.ifPresent(inside -> inside.mountDisk(home, DISK_MEBIBYTES));
            Round round = new RoundRun(stage, arsenal, home, say).run(faults);
            rounds.add(round);
            sandbox.ifPresent(inside -> leave(inside, home, round));
            say.accept("run %d: %d faults in %.1f s, %d to come%s"
                    .formatted(
                            rounds.size(),
                            round.suffered().size(),
                            round.millis() / 1e3,
                            faults.size(),
                            round.broken().isEmpty() ? "" : "; BROKEN: " + round.broken()));
            if (faults.size() == before) {
                break;
            }
        }
        return rounds;
    }

    /** What is on the small disk is gone with it, so what went wrong is kept elsewhere. */
    private void leave(Sandbox inside, Path home, Round round) {
        try {
            if (!round.broken().isEmpty()) {
                Path kept = setting.folder().resolve(home.getFileName() + "-broken");
                Commands.run(List.of("cp", "-r", home.toString(), kept.toString()));
                say.accept("  kept in " + kept);
            }
            inside.unmountDisk(home);
        } catch (HoldoutException e) {
            say.accept("  " + e.getMessage());
        }
    }

    private Path home(String name) {
        try {
            return Files.createDirectories(setting.folder().resolve(name));
        } catch (IOException e) {
            throw HoldoutException.infrastructure(
                    "HOME_UNUSABLE", "cannot make " + setting.folder().resolve(name) + ": " + e, e);
        }
    }

    private SortedMap<String, String> facts() {
        var facts = new TreeMap<>(setting.facts());
        facts.put(
                "sandbox",
                sandbox.map(inside ->
                                inside.network() ? "own processes, mounts and network" : "own processes and mounts")
                        .orElse("none"));
        return facts;
    }
}
