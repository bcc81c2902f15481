package io.holdout.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** Commands as a user types them, and what came of them. */
final class Typed {
    private final StringWriter err = new StringWriter();

    /** Exit code, then what was printed. */
    String holdout(String... arguments) {
        var out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            return Main.execute(new PrintWriter(err, true), arguments) + "\n" + out.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(before);
        }
    }

    /** All errors so far. */
    String errors() {
        return err.toString();
    }
}
