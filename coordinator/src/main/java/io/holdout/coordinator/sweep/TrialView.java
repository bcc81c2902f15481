package io.holdout.coordinator.sweep;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.message.NodeInfo;
import org.jspecify.annotations.Nullable;

/**
 * One trial as people see it.
 *
 * @param index its place in the plan
 * @param trial its id, 64 hex digits
 * @param status such as {@code succeeded}
 * @param attempts that it has had
 * @param headline mean AUROC of its result; null unless it succeeded
 * @param worker that runs it now, or ran the attempt that counts; empty if none
 * @param sinceMillis when the running attempt started, or the result came; milliseconds since 1970, 0 if neither
 * @param durationMillis what its result took; 0 unless it succeeded
 * @param failure of the last failed attempt, or why it was given up; null if there is none
 * @param node that its result was made on; null unless it succeeded and is known
 */
public record TrialView(
        int index,
        String trial,
        String kind,
        String status,
        String label,
        int attempts,
        @Nullable Double headline,
        String worker,
        long sinceMillis,
        long durationMillis,
        @Nullable Failure failure,
        @Nullable NodeInfo node) {}
