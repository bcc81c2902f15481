package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.cli.chaos.Certificate;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short campaign as a user runs it; every kind of fault that this machine allows comes once. */
class ChaosTest {
    private static final String SWEEP =
            """
            sweep: short
            datasets: [bus, glaucoma, oct]
            strategies: [random-init, mm-pt, mm-maml]
            backbones: [{conv4: {width: 8}}]
            image_size: 32
            episodes: 20
            fine_tune: {steps: [30], episodes_per_trial: 2}
            mm_pt: {epochs: 3, steps_per_epoch: 40, validation_images: 16}
            mm_maml: {epochs: 1, episodes_per_task: 4, validation_episodes: 1, validation_inner_steps: 2}
            """;

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private int chaos(String... arguments) {
        return Main.execute(new PrintWriter(err, true), arguments);
    }

    @Test
    void a_sweep_that_is_broken_in_every_way_this_machine_allows_has_the_table_of_an_undisturbed_one()
            throws Exception {
        Path file = Files.writeString(folder.resolve("short.yaml"), SWEEP);
        Path certificate = folder.resolve("certificate.json");

        int exit = chaos(
                "chaos",
                file.toString(),
                "--faults",
                "10",
                "--seed",
                "1",
                "--longest",
                "3",
                "--home",
                folder.resolve("homes").toString(),
                "--certificate",
                certificate.toString());

        Certificate told = CanonicalJson.read(Files.readString(certificate), Certificate.class);
        assertEquals(ExitCode.OK, exit, told.markdown());
        assertTrue(told.passed());
        assertEquals(10, told.together().inflicted());
        assertEquals(10, told.together().overcome());
        assertTrue(told.kinds().size() >= 8, told.markdown());
        assertTrue(told.tables().stream().allMatch(told.undisturbedTable()::equals));
    }

    @Test
    void wrong_arguments_are_told_before_anything_starts() throws Exception {
        String file = Files.writeString(folder.resolve("short.yaml"), SWEEP).toString();

        assertEquals(ExitCode.BAD_INPUT, chaos("chaos", file, "--faults", "0"));
        assertEquals(ExitCode.BAD_INPUT, chaos("chaos", file, "--break-journal", "true"));
        assertEquals(
                ExitCode.BAD_INPUT, chaos("chaos", folder.resolve("none.yaml").toString()));
        assertTrue(err.toString().contains("--faults is 0; allowed are 1 to 100000"), err.toString());
        assertTrue(err.toString().contains("--break-journal needs a --journal"), err.toString());
        assertTrue(err.toString().contains("NO_SUCH_FILE"), err.toString());
    }
}
