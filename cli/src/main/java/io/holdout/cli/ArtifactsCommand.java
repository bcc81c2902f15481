package io.holdout.cli;

import io.holdout.coordinator.collect.Garbage;
import io.holdout.protocol.artifact.ArtifactInventory;
import io.holdout.protocol.artifact.ArtifactInventory.Stored;
import io.holdout.protocol.artifact.ContentHash;
import io.holdout.protocol.failure.HoldoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks after the artifact store. */
@Command(
        name = "artifacts",
        mixinStandardHelpOptions = true,
        description = "List, verify and clean up the artifact store; see docs/artifacts.md.",
        subcommands = {ArtifactsCommand.ListThem.class, ArtifactsCommand.Verify.class, ArtifactsCommand.Collect.class})
final class ArtifactsCommand {
    /** The artifacts themselves, oldest first; not what dead writers left. */
    private static List<Stored> all(ArtifactInventory artifacts) {
        var all = new ArrayList<Stored>();
        artifacts.list(all::add);
        all.removeIf(each -> !ContentHash.isOne(each.name()));
        all.sort(Comparator.comparingLong(Stored::modifiedMillis).thenComparing(Stored::name));
        return all;
    }

    private static void total(List<Stored> some, String what) {
        System.out.println(some.size() + " artifacts, "
                + some.stream().mapToLong(Stored::bytes).sum() + " bytes" + what);
    }

    /** Lists all. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List all artifacts, oldest first: time, bytes, hash.")
    static final class ListThem implements Callable<Integer> {
        @Mixin
        HomeOption option = new HomeOption();

        @Override
        public Integer call() {
            ArtifactInventory artifacts = option.home().artifacts();
            List<Stored> all = all(artifacts);
            all.forEach(each -> System.out.println(
                    Instant.ofEpochMilli(each.modifiedMillis()) + "  " + each.bytes() + "  " + each.name()));
            total(all, " in " + artifacts.address());
            return ExitCode.OK;
        }
    }

    /** Reads all. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Read every artifact and compare it with its hash; exit code 1 if any is damaged.")
    static final class Verify implements Callable<Integer> {
        @Mixin
        HomeOption option = new HomeOption();

        @Override
        public Integer call() {
            return verify(option.home().artifacts());
        }

        private static int verify(ArtifactInventory artifacts) {
            List<Stored> all = all(artifacts);
            List<Stored> damaged = all.stream()
                    .filter(each -> artifacts.getFile(each.name()).isEmpty() && artifacts.contains(each.name()))
                    .toList();
            damaged.forEach(each -> System.out.println("damaged: " + each.name()));
            total(all, ", " + damaged.size() + " damaged");
            return damaged.isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE;
        }
    }

    /** Deletes what nobody needs. */
    @Command(
            name = "gc",
            mixinStandardHelpOptions = true,
            description = "Delete artifacts to which no sweep of the journal refers, and checkpoints of trials that"
                    + " are done or unknown, if they are old enough; sweeps may run meanwhile. Deletes nothing if the"
                    + " journal cannot be read completely.")
    static final class Collect implements Callable<Integer> {
        private static final Pattern AGE = Pattern.compile("([0-9]{1,5})([hd])");

        @Mixin
        HomeOption option = new HomeOption();

        @Option(names = "--dry-run", description = "Say what would be deleted, and delete nothing.")
        boolean dryRun;

        @Option(
                names = "--older-than",
                paramLabel = "AGE",
                description = "What is younger stays, such as 12h or 7d; at least 1h (default: ${DEFAULT-VALUE}).")
        String olderThan = "24h";

        @Override
        public Integer call() {
            var collection = new ArtifactCollection(option.home());
            var collected =
                    collection.run(System.currentTimeMillis() - age(olderThan).toMillis(), dryRun);
            System.out.println((dryRun ? "would delete " : "deleted ") + collected.artifacts() + " artifacts and "
                    + collected.folders() + " checkpoint folders, " + collected.bytes() + " bytes; kept "
                    + collected.kept() + " artifacts");
            return ExitCode.OK;
        }

        static Duration age(String text) {
            var form = AGE.matcher(text);
            Duration age = !form.matches()
                    ? Duration.ZERO
                    : form.group(2).equals("h")
                            ? Duration.ofHours(Long.parseLong(form.group(1)))
                            : Duration.ofDays(Long.parseLong(form.group(1)));
            if (age.toMillis() < Garbage.LEAST_AGE_MILLIS) {
                throw HoldoutException.user(
                        "BAD_AGE",
                        "--older-than " + text + "; it must be hours or days, such as 12h or 7d, at least 1h");
            }
            return age;
        }
    }
}
