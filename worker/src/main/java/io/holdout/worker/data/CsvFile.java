package io.holdout.worker.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.DuplicateHeaderMode;

/** Opens CSV as RFC 4180 has it: commas, double quotes, UTF-8, the first record a header of distinct names. */
final class CsvFile {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
            .get();

    private CsvFile() {}

    /**
     * A parser before the first record after the header; closing it closes the file. Its iterator throws {@link
     * java.io.UncheckedIOException} where the text is broken.
     *
     * @throws IllegalArgumentException if the header names a column twice
     */
    static CSVParser open(Path file) throws IOException {
        BufferedReader reader = Files.newBufferedReader(file);
        try {
            skipByteOrderMark(reader);
            return CSVParser.parse(reader, FORMAT);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** Spreadsheets write one; it would become part of the first column's name. */
    private static void skipByteOrderMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != '\ufeff') {
            reader.reset();
        }
    }
}
