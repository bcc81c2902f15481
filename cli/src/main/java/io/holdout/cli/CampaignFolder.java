package io.holdout.cli;

import io.holdout.protocol.artifact.AtomicFile;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.worker.data.demo.DemoData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** The files of a chaos campaign: a new folder for each, so that nothing of the user's is ever in it. */
final class CampaignFolder {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private CampaignFolder() {}

    static Path make(Path home, long seed) {
        String name = STAMP.format(LocalDateTime.now(ZoneId.systemDefault())) + "-" + seed;
        Path folder = home.toAbsolutePath().normalize().resolve(name);
        try {
            Files.createDirectories(folder.getParent());
            return Files.createDirectory(folder);
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot make the new folder " + folder, e);
        }
    }

    /** Datasets for those who named none. */
    static Path paint(Path folder) {
        Path images = folder.resolve("data");
        DemoData.write(images, 0, (done, all) -> Step.now("Painting datasets: " + done + " of " + all));
        return images;
    }

    static void write(Path certificate, String text) {
        try {
            AtomicFile.write(certificate, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw HoldoutException.infrastructure(
                    "CERTIFICATE", "cannot write " + certificate + ": " + e.getMessage(), e);
        }
    }
}
