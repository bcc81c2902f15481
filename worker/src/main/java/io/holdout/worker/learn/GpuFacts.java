package io.holdout.worker.learn;

import ai.djl.Device;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * What NVIDIA's driver says of a GPU. The driver's library ({@code libcuda.so.1}) is wherever a GPU works, also in a
 * container; the CUDA runtime's, which DJL asks, lies beside the engine's own libraries under a name of theirs. Only
 * scheduling and people ask, so what it does not say is no reason to stop.
 *
 * <p>Devices are counted as the engine counts them: {@code CUDA_VISIBLE_DEVICES} holds for both.
 */
final class GpuFacts {
    private static final long BYTES_PER_MIB = 1 << 20;
    private static final int SUCCESS = 0;
    /** CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR and _MINOR. */
    private static final int MAJOR = 75;

    private static final int MINOR = 76;

    private static final @Nullable Driver DRIVER = load();

    private GpuFacts() {}

    /** The part of the CUDA driver's interface that is asked here; each answers 0 if all is well. */
    @SuppressWarnings("checkstyle:MethodName")
    interface Driver extends Library {
        int cuInit(int flags);

        int cuDeviceGetCount(int[] count);

        int cuDeviceGet(int[] device, int ordinal);

        int cuDeviceGetAttribute(int[] value, int attribute, int device);

        int cuDeviceTotalMem_v2(long[] bytes, int device);

        int cuDevicePrimaryCtxRetain(PointerByReference context, int device);

        int cuDevicePrimaryCtxRelease_v2(int device);

        int cuCtxPushCurrent_v2(Pointer context);

        int cuCtxPopCurrent_v2(PointerByReference context);

        int cuMemGetInfo_v2(long[] free, long[] total);
    }

    /** GPUs that the driver lets this process see; 0 without a driver. */
    static int count() {
        int[] count = new int[1];
        return DRIVER != null && DRIVER.cuDeviceGetCount(count) == SUCCESS ? count[0] : 0;
    }

    /** Such as {@code sm_90}, after its compute capability; empty if unknown. */
    static String model(Device gpu) {
        Driver driver = DRIVER;
        int[] major = new int[1];
        int[] minor = new int[1];
        if (driver == null
                || driver.cuDeviceGetAttribute(major, MAJOR, handle(driver, gpu)) != SUCCESS
                || driver.cuDeviceGetAttribute(minor, MINOR, handle(driver, gpu)) != SUCCESS) {
            return "";
        }
        return "sm_" + major[0] + minor[0];
    }

    /** All of it, used or not; 0 if unknown. */
    static int memoryMiB(Device gpu) {
        Driver driver = DRIVER;
        long[] bytes = new long[1];
        return driver != null && driver.cuDeviceTotalMem_v2(bytes, handle(driver, gpu)) == SUCCESS
                ? (int) (bytes[0] / BYTES_PER_MIB)
                : 0;
    }

    /** What is in use, by whatever process; 0 if unknown. Only for the device that this process computes on. */
    static int memoryUsedMiB(Device gpu) {
        Driver driver = DRIVER;
        var context = new PointerByReference();
        if (driver == null || driver.cuDevicePrimaryCtxRetain(context, handle(driver, gpu)) != SUCCESS) {
            return 0;
        }
        try {
            long[] free = new long[1];
            long[] total = new long[1];
            if (driver.cuCtxPushCurrent_v2(context.getValue()) != SUCCESS) {
                return 0;
            }
            boolean told = driver.cuMemGetInfo_v2(free, total) == SUCCESS;
            driver.cuCtxPopCurrent_v2(new PointerByReference());
            return told ? (int) ((total[0] - free[0]) / BYTES_PER_MIB) : 0;
        } finally {
            driver.cuDevicePrimaryCtxRelease_v2(handle(driver, gpu));
        }
    }

    /** Of a device that was counted; -1, which the driver refuses, if it is gone. */
    private static int handle(Driver driver, Device gpu) {
        int[] device = new int[1];
        return driver.cuDeviceGet(device, gpu.getDeviceId()) == SUCCESS ? device[0] : -1;
    }

    private static @Nullable Driver load() {
        try {
            Driver driver = Native.load("libcuda.so.1", Driver.class);
            return driver.cuInit(0) == SUCCESS ? driver : null;
        } catch (LinkageError e) {
            return null;
        }
    }
}
