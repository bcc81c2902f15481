package io.holdout.coordinator.simulate;

/** Where to answer a worker: one connection of one process of it. What is sent to an earlier one is lost. */
record Address(SimulatedWorker worker, int life, int connection) {}
