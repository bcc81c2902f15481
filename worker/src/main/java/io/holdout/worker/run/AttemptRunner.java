package io.holdout.worker.run;

/** Placeholder until the worker's shell lands. */
final class AttemptRunner {
    private AttemptRunner() {}
}
