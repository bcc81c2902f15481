package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The coordinators of a home that have joined its cluster, a small file each: whom another node may join. Who starts
 * coordinators founds a cluster only when there are none, so that there are never two.
 */
record Members(Path folder) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18}) (\\S+)\\s*");

    /** @param address host:port of its remoting */
    record Member(String name, long pid, String address) {}

    void add(Member member) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot make " + folder + ": " + e.getMessage(), e);
        }
        Home.write(folder.resolve(member.name()), member.pid() + " " + member.address() + "\n");
    }

    /** Those whose process lives, by name; a file that cannot be read is none. */
    List<Member> alive() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted()
                    .flatMap(file -> read(file).stream())
                    .filter(member -> ProcessHandle.of(member.pid())
                            .map(ProcessHandle::isAlive)
                            .orElse(false))
                    .toList();
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Optional<Member> read(Path file) {
        try {
            Matcher form = FORM.matcher(Files.readString(file));
            return form.matches()
                    ? Optional.of(
                            new Member(file.getFileName().toString(), Long.parseLong(form.group(1)), form.group(2)))
                    : Optional.empty();
        } catch (IOException e) {
            // being written, or gone meanwhile
            return Optional.empty();
        }
    }
}
