package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.sweep.TrialViews;
import io.holdout.coordinator.web.PretendCoordinator;
import io.holdout.coordinator.web.WebServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that ask a coordinator, which is the one that the home names. */
class RemoteCommandsTest {
    @TempDir
    Path folder;

    private final Typed typed = new Typed();
    private WebServer server;

    @BeforeEach
    void starts() throws Exception {
        server = new WebServer();
        server.coordinator().submit("strategies: [random-init]\nepisodes: 4\n");
        var home = new Home(folder);
        java.nio.file.Files.createDirectories(folder);
        home.announce(new Home.Endpoint(
                ProcessHandle.current().pid(), server.uri("").toString(), WebServer.TOKENS.operator(), 0));
    }

    @AfterEach
    void ends() {
        server.close();
    }

    private String holdout(String... arguments) {
        var all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--home";
        all[arguments.length + 1] = folder.toString();
        return typed.holdout(all);
    }

    @Test
    void sweeps_are_listed_and_changed_and_what_happened_is_told() {
        assertEquals("0\nRUNNING  pretend\n", holdout("list"));
        assertEquals("0\npaused pretend\n", holdout("pause", PretendCoordinator.SWEEP));
        assertEquals("0\nPAUSED  pretend\n", holdout("list"));
        String events = holdout("events", PretendCoordinator.SWEEP, "--limit", "1");
        assertEquals(2, events.lines().count(), events);
        assertTrue(events.contains("\n2  "), events);
        assertEquals("0\ncancelled pretend\n", holdout("cancel", PretendCoordinator.SWEEP));
        assertEquals("", typed.errors());
    }

    @Test
    void a_log_is_printed_and_an_attempt_that_was_not_made_is_said() {
        server.coordinator().work(1);
        server.coordinator().say("one\ntwo\n");
        String running = TrialViews.page(
                        server.coordinator().state(), each -> each.status().equals("running"), 0, 1)
                .get(0)
                .trial();
        assertEquals("0\none\ntwo\n", holdout("logs", PretendCoordinator.SWEEP, running.substring(0, 20)));
        assertEquals("0\ntwo\n", holdout("logs", PretendCoordinator.SWEEP, running, "--tail", "1"));
        assertEquals(ExitCode.BAD_INPUT + "\n", holdout("logs", PretendCoordinator.SWEEP, running, "--attempt", "2"));
        assertTrue(typed.errors().contains("NO_SUCH_ATTEMPT"), typed.errors());
    }
}
