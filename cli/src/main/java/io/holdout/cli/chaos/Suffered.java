package io.holdout.cli.chaos;

import java.util.OptionalLong;

/**
 * A fault and how long it took to overcome.
 *
 * @param recoveredMillis from the fault's beginning; empty if it was not overcome in time
 */
record Suffered(Inflicted inflicted, OptionalLong recoveredMillis) {}
