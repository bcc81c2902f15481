package io.holdout.coordinator.plan;

import java.util.Map;

/** The ImageNet weights that torchvision publishes for the backbones. */
public final class Weights {
    private static final Map<String, String> FILES =
            Map.of("resnet18", "resnet18-f37072fd.pth", "resnet50", "resnet50-11ad3fa6.pth");

    private Weights() {}

    /** Whether a backbone has ImageNet weights. */
    static boolean existFor(String backbone) {
        return FILES.containsKey(backbone);
    }

    /** What to do when they are missing. */
    static String advice(String backbone) {
        String file = FILES.get(backbone);
        if (file == null) {
            return "there are no ImageNet weights for '" + backbone + "'; use resnet18 or resnet50, or 'start: random'";
        }
        return "ImageNet weights for " + backbone + " are missing: get https://download.pytorch.org/models/" + file
                + ", save it as safetensors (in Python: safetensors.torch.save_file(torch.load('" + file + "'), '"
                + fileName(backbone) + "')) and put " + fileName(backbone)
                + " into <home>/weights/; or leave out the strategy 'imagenet' and say 'start: random'";
    }

    /** The file under {@code <home>/weights/} that holds a backbone's weights. */
    public static String fileName(String backbone) {
        String file = FILES.getOrDefault(backbone, backbone + ".pth");
        return file.substring(0, file.length() - ".pth".length()) + ".safetensors";
    }
}
