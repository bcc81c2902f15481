package io.holdout.coordinator.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.sweep.CoordinatorActor;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.coordinator.sweep.SweepActor;
import io.holdout.coordinator.sweep.SweepCommand;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.List;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LiveEditRoutesTest {
    private static final ActorSystem<SweepActor.Answer> SYSTEM = ActorSystem.create(Behaviors.empty(), "routes");
    private static final ActorRef<SweepActor.Answer> CLIENT = SYSTEM.ignoreRef();

    @AfterAll
    static void stop() {
        SYSTEM.terminate();
    }

    private static Object message(String path, String body) {
        return LiveEditRoutes.message(List.of(path.split("/")), body)
                .orElseThrow()
                .apply(CLIENT);
    }

    private static CoordinatorActor.Edit edit(SweepCommand.LiveEdit edit) {
        return new CoordinatorActor.Edit("demo", edit, CLIENT);
    }

    @Test
    void each_edit_has_its_path() {
        assertEquals(edit(new SweepCommand.PauseSweep()), message("sweeps/demo/pause", ""));
        assertEquals(edit(new SweepCommand.ResumeSweep()), message("sweeps/demo/resume", ""));
        assertEquals(edit(new SweepCommand.RetryFailed()), message("sweeps/demo/retry", ""));
        assertEquals(new CoordinatorActor.Drain("w", true, CLIENT), message("workers/w/drain", ""));
        assertEquals(new CoordinatorActor.Drain("w", false, CLIENT), message("workers/w/undrain", ""));
    }

    @Test
    void a_share_names_only_what_changes() {
        assertEquals(
                edit(new SweepCommand.ChangeShare(2, null, null)), message("sweeps/demo/share", "{\"priority\":2}"));
        assertEquals(
                edit(new SweepCommand.ChangeShare(null, 1.5, 8)),
                message("sweeps/demo/share", "{\"mostSlots\":8,\"weight\":1.5}"));
        assertThrows(IllegalArgumentException.class, () -> message("sweeps/demo/share", "{\"wight\":2}"));
        assertThrows(IllegalArgumentException.class, () -> message("sweeps/demo/share", "no JSON"));
    }

    @Test
    void an_extension_is_of_the_sweep_that_its_path_names() {
        var submission =
                new Submission("sweep: demo", "demo.yaml", new Catalogue(List.of()), new TreeMap<>(), new TreeMap<>());
        String body = CanonicalJson.write(SubmitRequest.of("demo", submission, "1", true));

        var extend = (CoordinatorActor.Extend) message("sweeps/demo/extend", body);

        assertEquals("demo", extend.sweep());
        assertEquals("sweep: demo", extend.submission().file());
        assertTrue(extend.fresh());
        assertThrows(IllegalArgumentException.class, () -> message("sweeps/other/extend", body));
    }

    @Test
    void other_paths_are_none_of_its_business() {
        for (String path :
                List.of("sweeps", "sweeps/demo", "sweeps/demo/drain", "workers/w/pause", "sweeps/a/b/pause")) {
            assertFalse(LiveEditRoutes.matches(List.of(path.split("/"))), path);
        }
    }
}
