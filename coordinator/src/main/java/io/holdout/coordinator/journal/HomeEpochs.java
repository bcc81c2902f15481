package io.holdout.coordinator.journal;

import io.holdout.protocol.artifact.AtomicFile;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Epochs of a home: {@code coordinator.epoch} holds the last one and who took it. The home's lock keeps writers apart, so
 * a holder of an older epoch has lost the lock, too.
 */
public final class HomeEpochs implements EpochRegistry {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17}) (.*)\\n", Pattern.DOTALL);

    private final Path file;
    private final HomeLock lock;

    public HomeEpochs(Path home, HomeLock lock) {
        this.file = home.resolve("coordinator.epoch");
        this.lock = lock;
    }

    @Override
    public long claim(String holder) {
        if (!lock.isHeld()) {
            throw new HoldoutException(new Failure(
                    FailureClass.INFRASTRUCTURE, "HOME_UNUSABLE", "an epoch of " + file + " needs the home's lock"));
        }
        long epoch = current() + 1;
        try {
            AtomicFile.write(file, (epoch + " " + holder + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot write " + file + ": " + e.getMessage(), e);
        }
        return epoch;
    }

    @Override
    public boolean holds(long epoch) {
        return epoch > 0 && lock.isHeld() && current() == epoch;
    }

    private long current() {
        try {
            if (!Files.exists(file)) {
                return 0;
            }
            Matcher form = FORM.matcher(Files.readString(file));
            if (form.matches()) {
                return Long.parseLong(form.group(1));
            }
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot read " + file + ": " + e.getMessage(), e);
        }
        throw new HoldoutException(new Failure(
                FailureClass.INFRASTRUCTURE,
                "HOME_UNUSABLE",
                file + " is damaged: it must hold a number and a name; write a number larger than every epoch before"));
    }
}
