package io.holdout.worker.learn;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;

/** What the CUDA runtime says of a GPU. Only scheduling asks, so what it does not say is no reason to stop. */
final class GpuFacts {
    private static final long BYTES_PER_MIB = 1 << 20;

    private GpuFacts() {}

    /** Such as {@code sm_90}, after its compute capability; empty if unknown. */
    static String model(Device gpu) {
        try {
            return "sm_" + CudaUtils.getComputeCapability(gpu.getDeviceId());
        } catch (RuntimeException | LinkageError e) {
            return "";
        }
    }

    /** What is in use; 0 if unknown. */
    static int memoryUsedMiB(Device gpu) {
        try {
            return (int) (CudaUtils.getGpuMemory(gpu).getUsed() / BYTES_PER_MIB);
        } catch (RuntimeException | LinkageError e) {
            return 0;
        }
    }

    /** All of it, used or not; 0 if unknown. */
    static int memoryMiB(Device gpu) {
        try {
            return (int) (CudaUtils.getGpuMemory(gpu).getMax() / BYTES_PER_MIB);
        } catch (RuntimeException | LinkageError e) {
            return 0;
        }
    }
}
