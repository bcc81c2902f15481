package io.holdout.cli;

import io.holdout.coordinator.sweep.SweepState;
import io.holdout.protocol.failure.HoldoutException;
import java.util.ArrayList;
import java.util.List;

/** The sweeps that a home has, as their journals tell them. */
final class EarlierSweeps {
    /** What older ones have is hardly of use, and each takes its time to read. */
    private static final int MOST = 10;

    private EarlierSweeps() {}

    /**
     * The newest of them, oldest first; none that this version cannot read.
     *
     * @param except the name of one that is not wanted
     */
    static List<SweepState> of(Home home, String except) {
        List<String> names;
        try (var journal = home.journal();
                var reader = journal.reader()) {
            names = reader.sweeps();
        }
        var states = new ArrayList<SweepState>();
        for (String name : names.subList(Math.max(0, names.size() - MOST), names.size())) {
            if (!name.equals(except)) {
                try {
                    states.add(new StoredSweep(home, name).state());
                } catch (HoldoutException e) {
                    System.err.println("holdout: left out sweep '" + name + "': " + e.getMessage());
                }
            }
        }
        return states;
    }
}
