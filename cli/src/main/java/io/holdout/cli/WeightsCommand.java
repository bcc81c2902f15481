package io.holdout.cli;

import io.holdout.coordinator.plan.Weights;
import io.holdout.protocol.failure.HoldoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings ImageNet weights into a home. */
@Command(
        name = "weights",
        mixinStandardHelpOptions = true,
        description = "Fetch, add or list the ImageNet weights of the backbones.",
        subcommands = {WeightsCommand.Fetch.class, WeightsCommand.Add.class, WeightsCommand.ListAll.class})
final class WeightsCommand {
    private static final int MEGABYTE = 1_000_000;

    /** The values that --help offers. */
    static final class Backbones implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Weights.backbones().iterator();
        }
    }

    private static String known(String backbone) {
        if (!Weights.backbones().contains(backbone)) {
            throw HoldoutException.user(
                    "UNKNOWN_BACKBONE", "no weights for '" + backbone + "'; there are for " + Weights.backbones());
        }
        return backbone;
    }

    /** Downloads. */
    @Command(
            name = "fetch",
            mixinStandardHelpOptions = true,
            description = "Download the ImageNet weights that torchvision publishes; goes on where it was cut off. The "
                    + "file is checked against its SHA-256 and the backbone.")
    static final class Fetch implements Callable<Integer> {
        @Parameters(
                paramLabel = "BACKBONE",
                completionCandidates = Backbones.class,
                description = "${COMPLETION-CANDIDATES}.")
        String backbone = "";

        @Option(
                names = "--from",
                paramLabel = "URL",
                description = "Where the file lies, such as a mirror (default: ${DEFAULT-VALUE}).")
        URI from = URI.create(Weights.PUBLISHED_AT);

        @Mixin
        HomeOption home = new HomeOption();

        @Override
        public Integer call() {
            String name = Weights.publishedFile(known(backbone)).orElseThrow();
            WebAddress.require("--from", from);
            var fetch = new WeightsFetch(
                    home.home().weights(),
                    Download.Limits.NORMAL,
                    bytes -> Step.now("Fetching " + name + ": " + bytes / MEGABYTE + " MB ..."));
            Path file = fetch.fetch(backbone, name, from);
            Step.now("");
            System.out.println("weights of " + backbone + ": " + file);
            return ExitCode.OK;
        }
    }

    /** Takes a local file. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Take a copy of a file of weights: a state dict by torch.save (.pth), TorchScript, or "
                    + "safetensors, told apart by what is in it. Nothing in it is run.")
    static final class Add implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The file.")
        Path file = Path.of("");

        @Option(
                names = "--backbone",
                paramLabel = "NAME",
                completionCandidates = Backbones.class,
                description = "${COMPLETION-CANDIDATES} (default: the one that it fits).")
        @Nullable
        String backbone;

        @Mixin
        HomeOption home = new HomeOption();

        @Override
        public Integer call() {
            Optional<String> named = Optional.ofNullable(backbone).map(WeightsCommand::known);
            var added = new WeightsAdd(home.home().weights()).add(file, named);
            System.out.println("weights of " + added.backbone() + ": " + added.file());
            return ExitCode.OK;
        }
    }

    /** Says what there is. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List the backbones, the file of each, and the SHA-256 of the weights themselves, which goes "
                    + "into the trials.")
    static final class ListAll implements Callable<Integer> {
        @Mixin
        HomeOption home = new HomeOption();

        @Override
        public Integer call() {
            WeightsFolder weights = home.home().weights();
            for (String backbone : Weights.backbones()) {
                Optional<Path> file = weights.file(backbone);
                System.out.println(
                        file.isEmpty()
                                ? backbone + "  none; run 'holdout weights fetch " + backbone + "'"
                                : backbone + "  " + file.get() + "  "
                                        + WeightsFolder.contentHash(file.get(), backbone));
            }
            return ExitCode.OK;
        }
    }
}
