/**
 * What the hot paths cost, one operation at a time, by JMH: nanoseconds and allocated bytes. Start at
 * {@link io.holdout.micro.MicroBenchmark}, which runs all of them.
 */
@NullMarked
package io.holdout.micro;

import org.jspecify.annotations.NullMarked;
