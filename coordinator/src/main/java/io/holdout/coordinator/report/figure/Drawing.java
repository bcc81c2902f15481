package io.holdout.coordinator.report.figure;

import java.util.List;

/**
 * A figure.
 *
 * @param name for files, such as {@code heat-map}
 * @param title in words
 * @param description for those who cannot see it
 * @param marks in the order in which they are painted
 */
public record Drawing(String name, String title, String description, double width, double height, List<Mark> marks) {
    public Drawing {
        marks = List.copyOf(marks);
    }
}
