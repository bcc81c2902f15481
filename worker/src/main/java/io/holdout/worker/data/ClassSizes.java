package io.holdout.worker.data;

import io.holdout.protocol.catalog.TaskTarget;
import java.util.List;
import java.util.stream.IntStream;

/** How many images of a pool each class has, and so which classes are large enough for episodes. */
final class ClassSizes {
    private final TaskTarget target;
    private final int[] members;
    private final int pool;

    private ClassSizes(TaskTarget target, int[] members, int pool) {
        this.target = target;
        this.members = members;
        this.pool = pool;
    }

    static ClassSizes of(TaskLabels labels, int[] pool) {
        TaskTarget target = labels.task().target();
        int[] members = new int
                [target == TaskTarget.BINARY_CLASSIFICATION
                        ? 2
                        : labels.task().labels().size()];
        for (int sample : pool) {
            if (target == TaskTarget.MULTILABEL_CLASSIFICATION) {
                for (int column = 0; column < members.length; column++) {
                    members[column] += labels.value(sample, column);
                }
            } else {
                members[labels.classOf(sample)]++;
            }
        }
        return new ClassSizes(target, members, pool.length);
    }

    int classes() {
        return members.length;
    }

    int pool() {
        return pool;
    }

    /** What limits draws from a class: its members or, as a label is drawn from both sides, its negatives if fewer. */
    int scarcerSide(int aClass) {
        return target == TaskTarget.MULTILABEL_CLASSIFICATION
                ? Math.min(members[aClass], pool - members[aClass])
                : members[aClass];
    }

    /** The least {@link #scarcerSide} of some classes; there is at least one. */
    int scarcest(List<Integer> classes) {
        return classes.stream().mapToInt(this::scarcerSide).min().orElseThrow();
    }

    /** The classes of which at least {@code minSamples} are there, ascending; of a binary task both or none. */
    List<Integer> kept(int minSamples) {
        List<Integer> kept = IntStream.range(0, members.length)
                .filter(aClass -> scarcerSide(aClass) >= minSamples)
                .boxed()
                .toList();
        return target == TaskTarget.BINARY_CLASSIFICATION && kept.size() < 2 ? List.of() : kept;
    }
}
