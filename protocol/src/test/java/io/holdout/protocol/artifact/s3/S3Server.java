package io.holdout.protocol.artifact.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real S3 server (S3Proxy on a folder) in a process of its own, with a bucket {@link #BUCKET}. */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "tests";
    public static final String USER = "local-identity";
    public static final String SECRET = "local-credential";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final Pattern PORT = Pattern.compile("Started [^\n]*\\{127\\.0\\.0\\.1:([0-9]+)}");

    private final Path folder;
    private final Process process;
    private final int port;

    private S3Server(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    public static S3Server start() throws IOException {
        Path folder = Files.createTempDirectory("holdout-s3-");
        Files.createDirectories(folder.resolve("data").resolve(BUCKET));
        Path settings = Files.writeString(
                folder.resolve("s3proxy.conf"),
                """
                s3proxy.endpoint=http://127.0.0.1:0
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                s3proxy.ignore-unknown-headers=true
                jclouds.provider=filesystem-nio2
                jclouds.identity=none
                jclouds.credential=none
                jclouds.filesystem.basedir=%s
                """
                        .formatted(USER, SECRET, folder.resolve("data")));
        Path log = folder.resolve("out.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Path.of(System.getProperty("s3.lib", "../s3-server/target/lib"))
                                        .toAbsolutePath() + "/*",
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new S3Server(folder, process, port(process, log));
    }

    private static int port(Process process, Path log) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            var started = PORT.matcher(Files.readString(log));
            if (started.find()) {
                return Integer.parseInt(started.group(1));
            }
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException("S3Proxy does not start: " + Files.readString(log));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** Address of a store in the bucket; its credentials file is made. */
    public String address(String prefix) throws IOException {
        return address(BUCKET, prefix, SECRET);
    }

    String address(String bucket, String prefix, String secret) throws IOException {
        Path credentials = Files.writeString(
                folder.resolve("credentials-" + secret.hashCode()),
                "[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n".formatted(USER, secret));
        return "s3://" + bucket + "/" + prefix + "?endpoint=" + endpoint() + "&path-style=true&credentials="
                + credentials;
    }

    /** The file behind an object. */
    Path file(String key) {
        return folder.resolve("data").resolve(BUCKET).resolve(key);
    }

    /** Kills it and deletes its data. */
    @Override
    public void close() {
        process.destroyForcibly();
        try (Stream<Path> files = Files.walk(folder)) {
            process.waitFor();
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
