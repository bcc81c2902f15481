package io.holdout.coordinator.plan;

/**
 * One hyper-parameter of a row, in words.
 *
 * @param key its path in the sweep file, such as {@code mm_pt.learning_rate}
 * @param words value with its name as people read it, such as {@code lr 0.001} or {@code 50 steps}
 */
public record Setting(String key, String words) {}
