package io.holdout.worker.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** A folder to import: six grey images of 12 x 10, image {@code i} of brightness {@code 40 * i}, and three tasks. */
final class SourceFolder {
    static final String DESCRIPTION =
            """
            id: cells
            name: Cells
            domain: Microscopy
            channels: 1
            license: CC0
            source: drawn
            domain_overlaps: [pbc]
            tasks:
            - task_name: count
              task_target: ORDINAL_REGRESSION
              labels: {0: none, 5: some, 10: no}
            - task_name: present
              task_target: BINARY_CLASSIFICATION
              labels: {0: absent, 1: present}
            - task_name: findings
              task_target: MULTILABEL_CLASSIFICATION
              labels: {0: a, 1: b}
            """;
    static final String HEADER = "file,split,count,present,findings";

    final Path folder;
    private String description = DESCRIPTION;
    private final List<String> lines = new ArrayList<>(List.of(
            HEADER,
            "images/0.png,train,0,0,0|0",
            "images/1.png,train,5,1,1|0",
            "images/2.png,train,10,1,0|1",
            "images/3.png,val,5,0,1|1",
            "images/4.png,test,0,1,0|0",
            "images/5.png,test,10,0,1|0"));

    SourceFolder(Path folder) {
        this.folder = folder;
    }

    SourceFolder describe(String text) {
        description = text;
        return this;
    }

    /** Replaces a line of the table, counted from 1. */
    SourceFolder line(int number, String text) {
        lines.set(number - 1, text);
        return this;
    }

    SourceFolder write() throws IOException {
        Files.createDirectories(folder.resolve("images"));
        Files.writeString(folder.resolve("dataset.yaml"), description);
        Files.writeString(folder.resolve("labels.csv"), String.join("\n", lines) + "\n");
        for (int i = 0; i < 6; i++) {
            image(i, grey(12, 10, 40 * i));
        }
        return this;
    }

    void image(int index, BufferedImage image) throws IOException {
        ImageIO.write(image, "png", folder.resolve("images/" + index + ".png").toFile());
    }

    static BufferedImage grey(int width, int height, int brightness) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.getRaster().setSample(x, y, 0, brightness);
            }
        }
        return image;
    }
}
