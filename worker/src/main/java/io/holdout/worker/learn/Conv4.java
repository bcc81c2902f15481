package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import io.holdout.protocol.failure.HoldoutException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The four-block network of the few-shot literature (Vinyals et al. 2016; Finn et al. 2017): each block a 3x3
 * convolution without bias, batch norm, rectifier and 2x2 max pooling; the last map is flattened.
 */
final class Conv4 implements Backbone {
    private static final int BLOCKS = 4;

    private final int width;
    private final int side;

    Conv4(int width, int imageSize) {
        this.width = width;
        this.side = imageSize >> BLOCKS;
        if (side < 1 || width < 1) {
            throw HoldoutException.user(
                    "BACKBONE_INVALID",
                    "conv4 needs a width of 1 or more and images of 16 pixels or more, not width " + width
                            + " and image size " + imageSize);
        }
    }

    @Override
    public Map<String, long[]> shapes() {
        var shapes = new LinkedHashMap<String, long[]>();
        for (int block = 1; block <= BLOCKS; block++) {
            String name = "block" + block;
            shapes.put(name + ".conv.weight", new long[] {width, block == 1 ? 3 : width, 3, 3});
            BatchNormShapes.add(shapes, name + ".norm", width);
        }
        return shapes;
    }

    @Override
    public int features() {
        return width * side * side;
    }

    @Override
    public NDArray forward(Parameters p, NDArray x, BatchNormMode mode) {
        NDArray y = x;
        for (int block = 1; block <= BLOCKS; block++) {
            String name = "block" + block;
            NDArray convolved = Torch.convolution(y, p.get(name + ".conv.weight"), 1, 1);
            if (y != x) {
                y.close();
            }
            y = Torch.maxPool(Torch.relu(Torch.batchNorm(convolved, p, name + ".norm", mode)), 2, 2, 0);
        }
        NDArray flat = y.reshape(y.getShape().get(0), features());
        y.close();
        return flat;
    }
}
