package io.holdout.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a certificate says of machine, versions and setting. */
final class CampaignFacts {
    private CampaignFacts() {}

    static SortedMap<String, String> of(Path file, String journal, int standbys, WorkersOption workers) {
        var system = ManagementFactory.getOperatingSystemMXBean();
        var facts = new TreeMap<String, String>();
        facts.put("file", String.valueOf(file.getFileName()));
        facts.put("journal", journal);
        facts.put("coordinators", "1 and " + standbys + " standing by");
        facts.put("workers", workers.workers + ", slots of each: " + workers.slots);
        facts.put(
                "machine",
                system.getName() + " " + system.getVersion() + " " + system.getArch() + ", "
                        + system.getAvailableProcessors() + " CPUs");
        // times to recover mean little on a machine that does other things
        facts.put("load of the machine before", String.format(Locale.ROOT, "%.1f", system.getSystemLoadAverage()));
        facts.put("versions", "holdout " + VersionCommand.version() + ", java " + System.getProperty("java.version"));
        return facts;
    }
}
