package io.holdout.worker.learn;

/**
 * The engine that tests start: on the processor, unless {@code -Dholdout.device=cuda} asks for another device
 * (docs/gpu.md).
 */
final class TestEngine {
    private TestEngine() {}

    static void start() {
        TorchEngine.start(1, System.getProperty("holdout.device", "cpu"));
    }
}
