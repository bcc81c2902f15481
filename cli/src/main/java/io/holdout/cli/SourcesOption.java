package io.holdout.cli;

import io.holdout.coordinator.report.Merge;
import io.holdout.coordinator.report.Results;
import io.holdout.coordinator.report.ResultsFile;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Where results come from: sweeps of a home or a server, running or finished, and files of {@code --format results}. */
final class SourcesOption {
    private static final String FILE_END = ".json";

    @Parameters(
            arity = "0..*",
            paramLabel = "SWEEP|FILE",
            description = "Names of sweeps, or files that '--format results' wrote (they end in .json); several are"
                    + " merged (default: the newest sweep).")
    List<String> sources = new ArrayList<>();

    @Mixin
    HomeOption home = new HomeOption();

    @Mixin
    ServerOption server = new ServerOption();

    /** @throws HoldoutException NO_SUCH_SWEEP, NO_SUCH_FILE, BAD_RESULTS_FILE, SAME_SWEEP_TWICE, of a server BAD_SERVER */
    Results results() {
        return merged(sources);
    }

    Results merged(List<String> names) {
        if (names.isEmpty()) {
            return newest();
        }
        var all = new ArrayList<Results>();
        for (String name : names) {
            Results each = one(name);
            if (all.stream().anyMatch(other -> other.name().equals(each.name()))) {
                throw HoldoutException.user("SAME_SWEEP_TWICE", "'" + each.name() + "' is given twice, by " + name);
            }
            all.add(each);
        }
        return Merge.of(all);
    }

    private Results newest() {
        Optional<CoordinatorClient> remote = client();
        return remote.isPresent()
                ? remote.get().results(remote.get().nameOrNewest(Optional.empty()))
                : StoredSweep.of(home.home(), Optional.empty()).results();
    }

    Results one(String name) {
        if (name.endsWith(FILE_END)) {
            return ResultsFile.read(read(Path.of(name)), name);
        }
        return client().map(remote -> remote.results(name))
                .orElseGet(() -> new StoredSweep(home.home(), name).results());
    }

    private Optional<CoordinatorClient> client() {
        return server.endpoint().map(CoordinatorClient::new);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw HoldoutException.user("NO_SUCH_FILE", "cannot read " + file + ": " + e.getMessage());
        }
    }
}
