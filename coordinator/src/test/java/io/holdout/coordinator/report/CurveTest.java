package io.holdout.coordinator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.plan.Plan;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialResult.EpochPoint;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CurveTest {
    private static final List<EpochPoint> RISING = List.of(
            new EpochPoint(1, 1.5, 1.25, 0.5), new EpochPoint(2, 1.0, 1.0, 0.9), new EpochPoint(3, 0.5, 1.5, 0.75));
    private static final Plan PLAN = Sweeps.small("strategies: [mm-pt, supervised]\nepisodes: 2\n");

    private static List<Curve> curves() {
        return Curve.of(PLAN, index -> {
            var spec = PLAN.trials().get(index).spec();
            if (spec instanceof PretrainSpec) {
                return new Outcome.Done(new TrialResult.Pretrained(new TreeMap<>(), 2, RISING));
            }
            if (spec instanceof SupervisedSpec supervised
                    && supervised.target().dataset().equals("oct")) {
                return new Outcome.Done(new TrialResult.Supervised(0.9, 0.8, 0.4, 90, 3, "c", RISING));
            }
            return spec instanceof SupervisedSpec ? new Outcome.Running() : Sweeps.done(spec, episode -> 0.5);
        });
    }

    @Test
    void only_finished_trainings_have_a_curve() {
        List<String> labels = curves().stream().map(Curve::label).toList();
        assertEquals(3, labels.size(), labels.toString());
        assertEquals(
                2, labels.stream().filter(label -> label.startsWith("mm-pt")).count());
        assertTrue(labels.contains("supervised conv4 on oct/disease class"), labels.toString());
    }

    @Test
    void the_terminal_shows_where_a_curve_began_where_it_was_best_and_its_course() {
        String[] lines = CurveText.terminal(curves()).split("\n");
        assertEquals(4, lines.length);
        assertTrue(lines[3].startsWith("supervised conv4 on oct/disease class "), lines[3]);
        assertTrue(lines[3].contains(" 50.0 -> 75.0 "), "its best epoch is the third: " + lines[3]);
        assertTrue(lines[3].contains(" 1.50 -> 0.50 "), lines[3]);
        assertTrue(lines[3].endsWith(" 3  ▁█▅"), lines[3]);
        assertTrue(lines[1].contains(" 50.0 -> 90.0 "), lines[1]);
    }

    @Test
    void the_csv_has_a_line_an_epoch_and_marks_the_best_in_any_locale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            String[] lines = CurveText.csv(curves()).split("\n");
            assertEquals(1 + 3 * 3, lines.length);
            assertEquals("trial,label,epoch,train_loss,validation_loss,validation_auroc,best", lines[0]);
            assertTrue(lines[2].endsWith(",2,1.000000,1.000000,0.900000,true"), lines[2]);
            assertTrue(lines[3].endsWith(",3,0.500000,1.500000,0.750000,false"), lines[3]);
        } finally {
            Locale.setDefault(before);
        }
    }
}
