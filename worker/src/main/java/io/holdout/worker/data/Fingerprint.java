package io.holdout.worker.data;

import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.trial.CanonicalJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over all of a dataset that can change a result: shape, tasks, labels, splits and every pixel. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(Dataset dataset) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var info = dataset.info();
            text(digest, info.id() + "|" + info.channels() + "|" + info.height() + "|" + info.width());
            for (TaskInfo task : info.tasks()) {
                text(digest, CanonicalJson.write(task));
                TaskLabels labels = dataset.labels(task.name());
                var values = ByteBuffer.allocate(labels.samples() * labels.columns() * Integer.BYTES);
                for (int i = 0; i < labels.samples(); i++) {
                    for (int column = 0; column < labels.columns(); column++) {
                        values.putInt(labels.value(i, column));
                    }
                }
                digest.update(values.flip());
            }
            for (Split split : Split.values()) {
                text(digest, split.word());
                for (int position : dataset.split(split)) {
                    digest.update(
                            ByteBuffer.allocate(Integer.BYTES).putInt(position).flip());
                }
            }
            byte[] image = new byte[dataset.images().bytesPerImage()];
            for (int i = 0; i < dataset.images().count(); i++) {
                dataset.images().read(i, image);
                digest.update(image);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void text(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
