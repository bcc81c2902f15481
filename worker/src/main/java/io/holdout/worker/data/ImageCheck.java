package io.holdout.worker.data;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks that {@code images.hdf5} and {@code images/*.tiff} hold the same images, as many and as large as described. */
final class ImageCheck {
    private static final String HDF5 = "images.hdf5";
    private static final String FOLDER = "images";

    /** About a second's worth. */
    private static final int IMAGES_A_REPORT = 500;

    private final Path folder;
    private final String prefix;
    private final DatasetInfo info;
    private final Findings findings;
    private final Consumer<String> progress;

    ImageCheck(Path folder, String prefix, DatasetInfo info, Findings findings, Consumer<String> progress) {
        this.folder = folder;
        this.prefix = prefix;
        this.info = info;
        this.findings = findings;
        this.progress = progress;
    }

    void run() {
        boolean haveTiffs = Files.isDirectory(folder.resolve(FOLDER));
        if (haveTiffs) {
            strayFiles();
        } else {
            findings.error(prefix + FOLDER, "is missing, must hold " + info.totalSamples() + " TIFF files");
        }
        try (Hdf5Images images = Hdf5Images.open(folder.resolve(HDF5))) {
            boolean comparable = hasShape(images);
            if (haveTiffs) {
                tiffs(comparable ? images : null);
            }
        } catch (HoldoutException e) {
            findings.error(prefix + HDF5, e.failure().message());
            if (haveTiffs) {
                tiffs(null);
            }
        }
    }

    private boolean hasShape(Images images) {
        if (images.count() != info.totalSamples()) {
            findings.error(prefix + HDF5, "holds " + images.count() + " images, info.yaml says " + info.totalSamples());
        }
        boolean same = images.channels() == info.channels()
                && images.height() == info.height()
                && images.width() == info.width();
        if (!same) {
            findings.error(
                    prefix + HDF5,
                    "holds images of " + shape(images.channels(), images.height(), images.width()) + ", info.yaml says "
                            + shape(info.channels(), info.height(), info.width()));
        }
        return same;
    }

    /** @param images to compare with; null if they cannot be read */
    private void tiffs(@Nullable Hdf5Images images) {
        byte[] expected = new byte[info.height() * info.width() * info.channels()];
        for (int i = 0; i < info.totalSamples(); i++) {
            byte[] pixels = tiff(i);
            if (pixels != null && images != null && i < images.count()) {
                images.read(i, expected);
                int at = Arrays.mismatch(pixels, expected);
                if (at >= 0) {
                    int pixel = at / info.channels();
                    error(
                            i,
                            "differs from " + HDF5 + " first at row " + pixel / info.width() + ", column "
                                    + pixel % info.width() + ": " + (pixels[at] & 0xff) + ", there "
                                    + (expected[at] & 0xff));
                }
            }
            if ((i + 1) % IMAGES_A_REPORT == 0) {
                progress.accept(info.id() + " " + (i + 1) + " of " + info.totalSamples());
            }
        }
    }

    /** Pixels of a TIFF of the right shape; null after a finding. */
    private byte @Nullable [] tiff(int index) {
        Path file = folder.resolve(TiffFile.name(index));
        if (!Files.isRegularFile(file)) {
            error(index, "is missing");
            return null;
        }
        try {
            DecodedImage tiff = DecodedImage.read(file);
            if (tiff.channels() == info.channels() && tiff.height() == info.height() && tiff.width() == info.width()) {
                return tiff.pixels();
            }
            error(
                    index,
                    "is an image of " + shape(tiff.channels(), tiff.height(), tiff.width()) + ", info.yaml says "
                            + shape(info.channels(), info.height(), info.width()));
        } catch (IOException e) {
            error(index, String.valueOf(e.getMessage()));
        }
        return null;
    }

    private void error(int index, String message) {
        findings.errorIn(prefix + FOLDER, prefix + TiffFile.name(index), index, message);
    }

    private void strayFiles() {
        try (var files = Files.list(folder.resolve(FOLDER))) {
            files.map(file -> FOLDER + "/" + file.getFileName())
                    .filter(name -> {
                        OptionalInt position = TiffFile.position(name);
                        return position.isEmpty() || position.getAsInt() >= info.totalSamples();
                    })
                    .sorted()
                    .forEach(name -> findings.warning(prefix + FOLDER, "holds " + name + ", which is no image of it"));
        } catch (IOException e) {
            findings.error(prefix + FOLDER, "cannot be listed: " + e);
        }
    }

    private static String shape(int channels, int height, int width) {
        return channels + " x " + height + " x " + width;
    }
}
