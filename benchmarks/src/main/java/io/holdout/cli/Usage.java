package io.holdout.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What a process has used, by Linux's own books. */
final class Usage {
    private Usage() {}

    static double cpuSeconds(long pid) {
        return ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }

    /** Resident memory at its largest; 0 where there is no {@code /proc}. */
    static double peakMegabytes(long pid) throws IOException {
        return megabytes(pid, "VmHWM:");
    }

    /** Resident memory now; 0 where there is no {@code /proc}. */
    static double residentMegabytes(long pid) throws IOException {
        return megabytes(pid, "VmRSS:");
    }

    private static double megabytes(long pid, String what) throws IOException {
        Path status = Path.of("/proc/" + pid + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith(what)) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        return 0;
    }

    /** What a Java process keeps in its heap: it collects all garbage first. */
    static double heapMegabytes(long pid) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        String total = lastLine(jcmd.toString(), String.valueOf(pid), "GC.class_histogram");
        // Total, instances, bytes
        return Long.parseLong(total.strip().split("\\s+", -1)[2]) / 1024.0 / 1024.0;
    }

    /**
     * Of a folder and all below it.
     *
     * @param allocated what the file system took for it; else the sizes of the files
     */
    static long bytes(Path folder, boolean allocated) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        String size = lastLine("du", "-s", allocated ? "--block-size=1" : "-b", folder.toString());
        return Long.parseLong(size.split("\\s+", -1)[0]);
    }

    private static String lastLine(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (said.isEmpty()) {
            throw new IOException(String.join(" ", command) + " said nothing");
        }
        return said.substring(said.lastIndexOf('\n') + 1);
    }
}
