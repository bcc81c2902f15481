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
        return new String(bytes(arguments), StandardCharsets.UTF_8);
    }

    /** Exit code, a line end, then the bytes that were printed. */
    byte[] bytes(String... arguments) {
        var out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int code = Main.execute(new PrintWriter(err, true), arguments);
            var all = new ByteArrayOutputStream();
            all.writeBytes((code + "\n").getBytes(StandardCharsets.UTF_8));
            all.writeBytes(out.toByteArray());
            return all.toByteArray();
        } finally {
            System.setOut(before);
        }
    }

    /** All errors so far. */
    String errors() {
        return err.toString();
    }
}
