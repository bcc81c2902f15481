package io.holdout.cli.chaos;

import java.util.Locale;

/** A certificate as Markdown, readable in a terminal, too. */
final class CertificateText {
    private static final int LEAD = 12;

    private CertificateText() {}

    static String markdown(Certificate c) {
        var text = new StringBuilder();
        text.append("# Chaos certificate: ")
                .append(c.passed() ? "PASS" : "FAIL")
                .append("\n\n");
        text.append(summary(c));
        c.reasons().forEach(reason -> text.append("- **").append(reason).append("**\n"));
        text.append(c.reasons().isEmpty() ? "" : "\n");
        text.append("| fault | came | overcome | lasted at most | median | 95% | longest |\n");
        text.append("|---|---:|---:|---:|---:|---:|---:|\n");
        c.kinds().forEach(kind -> text.append(line(kind)));
        text.append(line(c.together()));
        text.append(
                "\nSeconds from the beginning of a fault until something was dispatched or acknowledged after it and all"
                        + " that its victim\nheld was dispatched anew or acknowledged. 'Lasted' is the fault's own length.\n\n");
        c.impossible().forEach((kind, why) -> text.append("- not tried: ")
                .append(kind)
                .append(" (")
                .append(why)
                .append(")\n"));
        text.append(c.impossible().isEmpty() ? "" : "\n");
        text.append("| | |\n|---|---|\n");
        row(text, "results acknowledged", c.acknowledged());
        row(text, "attempts that ended without a result", c.lostAttempts().isEmpty() ? "none" : c.lostAttempts());
        row(text, "results whose files were spoiled, made again", c.madeAgain());
        row(text, "times the command was given again", c.repeats());
        row(text, "undisturbed run", seconds(c.undisturbedMillis()) + " s");
        row(text, "under faults", seconds(c.stormMillis()) + " s in " + c.rounds() + " runs");
        c.facts().forEach((name, value) -> row(text, name, value));
        row(text, "table, undisturbed", "`" + c.undisturbedTable() + "`");
        for (int i = 0; i < c.tables().size(); i++) {
            row(text, "table, run " + (i + 1), "`" + c.tables().get(i) + "`");
        }
        return text.toString();
    }

    private static String summary(Certificate c) {
        String tables = c.passed()
                ? "Every table equals the undisturbed one to the last byte (SHA-256 "
                        + c.undisturbedTable().substring(0, LEAD)
                        + "...), and no acknowledged result was lost.\n\n"
                : "What was promised did not hold:\n\n";
        return "Sweep `" + c.sweep() + "` in real processes, seed " + c.seed() + ": "
                + c.together().inflicted() + " of " + c.faultsPlanned() + " faults inflicted, "
                + c.together().overcome() + " overcome.\n" + tables;
    }

    private static String line(KindSummary kind) {
        return "| %s | %d | %d | %s | %s | %s | %s |%n"
                .formatted(
                        kind.words(),
                        kind.inflicted(),
                        kind.overcome(),
                        kind.longestFault() == 0 ? "" : seconds(kind.longestFault()),
                        seconds(kind.median()),
                        seconds(kind.p95()),
                        seconds(kind.most()))
                .replace(System.lineSeparator(), "\n");
    }

    private static void row(StringBuilder text, String name, Object value) {
        text.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }

    private static String seconds(long millis) {
        return millis < 0 ? "" : String.format(Locale.ROOT, "%.1f", millis / 1e3);
    }
}
