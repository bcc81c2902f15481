package io.holdout.cli;

import io.holdout.coordinator.report.Results;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an exported table anew and compares bytes. */
@Command(
        name = "verify-table",
        mixinStandardHelpOptions = true,
        description =
                "Make an exported file anew from stored results, as its manifest says, and compare the bytes. Exit"
                        + " code 7 if they differ.")
final class VerifyTableCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "What 'holdout table --output FILE' wrote.")
    Path file = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "SWEEP|FILE",
            description = "Other sources than those that the manifest names.")
    List<String> from = List.of();

    @Mixin
    HomeOption home = new HomeOption();

    @Override
    public Integer call() {
        Manifest manifest = Manifest.read(file);
        byte[] bytes = bytes();
        if (!CanonicalJson.sha256(bytes).equals(manifest.sha256())) {
            System.out.println(file + " was changed after it was written: its SHA-256 is " + CanonicalJson.sha256(bytes)
                    + ", its manifest says " + manifest.sha256());
        }
        var sources = new SourcesOption();
        sources.home = home;
        Results results = sources.merged(from.isEmpty() ? manifest.sources() : from);
        byte[] made = manifest.formOf().render(results, manifest.choice(), manifest.figure());
        if (Arrays.equals(bytes, made)) {
            System.out.println(file + " is what " + results.name() + " gives: " + bytes.length + " bytes are equal");
            return ExitCode.OK;
        }
        System.out.println(file + " is not what " + results.name() + " gives now"
                + (manifest.formOf().isText() ? "; " + difference(bytes, made) : ""));
        return ExitCode.DIFFERS;
    }

    private byte[] bytes() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw HoldoutException.user("NO_SUCH_FILE", "cannot read " + file + ": " + e.getMessage());
        }
    }

    private static String difference(byte[] was, byte[] is) {
        String[] before = new String(was, StandardCharsets.UTF_8).split("\n", -1);
        String[] now = new String(is, StandardCharsets.UTF_8).split("\n", -1);
        int line = 0;
        while (line < Math.min(before.length, now.length) && before[line].equals(now[line])) {
            line++;
        }
        return "the first difference is in line " + (line + 1) + ":\n  file:    " + at(before, line) + "\n  results: "
                + at(now, line);
    }

    /** A line may be a megabyte: canonical JSON has but one. */
    private static String at(String[] lines, int line) {
        String text = line < lines.length ? lines[line] : "(nothing)";
        return text.length() <= 200 ? text : text.substring(0, 200) + " ...";
    }
}
