package io.holdout.coordinator.web;

import io.holdout.coordinator.sweep.CoordinatorActor;
import io.holdout.coordinator.sweep.SweepActor;
import io.holdout.coordinator.sweep.SweepCommand;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * What may be changed while sweeps are under way: {@code POST /api/v1/sweeps/NAME/pause}, {@code resume}, {@code retry},
 * {@code share} (body {@link ShareBody}), {@code extend} (body {@link SubmitRequest}), and {@code POST /api/v1/workers/NAME/drain}, {@code undrain}.
 */
final class LiveEditRoutes {
    /** The body of {@code share}; what is left out stays as it is. */
    record ShareBody(@Nullable Integer priority, @Nullable Double weight, @Nullable Integer mostSlots) {}

    private LiveEditRoutes() {}

    /** Whether a POST to this path below {@code /api/v1/} is an edit. */
    static boolean matches(List<String> path) {
        return path.size() == 3
                && switch (path.get(0)) {
                    case "sweeps" ->
                        List.of("pause", "resume", "retry", "share", "extend").contains(path.get(2));
                    case "workers" -> List.of("drain", "undrain").contains(path.get(2));
                    default -> false;
                };
    }

    /**
     * The message that asks for an edit; empty if the path is none.
     *
     * @throws IllegalArgumentException if the body is not what it should be
     */
    static Optional<Function<ActorRef<SweepActor.Answer>, Object>> message(List<String> path, String body) {
        if (!matches(path)) {
            return Optional.empty();
        }
        String name = path.get(1);
        return Optional.of(
                switch (path.get(2)) {
                    case "pause" -> edit(name, new SweepCommand.PauseSweep());
                    case "resume" -> edit(name, new SweepCommand.ResumeSweep());
                    case "retry" -> edit(name, new SweepCommand.RetryFailed());
                    case "share" -> edit(name, share(CanonicalJson.read(body, ShareBody.class)));
                    case "extend" -> extend(name, CanonicalJson.read(body, SubmitRequest.class));
                    default ->
                        replyTo -> new CoordinatorActor.Drain(name, path.get(2).equals("drain"), replyTo);
                });
    }

    private static Function<ActorRef<SweepActor.Answer>, Object> edit(String sweep, SweepCommand.LiveEdit edit) {
        return replyTo -> new CoordinatorActor.Edit(sweep, edit, replyTo);
    }

    private static Function<ActorRef<SweepActor.Answer>, Object> extend(String sweep, SubmitRequest body) {
        if (!body.sweep().equals(sweep)) {
            throw new IllegalArgumentException("the path names sweep '" + sweep + "', the body '" + body.sweep() + "'");
        }
        return replyTo ->
                new CoordinatorActor.Extend(sweep, body.submission(), body.version(), body.isFresh(), replyTo);
    }

    private static SweepCommand.ChangeShare share(ShareBody body) {
        return new SweepCommand.ChangeShare(body.priority(), body.weight(), body.mostSlots());
    }
}
