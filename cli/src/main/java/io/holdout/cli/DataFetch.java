package io.holdout.cli;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Brings published datasets, a zip archive each, into a data folder. A dataset appears there when all of it is unpacked and
 * on disk. Of an archive only the files that a dataset has are taken, by their names.
 */
final class DataFetch {
    /** Where MedIMeta is published, DOI 10.5281/zenodo.7884735. */
    static final String PUBLISHED_AT = "https://zenodo.org/records/7884735/files/";

    private static final Pattern WANTED =
            Pattern.compile("(?:[^/]+/)?(info\\.yaml|images\\.hdf5|annotations\\.csv|LICENSE|images/[0-9]{6}\\.tiff"
                    + "|task_labels/[^/\\x00-\\x1f\\\\]+\\.npy|(?:original_)?splits/[a-z]+\\.txt)");
    /** More than any dataset unpacks to; an archive is not to fill the disk. */
    private static final long MOST_BYTES = 1L << 38;

    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final Download.Limits limits;

    DataFetch(Path folder, Download.Limits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    /**
     * Fetches a dataset of the catalogue.
     *
     * @param from where it is published; {@code id.zip} follows it
     * @param progress told now and then how many bytes are here
     * @return false if it is here already; then nothing is fetched
     * @throws HoldoutException DOWNLOAD_FAILED, BAD_ARCHIVE, DATA_UNWRITABLE
     */
    boolean fetch(String id, URI from, LongConsumer progress) {
        Path dataset = folder.resolve(id);
        if (Files.exists(dataset)) {
            return false;
        }
        Path archive = folder.resolve("." + id + ".zip.part");
        Path aside = folder.resolve("." + id + ".unpacked");
        URI source = URI.create(from.toString().replaceFirst("/*$", "/") + id + ".zip");
        try {
            Files.createDirectories(folder);
            try (var part = new PartFile(archive)) {
                new Download(source, part, limits, progress, "is unpacked into " + dataset + " by hand").run();
                delete(aside);
                try {
                    unpack(archive, aside, source);
                } catch (HoldoutException e) {
                    // to go on with it would only lead here again
                    part.delete();
                    throw e;
                }
                Files.move(aside, dataset, StandardCopyOption.ATOMIC_MOVE);
                part.delete();
            } finally {
                delete(aside);
            }
        } catch (IOException e) {
            throw HoldoutException.infrastructure("DATA_UNWRITABLE", "cannot write into " + folder + ": " + e, e);
        }
        return true;
    }

    private static void unpack(Path archive, Path aside, URI source) throws IOException {
        long left = MOST_BYTES;
        try (var zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(archive), BUFFER))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Matcher wanted = WANTED.matcher(entry.getName());
                if (wanted.matches()) {
                    left -= write(zip, aside.resolve(wanted.group(1)), left, source);
                }
            }
        } catch (ZipException | java.io.EOFException e) {
            throw bad(source, e.getMessage() == null ? "it ends too early" : e.getMessage());
        }
        for (String name : new String[] {"info.yaml", "images.hdf5"}) {
            if (!Files.exists(aside.resolve(name))) {
                throw bad(source, "it holds no " + name);
            }
        }
    }

    private static long write(InputStream in, Path file, long most, URI source) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var out = Channels.newOutputStream(channel);
            var buffer = new byte[BUFFER];
            long written = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                written += read;
                if (written > most) {
                    throw bad(source, "it unpacks to more than " + MOST_BYTES + " bytes");
                }
                out.write(buffer, 0, read);
            }
            channel.force(true);
            return written;
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw bad(source, "it holds " + file.getFileName() + " twice");
        }
    }

    private static HoldoutException bad(URI source, String why) {
        return new HoldoutException(new Failure(
                FailureClass.USER, "BAD_ARCHIVE", "what " + source + " sent is no archive of a dataset: " + why));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, @org.jspecify.annotations.Nullable IOException e)
                    throws IOException {
                Files.delete(left);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
