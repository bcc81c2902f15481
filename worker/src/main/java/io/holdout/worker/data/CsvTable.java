package io.holdout.worker.data;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A CSV file with a header line. */
record CsvTable(Path file, Map<String, Integer> columns, List<CSVRecord> rows) {
    /** @throws HoldoutException DATA_MISSING or DATA_UNREADABLE naming the file */
    static CsvTable read(Path file) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .get();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser parser = format.parse(reader)) {
            return new CsvTable(file, Map.copyOf(parser.getHeaderMap()), parser.getRecords());
        } catch (IOException e) {
            throw HoldoutException.user("DATA_MISSING", "cannot read " + file + ": " + e.getMessage());
        } catch (java.io.UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            throw HoldoutException.user(
                    "DATA_UNREADABLE", file + " is not a CSV file with a header: " + e.getMessage());
        }
    }

    /** @throws HoldoutException DATA_UNREADABLE if there is no such column, or the row is short */
    String value(int row, String column) {
        Integer at = columns.get(column);
        if (at == null) {
            throw HoldoutException.user(
                    "DATA_UNREADABLE",
                    file + ":1: has no column '" + column + "', only "
                            + columns.keySet().stream().sorted().toList());
        }
        CSVRecord record = rows.get(row);
        if (at >= record.size()) {
            throw bad(row, column, "nothing", "a value");
        }
        return record.get(at);
    }

    HoldoutException bad(int row, String column, String found, String allowed) {
        return HoldoutException.user(
                "DATA_UNREADABLE",
                file + ":" + (row + 2) + ": column '" + column + "' is '" + found + "', must be " + allowed);
    }
}
