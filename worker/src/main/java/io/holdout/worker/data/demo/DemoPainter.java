package io.holdout.worker.data.demo;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.trial.Seeds;
import java.util.SplittableRandom;

/** Paints the images of one dataset: the scene of its domain, and on it what the look says. */
final class DemoPainter {
    private static final int MOST_VESSELS = 6;

    private final Scene scene;
    private final DatasetInfo info;
    private final double exposure;

    /** @throws IllegalArgumentException if nobody has painted the dataset's domain yet */
    DemoPainter(DatasetInfo info) {
        this.info = info;
        this.scene = scene(info);
        // datasets of one domain come from different devices
        this.exposure = Draws.between(0.85, 1.1, new SplittableRandom(Seeds.derive(0, "exposure", info.id())));
    }

    /**
     * Paints one image: unsigned bytes, row by row, channels interleaved.
     *
     * @param random for all that no label shows
     * @param into height x width x channels bytes
     */
    void paint(Look look, SplittableRandom random, byte[] into) {
        var canvas = new Canvas(info.height());
        scene.paint(canvas, look, exposure * look.between(0.65, 1.15, Feature.BACKGROUND), random);
        vessels(canvas, look, random);
        veil(canvas, look, random);
        Signs.paint(canvas, look, random);
        canvas.addNoise(look.between(0.01, 0.13, Feature.GRAIN), random);
        canvas.write(info.channels(), into);
    }

    private static Scene scene(DatasetInfo info) {
        return switch (info.domain()) {
            case "Retinal fundus" -> EyeScenes::fundus;
            case "OCT" -> EyeScenes::oct;
            case "Microscopy" -> CellScenes::blood;
            case "Histopathology" -> CellScenes::tissue;
            case "Chest X-ray" -> ChestScene::paint;
            case "Breast ultrasound" -> BreastScenes::ultrasound;
            case "Mammography" -> BreastScenes::mammography;
            case "Dermatoscopy" -> SkinScenes::dermatoscopy;
            case "Clinical skin photography" -> SkinScenes::photograph;
            case "Abdominal CT" ->
                info.id().endsWith("_axial")
                        ? SliceScene.AXIAL
                        : info.id().endsWith("_coronal") ? SliceScene.CORONAL : SliceScene.SAGITTAL;
            default ->
                throw new IllegalArgumentException(
                        "no painter for domain '" + info.domain() + "' of dataset " + info.id());
        };
    }

    private static void vessels(Canvas canvas, Look look, SplittableRandom random) {
        int count = (int) Math.round(MOST_VESSELS * look.of(Feature.VESSELS));
        for (int vessel = 0; vessel < count; vessel++) {
            var line = Covers.line(
                    Draws.between(-0.9, 0.9, random), 0.3 * Draws.normal(random), 0.4 * Draws.normal(random), 0.05);
            canvas.paint((random.nextBoolean() ? line : Covers.turned(line)).times(0.85), new Colour(0.70, 0.08, 0.10));
        }
    }

    private static void veil(Canvas canvas, Look look, SplittableRandom random) {
        double[] direction = Draws.direction(random);
        canvas.paint(
                Covers.disc(0.6 * direction[0], 0.6 * direction[1], 0.7, 0.9).times(0.7 * look.of(Feature.VEIL)),
                new Colour(0.72, 0.78, 0.92));
    }
}
