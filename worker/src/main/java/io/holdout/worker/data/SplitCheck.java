package io.holdout.worker.data;

import io.holdout.protocol.catalog.SplitSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Checks lists of images: each names an image that exists, none is named twice, sizes are as {@code info.yaml} says. */
final class SplitCheck {
    private final Path folder;
    private final String prefix;
    private final int count;
    private final Findings findings;

    /** @param count images of the dataset */
    SplitCheck(Path folder, String prefix, int count, Findings findings) {
        this.folder = folder;
        this.prefix = prefix;
        this.count = count;
        this.findings = findings;
    }

    /**
     * Checks {@code splits/*.txt} or {@code original_splits/*.txt}.
     *
     * @return for each image the first split that names it; null for none
     */
    @Nullable
    Split[] run(String kind, SplitSizes sizes) {
        var splitOf = new @Nullable Split[count];
        for (Split split : Split.values()) {
            int expected = size(sizes, split);
            String name = kind + "/" + split.word() + ".txt";
            int found = file(name, split, splitOf);
            if (found >= 0 && found != expected) {
                findings.error(prefix + name, "names " + found + " images, info.yaml says " + expected);
            }
        }
        return splitOf;
    }

    /** Every image must be in a split. */
    void requireComplete(String kind, @Nullable Split[] splitOf) {
        for (int i = 0; i < splitOf.length; i++) {
            if (splitOf[i] == null) {
                findings.error(prefix + kind, i, "no split names " + TiffFile.name(i));
            }
        }
    }

    /** Number of lines that name something, 0 for no file; -1 if it cannot be read. */
    private int file(String name, Split split, @Nullable Split[] splitOf) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return 0;
        }
        try {
            List<String> lines = Files.readAllLines(file);
            int named = 0;
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                if (!line.isEmpty()) {
                    named++;
                    line(prefix + name, i + 1, line, split, splitOf);
                }
            }
            return named;
        } catch (IOException e) {
            findings.error(prefix + name, "cannot be read: " + e);
            return -1;
        }
    }

    private void line(String file, int number, String line, Split split, @Nullable Split[] splitOf) {
        OptionalInt position = TiffFile.position(line);
        if (position.isEmpty() || position.getAsInt() >= count) {
            findings.error(
                    file,
                    number,
                    "names '" + line + "', must be one of " + TiffFile.name(0) + " to " + TiffFile.name(count - 1));
            return;
        }
        Split before = splitOf[position.getAsInt()];
        if (before != null) {
            findings.error(file, number, "names " + line + ", which " + before.word() + " names already");
            return;
        }
        splitOf[position.getAsInt()] = split;
    }

    private static int size(SplitSizes sizes, Split split) {
        return switch (split) {
            case TRAIN -> sizes.train();
            case VAL -> sizes.val();
            case TEST -> sizes.test();
        };
    }
}
