package io.holdout.coordinator.schedule;

import io.holdout.protocol.message.NodeInfo;
import java.util.Map;

/**
 * A class of devices that are about equally fast.
 *
 * @param name such as {@code cpu} or {@code sm_90}
 * @param memoryMiB that one attempt may use; 0 if unknown, which holds everything
 */
public record Device(String name, int memoryMiB) {
    /** Of which nothing is known. */
    public static final Device UNKNOWN = new Device("unknown", 0);

    /**
     * How many times longer than on an {@code sm_90} a training takes, from published figures of dense arithmetic; rough,
     * and used only until something was measured.
     */
    private static final Map<String, Double> SLOWNESS = Map.of(
            "cpu", 60.0, "sm_60", 7.0, "sm_70", 4.5, "sm_75", 8.0, "sm_80", 2.0, "sm_86", 2.5, "sm_89", 1.8, "sm_90",
            1.0);

    private static final double SLOWNESS_OF_OTHERS = 2.0;

    /** The class of a worker's device, whose memory its slots share. */
    public static Device of(NodeInfo node, int slots) {
        return new Device(nameOf(node), node.memoryMiB() / Math.max(1, slots));
    }

    /** The name of a node's class of devices; nodes from before models were told are known by their kind alone. */
    public static String nameOf(NodeInfo node) {
        return node.model().isEmpty() ? node.device().replaceFirst(":.*", "") : node.model();
    }

    int memoryClass() {
        return MemoryClass.ofDevice(memoryMiB);
    }

    static double assumedSlowness(String name) {
        return SLOWNESS.getOrDefault(name, SLOWNESS_OF_OTHERS);
    }
}
