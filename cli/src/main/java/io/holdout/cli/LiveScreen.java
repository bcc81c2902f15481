package io.holdout.cli;

import io.holdout.coordinator.sweep.SweepView;
import java.io.PrintStream;
import java.util.List;

/** Shows progress: redrawn in place on a terminal, a line now and then elsewhere. */
final class LiveScreen {
    private static final long LINE_NANOS = 10_000_000_000L;
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final boolean terminal;
    private int drawn;
    private long lastLine = Long.MIN_VALUE;
    private String last = "";

    LiveScreen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    synchronized void show(SweepView view) {
        if (terminal) {
            List<String> lines = ProgressView.block(view, WIDTH);
            erase();
            lines.forEach(out::println);
            drawn = lines.size();
            out.flush();
            return;
        }
        String line = ProgressView.line(view);
        long now = System.nanoTime();
        boolean due = lastLine == Long.MIN_VALUE || now - lastLine >= LINE_NANOS;
        boolean ended = view.trials().allEnded();
        if (!line.equals(last) && (due || ended)) {
            out.println(line);
            last = line;
            lastLine = now;
        }
    }

    /** A line that stays. */
    synchronized void line(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    private void erase() {
        if (terminal) {
            // what stands in the current line is a step that is over
            out.print(drawn > 0 ? "\u001b[" + drawn + "A\r\u001b[0J" : "\r\u001b[K");
            drawn = 0;
        }
    }

    /** Leaves the last view standing. */
    synchronized void close() {
        drawn = 0;
        out.flush();
    }
}
