package io.holdout.coordinator.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * The workers that take work now, by class of device. A worker that gets nothing (it drains, or is not trusted) does not
 * belong to it: others would leave trials to it.
 */
public record Fleet(List<Part> parts) {
    /** Nobody is known: each worker then acts as if it were alone. */
    public static final Fleet UNKNOWN = new Fleet(List.of());

    /** Slots on one class of device. */
    public record Part(Device device, int slots) {}

    public Fleet {
        parts = List.copyOf(parts);
    }

    /** The first so many of its slots. */
    public Fleet atMost(int slots) {
        var kept = new ArrayList<Part>();
        int left = slots;
        for (Part part : parts) {
            int some = Math.min(left, part.slots());
            if (some > 0) {
                kept.add(new Part(part.device(), some));
                left -= some;
            }
        }
        return new Fleet(kept);
    }

    /** The class of the largest memory; what needs more than anybody has is for those who have most. */
    int largestMemoryClass(Device self) {
        int largest = self.memoryClass();
        for (Part part : parts) {
            largest = Math.max(largest, part.device().memoryClass());
        }
        return largest;
    }

    /** Slots of slowness 1 that would do as much as all those of this memory class and above. */
    double capacity(Costs costs, int memoryClass) {
        double capacity = 0;
        for (Part part : parts) {
            if (part.device().memoryClass() >= memoryClass) {
                capacity += part.slots() / costs.slowness(part.device().name());
            }
        }
        return capacity;
    }

    /** The least slowness of this memory class and above, the asker's own included. */
    double fastest(Costs costs, int memoryClass, Device self) {
        double fastest = costs.slowness(self.name());
        for (Part part : parts) {
            if (part.device().memoryClass() >= memoryClass) {
                fastest = Math.min(fastest, costs.slowness(part.device().name()));
            }
        }
        return fastest;
    }
}
