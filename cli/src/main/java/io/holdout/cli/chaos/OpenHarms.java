package io.holdout.cli.chaos;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Harm that lasts: each is undone when its time is over, and all of it when this process ends. */
final class OpenHarms implements AutoCloseable {
    private final Map<PlannedFault, Harm> open = new LinkedHashMap<>();
    private final Consumer<String> say;
    private final Thread atExit = new Thread(this::undoAll, "undo");
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "harm-timer");
        thread.setDaemon(true);
        return thread;
    });

    OpenHarms(Consumer<String> say) {
        this.say = say;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    void keep(PlannedFault fault, Harm harm) {
        synchronized (this) {
            open.put(fault, harm);
        }
        // undo tells what goes wrong itself
        var unused = timer.schedule(() -> undo(fault), fault.forMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized boolean isEmpty() {
        return open.isEmpty();
    }

    private synchronized void undo(PlannedFault fault) {
        Harm harm = open.get(fault);
        if (harm == null) {
            return;
        }
        try {
            harm.undo().run();
        } catch (RuntimeException e) {
            say.accept("could not end '" + harm.what() + "': " + e.getMessage());
        }
        // only now: while it lasts, nothing may count as over
        open.remove(fault);
    }

    synchronized void undoAll() {
        List.copyOf(open.keySet()).forEach(this::undo);
    }

    @Override
    public void close() {
        undoAll();
        timer.shutdown();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
