package io.holdout.cli;

import java.util.function.UnaryOperator;

/**
 * What the processes of a cluster on this machine find around them.
 *
 * @param mostRestarts of each process: one that dies more often does not die by accident
 * @param hostOf the address on which a worker listens, by its name
 */
record Surroundings(int mostRestarts, UnaryOperator<String> hostOf) {
    static final Surroundings USUAL = new Surroundings(20, name -> "127.0.0.1");
}
