package io.holdout.coordinator.web.notify;

/**
 * What somebody is told.
 *
 * @param kind such as {@code finished}
 * @param text one sentence
 */
record Notice(String kind, String sweep, String text, long atMillis) {}
