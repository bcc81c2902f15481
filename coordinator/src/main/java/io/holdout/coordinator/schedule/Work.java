package io.holdout.coordinator.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shapes of all trials, in arrays: a sweep may have a million. Immutable. */
public final class Work {
    private final List<String> groupNames = new ArrayList<>();
    private final int[] group;
    private final int[] place;
    private final int[] memoryMiB;
    private final double[] cost;
    private final double[] costAfter;
    private final int[][] dependencies;

    /** @param shapes in the order of their positions */
    public Work(List<TrialShape> shapes) {
        int count = shapes.size();
        group = new int[count];
        place = new int[count];
        memoryMiB = new int[count];
        cost = new double[count];
        costAfter = new double[count];
        dependencies = new int[count][];
        Map<String, Integer> numbers = new HashMap<>();
        int[] none = {};
        int i = 0;
        for (TrialShape shape : shapes) {
            group[i] = numbers.computeIfAbsent(shape.group(), name -> {
                groupNames.add(name);
                return numbers.size();
            });
            place[i] = shape.place();
            memoryMiB[i] = shape.memoryMiB();
            cost[i] = shape.cost();
            costAfter[i] = shape.costAfter();
            dependencies[i] = shape.dependencies().isEmpty()
                    ? none
                    : shape.dependencies().stream().mapToInt(each -> each).toArray();
            i++;
        }
    }

    int size() {
        return group.length;
    }

    List<String> groups() {
        return List.copyOf(groupNames);
    }

    int group(int trial) {
        return group[trial];
    }

    String groupName(int trial) {
        return groupNames.get(group[trial]);
    }

    int place(int trial) {
        return place[trial];
    }

    int memoryMiB(int trial) {
        return memoryMiB[trial];
    }

    double cost(int trial) {
        return cost[trial];
    }

    double costAfter(int trial) {
        return costAfter[trial];
    }

    int[] dependencies(int trial) {
        return dependencies[trial];
    }
}
