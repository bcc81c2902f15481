package io.holdout.coordinator.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.holdout.protocol.message.AttemptLogged;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of attempts outlive them and their coordinator, in bounded number. */
class AttemptLogsTest {
    private static final TrialId TRIAL = new TrialId("ab".repeat(32));

    @TempDir
    Path folder;

    private static AttemptLogged log(String sweep, int number, String text) {
        return new AttemptLogged("worker-1", new AttemptId(sweep, TRIAL, number), 7, text, true);
    }

    @Test
    void what_was_said_is_there_after_a_restart() {
        try (var logs = new AttemptLogs(folder)) {
            logs.logged(log("sweep", 1, "one\ntwo\n"));
        }
        var kept = new AttemptLogs(folder).of(new AttemptId("sweep", TRIAL, 1));
        assertEquals(Optional.of(new AttemptLogs.Kept(7, "one\ntwo\n")), kept);
        assertEquals(Optional.empty(), new AttemptLogs(folder).of(new AttemptId("sweep", TRIAL, 2)));
    }

    @Test
    void the_newest_are_kept_those_of_before_a_restart_counted() throws Exception {
        for (int from : new int[] {1, 6}) {
            try (var logs = new AttemptLogs(folder, 3)) {
                for (int i = from; i < from + 5; i++) {
                    logs.logged(log("sweep", i, "x\n"));
                }
            }
        }
        try (var files = Files.list(folder)) {
            assertEquals(
                    "[8, 9, 10]",
                    files.map(file -> Integer.parseInt(file.toString().replaceAll(".*-([0-9]+)\\.log", "$1")))
                            .sorted()
                            .toList()
                            .toString());
        }
    }

    @Test
    void no_name_of_a_sweep_leads_out_of_the_folder() {
        Path inner = folder.resolve("logs");
        try (var logs = new AttemptLogs(inner)) {
            logs.logged(log("../sweep", 1, "x\n"));
            logs.logged(log("..", 1, "x\n"));
        }
        assertFalse(Files.exists(folder.resolve("sweep")));
        assertEquals(Optional.empty(), new AttemptLogs(inner).of(new AttemptId("../sweep", TRIAL, 1)));
        assertEquals(
                Optional.of(new AttemptLogs.Kept(7, "x\n")), new AttemptLogs(inner).of(new AttemptId("..", TRIAL, 1)));
    }
}
