package io.holdout.worker.learn;

/** The formats of {@link WeightsFile}, and the ending that files of each have by custom. */
public enum WeightsFormat {
    /** What {@code torch.save} makes of a state dict, today's and the one before 1.6. */
    STATE_DICT("pth"),
    TORCHSCRIPT("pt"),
    SAFETENSORS("safetensors");

    private final String ending;

    WeightsFormat(String ending) {
        this.ending = ending;
    }

    /** Without the dot. */
    public String ending() {
        return ending;
    }
}
