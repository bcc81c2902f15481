package io.holdout.coordinator.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.trial.AttemptId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Prometheus reads, and that what deploy-k8s asks of it exists. */
class MetricsTest {
    private static final Pattern NAME = Pattern.compile("\\b(?:holdout|jvm|process|system)_[a-z_]+");

    @Test
    void tells_what_runs_and_what_went_wrong() throws Exception {
        try (var server = new WebServer()) {
            server.coordinator().submit("strategies: [random-init]\nepisodes: 40\n");
            server.coordinator().work(2);
            var trial = server.coordinator().state().plan().trials().get(0).id();
            var lost = new SweepEvent.AttemptFailed(
                    new AttemptId("pretend", trial, 1),
                    new Failure(FailureClass.INFRASTRUCTURE, "LEASE_EXPIRED", "silent"),
                    "worker-1",
                    0,
                    0,
                    false);
            server.meters().written("pretend", List.of(lost), 3_000_000);
            server.meters().answered("pretend", 1, 7_000_000);
            String text = server.get("/metrics").body();
            assertHas(text, "holdout_trials\\{kind=\"[a-z-]+\",status=\"running\",sweep=\"pretend\"\\} 2.0");
            assertHas(text, "holdout_attempts_failed_total\\{class=\"infrastructure\"\\} 1.0");
            assertHas(text, "holdout_attempts_failed_total\\{class=\"numeric\"\\} 0.0");
            assertHas(text, "holdout_lease_expiries_total 1.0");
            assertHas(text, "holdout_dispatch_seconds_bucket\\{le=\"0.01\"\\} 1");
            assertHas(text, "holdout_dispatch_seconds_bucket\\{le=\"0.005\"\\} 0");
            assertHas(text, "holdout_journal_write_seconds_count 1");
            assertHas(text, "holdout_slots\\{state=\"busy\",worker=\"worker-1\"\\} 1.0");
            assertHas(text, "holdout_worker_images\\{worker=\"worker-1\"\\} 1234.0");
            assertHas(text, "holdout_worker_gpu_memory_bytes\\{state=\"used\",worker=\"worker-1\"\\} 3.145728E7");
            assertHas(text, "holdout_worker_gpu_memory_bytes\\{state=\"free\",worker=\"worker-1\"\\} 5.24288E7");
            assertHas(text, "jvm_memory_used_bytes\\{");
        }
    }

    @Test
    void a_token_is_needed() throws Exception {
        try (var server = new WebServer()) {
            assertEquals(401, server.send(server.anyone("/metrics").GET()).statusCode());
        }
    }

    @Test
    void every_metric_of_the_dashboard_and_the_alerts_exists() throws Exception {
        try (var server = new WebServer()) {
            server.coordinator().submit();
            String text = server.get("/metrics").body();
            var unknown = new ArrayList<String>();
            int known = 0;
            for (Path file : List.of(
                    Path.of("../deploy-k8s/components/monitoring/dashboard.json"),
                    Path.of("../deploy-k8s/components/monitoring/rules.yaml"),
                    Path.of("../deploy-k8s/components/autoscale-keda/scale.yaml"))) {
                for (String name : names(file)) {
                    known++;
                    if (!text.contains("\n" + name + " ") && !text.contains("\n" + name + "{")) {
                        unknown.add(name + " in " + file);
                    }
                }
            }
            assertEquals(List.of(), unknown);
            assertTrue(known > 15, "only " + known + " metrics are named");
        }
    }

    private static List<String> names(Path file) throws IOException {
        var names = new ArrayList<String>();
        Matcher matcher = NAME.matcher(Files.readString(file));
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    private static void assertHas(String text, String line) {
        assertTrue(Pattern.compile("(?m)^" + line).matcher(text).find(), line + " is not in\n" + text);
    }
}
