package io.holdout.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Says what this is. */
@Command(name = "version", description = "Print the versions of Holdout, Java and the system.")
final class VersionCommand implements Runnable, CommandLine.IVersionProvider {
    @Override
    public void run() {
        for (String line : getVersion()) {
            System.out.println(line);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "holdout " + version(),
            "java " + System.getProperty("java.version"),
            System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }

    /** The project's version. */
    static String version() {
        var properties = new Properties();
        try (var in = VersionCommand.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
