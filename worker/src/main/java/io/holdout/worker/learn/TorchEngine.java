package io.holdout.worker.learn;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The learning engine of this process: DJL's PyTorch.
 *
 * <p>Native libraries exist once a process, so the first start decides how many threads they use.
 */
public final class TorchEngine {
    private static final String NAME = "PyTorch";

    private static final Pattern DEVICES = Pattern.compile("auto|cpu|cuda(?::([0-9]{1,3}))?");

    private static int threads;
    /** A beat may come every few milliseconds. */
    private static final long MEMORY_FRESH_NANOS = 5_000_000_000L;

    private static int memoryUsedMiB;
    private static long memoryUsedNanos;
    private static Device device = Device.cpu();
    private static @Nullable String description;

    private TorchEngine() {}

    /** As {@link #start(int, String, Consumer)} on the processor, with what makes people wait in the log. */
    public static String start(int threads) {
        return start(threads, "cpu");
    }

    /** As {@link #start(int, String, Consumer)}, with what makes people wait in the log. */
    public static String start(int threads, String device) {
        return start(threads, device, message -> LoggerFactory.getLogger(TorchEngine.class)
                .info("{}", message));
    }

    /**
     * Starts the engine; again is free.
     *
     * <p>Takes 1-3 s, and about 10 s when its native libraries (450 MB) are unpacked, once a machine and user, into
     * {@code $DJL_CACHE_DIR}, {@code $XDG_CACHE_HOME/holdout/engine} or {@code ~/.cache/holdout/engine}.
     *
     * @param threads compute threads of one trial: results are bit-identical only for one number
     * @param wanted {@code cpu}, {@code cuda}, {@code cuda:N}, or {@code auto} for a GPU if there is one
     * @param announce told, for people, what takes long
     * @return name and version, such as {@code PyTorch 2.7.1}
     * @throws HoldoutException ENGINE_UNAVAILABLE, DEVICE_UNKNOWN, DEVICE_MISSING
     * @throws IllegalStateException if it runs with another number of threads
     */
    public static synchronized String start(int threads, String wanted, Consumer<String> announce) {
        String running = description;
        if (running != null) {
            if (threads != TorchEngine.threads) {
                throw new IllegalStateException(
                        "the engine runs with " + TorchEngine.threads + " threads, not " + threads);
            }
            return running;
        }
        Path cache = cache(System.getenv(), System.getProperty("user.home"));
        // the engine reads these when its classes initialise, so they come first
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        System.setProperty("DJL_CACHE_DIR", cache.toString());
        try {
            EngineFiles.of(cache).load(() -> Engine.getEngine(NAME), announce);
        } catch (EngineException | UnsatisfiedLinkError e) {
            throw HoldoutException.infrastructure(
                    "ENGINE_UNAVAILABLE", "the learning engine cannot start from " + cache + ": " + e.getMessage(), e);
        }
        device = device(wanted, Engine.getEngine(NAME).hasCapability(StandardCapabilities.CUDA), GpuFacts.count());
        if (device.isGpu()) {
            TorchSettings.repeatToTheBit();
        }
        TorchEngine.threads = threads;
        description = NAME + " " + Engine.getEngine(NAME).getVersion();
        return description;
    }

    /** The device that trials run on, such as {@code cpu} or {@code cuda:0}. */
    public static synchronized String device() {
        return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    }

    /** The model of the GPU that trials run on, such as {@code sm_90}; empty without a GPU, and if it cannot be known. */
    public static synchronized String deviceModel() {
        return device.isGpu() ? GpuFacts.model(device) : "";
    }

    /** Memory of the GPU that trials run on, MiB; 0 without a GPU, and if it cannot be known. */
    public static synchronized int deviceMemoryMiB() {
        return device.isGpu() ? GpuFacts.memoryMiB(device) : 0;
    }

    /** Memory of that GPU that is in use, by whatever process, a few seconds ago; 0 as for all of it. */
    public static synchronized int deviceMemoryUsedMiB() {
        long now = System.nanoTime();
        if (device.isGpu() && (memoryUsedNanos == 0 || now - memoryUsedNanos > MEMORY_FRESH_NANOS)) {
            memoryUsedMiB = GpuFacts.memoryUsedMiB(device);
            memoryUsedNanos = now;
        }
        return memoryUsedMiB;
    }

    /** A fresh owner of arrays on the device. */
    static synchronized NDManager newManager() {
        return NDManager.newBaseManager(device, NAME);
    }

    /**
     * @param cuda whether the engine's libraries can use a GPU
     * @param driven GPUs that the driver shows
     */
    static Device device(String wanted, boolean cuda, int driven) {
        Matcher form = DEVICES.matcher(wanted);
        if (!form.matches()) {
            throw HoldoutException.user("DEVICE_UNKNOWN", "device '" + wanted + "' must be auto, cpu, cuda or cuda:N");
        }
        int gpus = cuda ? driven : 0;
        if (wanted.equals("cpu") || wanted.equals("auto") && gpus == 0) {
            return Device.cpu();
        }
        int number = form.group(1) == null ? 0 : Integer.parseInt(form.group(1));
        if (number >= gpus) {
            throw HoldoutException.user(
                    "DEVICE_MISSING",
                    "device '" + wanted + "' is not there: "
                            + (cuda ? "" : "the engine's libraries are those for processors alone, and ")
                            + "the driver shows " + driven + " CUDA devices; see docs/gpu.md");
        }
        return Device.gpu(number);
    }

    /**
     * Prepares the calling thread for a trial: PyTorch keeps these three for each thread, and a new one has gradients on
     * and as many threads as the machine has cores.
     *
     * @throws IllegalStateException if the engine was not started
     */
    static synchronized void enter() {
        if (description == null) {
            throw new IllegalStateException("start the engine first");
        }
        JniUtils.setNumThreads(threads);
        JniUtils.setGradMode(false);
        // TorchScript would profile and recompile our one-line functions
        JniUtils.setGraphExecutorOptimize(false);
    }

    static Path cache(Map<String, String> environment, String home) {
        String given = environment.get("DJL_CACHE_DIR");
        if (isSet(given)) {
            return Path.of(given);
        }
        String base = environment.get("XDG_CACHE_HOME");
        Path caches = isSet(base) ? Path.of(base) : Path.of(home, ".cache");
        return caches.resolve("holdout").resolve("engine");
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isBlank();
    }
}
