package io.holdout.worker.data;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A split: one relative image path a line, {@code images/000123.tiff}. */
final class SplitFile {
    private static final Pattern LINE = Pattern.compile("images/(\\d{1,9})\\.tiff");

    private SplitFile() {}

    /**
     * Positions that a split names, in file order; none if there is no file.
     *
     * @param count images of the dataset
     * @throws HoldoutException DATA_UNREADABLE naming the file, the line, what was found and what is allowed
     */
    static int[] read(Path file, int count) {
        if (!Files.exists(file)) {
            return new int[0];
        }
        try {
            List<String> lines = Files.readAllLines(file);
            var positions = new ArrayList<Integer>();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                if (line.isEmpty()) {
                    continue;
                }
                Matcher matcher = LINE.matcher(line);
                if (!matcher.matches() || Integer.parseInt(matcher.group(1)) >= count) {
                    throw HoldoutException.user(
                            "DATA_UNREADABLE",
                            file + ":" + (i + 1) + ": names '" + line + "', must be one of images/000000.tiff to "
                                    + TiffFile.name(count - 1));
                }
                positions.add(Integer.valueOf(matcher.group(1)));
            }
            return positions.stream().mapToInt(Integer::intValue).toArray();
        } catch (CharacterCodingException e) {
            throw HoldoutException.user("DATA_UNREADABLE", file + " is no text in UTF-8");
        } catch (IOException e) {
            throw HoldoutException.infrastructure("DATA_UNREADABLE", "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    static String text(int[] positions) {
        var text = new StringBuilder();
        for (int position : positions) {
            text.append(TiffFile.name(position)).append('\n');
        }
        return text.toString();
    }
}
