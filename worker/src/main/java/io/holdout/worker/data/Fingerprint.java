package io.holdout.worker.data;

import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.trial.CanonicalJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over all of a dataset that can change a result: shape, tasks, labels, splits and every pixel. Names for people,
 * licence and overlaps are left out: which datasets may be a source is the plan's business, and the plan names them.
 */
final class Fingerprint {
    /** Goes into every fingerprint; counted up when what is hashed changes. */
    static final String FORM = "holdout-fingerprint-1";

    private final MessageDigest digest;

    private Fingerprint(MessageDigest digest) {
        this.digest = digest;
    }

    /** 64 lower-case hex digits. Reads all pixels: seconds a gigabyte. */
    static String of(Dataset dataset) {
        try {
            var fingerprint = new Fingerprint(MessageDigest.getInstance("SHA-256"));
            fingerprint.add(dataset);
            return HexFormat.of().formatHex(fingerprint.digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void add(Dataset dataset) {
        add(FORM);
        add(dataset.info().id());
        for (TaskInfo task : dataset.info().tasks()) {
            add(CanonicalJson.write(task));
            add(values(dataset.labels(task.name())));
        }
        for (Split split : Split.values()) {
            add(split.word());
            add(dataset.split(split));
        }
        Images images = dataset.images();
        add(new int[] {images.count(), images.height(), images.width(), images.channels()});
        byte[] image = new byte[images.bytesPerImage()];
        for (int i = 0; i < images.count(); i++) {
            images.read(i, image);
            digest.update(image);
        }
    }

    private static int[] values(TaskLabels labels) {
        int[] values = new int[labels.samples() * labels.columns()];
        for (int i = 0; i < values.length; i++) {
            values[i] = labels.value(i / labels.columns(), i % labels.columns());
        }
        return values;
    }

    private void add(String text) {
        addCounted(text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(int[] values) {
        var bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
        bytes.asIntBuffer().put(values);
        addCounted(bytes.array());
    }

    /** The length goes first, so that no two datasets run together to the same bytes. */
    private void addCounted(byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
