package io.holdout.coordinator.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ImageNet weights that torchvision publishes for the backbones. */
public final class Weights {
    /** Where torchvision publishes them. */
    public static final String PUBLISHED_AT = "https://download.pytorch.org/models/";

    private static final Map<String, String> FILES =
            Map.of("resnet18", "resnet18-f37072fd.pth", "resnet50", "resnet50-11ad3fa6.pth");

    private Weights() {}

    /** The backbones that have ImageNet weights. */
    public static List<String> backbones() {
        return FILES.keySet().stream().sorted().toList();
    }

    /** Whether a backbone has ImageNet weights. */
    static boolean existFor(String backbone) {
        return FILES.containsKey(backbone);
    }

    /** What to do when they are missing. */
    static String advice(String backbone) {
        String file = FILES.get(backbone);
        if (file == null) {
            return "there are no ImageNet weights for '" + backbone + "'; use " + String.join(" or ", backbones())
                    + ", or 'start: random'";
        }
        return "ImageNet weights for " + backbone + " are missing: run 'holdout weights fetch " + backbone
                + "', or get " + PUBLISHED_AT + file + " and run 'holdout weights add " + file
                + "' (with the same --home); or leave out the strategy 'imagenet' and say 'start: random'";
    }

    /** The name of the file that torchvision publishes; its last part is the start of the file's SHA-256. */
    public static Optional<String> publishedFile(String backbone) {
        return Optional.ofNullable(FILES.get(backbone));
    }
}
