package io.holdout.coordinator.simulate;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happens in a run, line by line, if anybody wants to know. */
final class Trace {
    private final @Nullable Consumer<String> lines;
    private final Agenda agenda;

    Trace(Agenda agenda, @Nullable Consumer<String> lines) {
        this.agenda = agenda;
        this.lines = lines;
    }

    void line(String who, Supplier<String> what) {
        if (lines != null) {
            lines.accept(String.format("%9.3f  %-10s %s", agenda.now() / 1000.0, who, what.get()));
        }
    }
}
