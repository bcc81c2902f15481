package io.holdout.cli.chaos;

import io.holdout.coordinator.sweep.SweepEvent;
import java.util.List;

/**
 * What came of one run of the sweep.
 *
 * @param result its table
 * @param suffered its faults
 * @param events its journal
 * @param broken what must not be, a sentence each
 * @param repeats how often the command had to be given again until the table was whole
 * @param millis how long it took
 */
record Round(
        Stage.Result result,
        List<Suffered> suffered,
        List<SweepEvent> events,
        List<String> broken,
        int repeats,
        long millis) {
    Round {
        suffered = List.copyOf(suffered);
        events = List.copyOf(events);
        broken = List.copyOf(broken);
    }
}
