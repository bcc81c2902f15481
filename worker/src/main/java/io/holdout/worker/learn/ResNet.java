package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * ResNet-18 and ResNet-50 as torchvision builds them (v1.5: the stride of a bottleneck is in its 3x3 convolution), under
 * torchvision's names, without the final layer.
 */
final class ResNet implements Backbone {
    private static final int[] PLANES = {64, 128, 256, 512};

    private final boolean bottleneck;
    private final int[] units;

    private ResNet(boolean bottleneck, int... units) {
        this.bottleneck = bottleneck;
        this.units = units;
    }

    static ResNet resnet18() {
        return new ResNet(false, 2, 2, 2, 2);
    }

    static ResNet resnet50() {
        return new ResNet(true, 3, 4, 6, 3);
    }

    private int expansion() {
        return bottleneck ? 4 : 1;
    }

    @Override
    public int features() {
        return PLANES[3] * expansion();
    }

    @Override
    public Map<String, long[]> shapes() {
        var shapes = new LinkedHashMap<String, long[]>();
        convolution(shapes, "conv1", 64, 3, 7);
        BatchNormShapes.add(shapes, "bn1", 64);
        int in = 64;
        for (int stage = 0; stage < PLANES.length; stage++) {
            for (int unit = 0; unit < units[stage]; unit++) {
                unitShapes(shapes, "layer" + (stage + 1) + "." + unit, in, PLANES[stage], unit == 0 && stage > 0);
                in = PLANES[stage] * expansion();
            }
        }
        return shapes;
    }

    private void unitShapes(Map<String, long[]> shapes, String name, int in, int planes, boolean strided) {
        int out = planes * expansion();
        if (bottleneck) {
            convolution(shapes, name + ".conv1", planes, in, 1);
            BatchNormShapes.add(shapes, name + ".bn1", planes);
            convolution(shapes, name + ".conv2", planes, planes, 3);
            BatchNormShapes.add(shapes, name + ".bn2", planes);
            convolution(shapes, name + ".conv3", out, planes, 1);
            BatchNormShapes.add(shapes, name + ".bn3", out);
        } else {
            convolution(shapes, name + ".conv1", planes, in, 3);
            BatchNormShapes.add(shapes, name + ".bn1", planes);
            convolution(shapes, name + ".conv2", planes, planes, 3);
            BatchNormShapes.add(shapes, name + ".bn2", planes);
        }
        if (strided || in != out) {
            convolution(shapes, name + ".downsample.0", out, in, 1);
            BatchNormShapes.add(shapes, name + ".downsample.1", out);
        }
    }

    private static void convolution(Map<String, long[]> shapes, String name, int out, int in, int kernel) {
        shapes.put(name + ".weight", new long[] {out, in, kernel, kernel});
    }

    @Override
    public NDArray forward(Parameters p, NDArray x, BatchNormMode mode) {
        NDArray y = Torch.convolution(x, p.get("conv1.weight"), 2, 3);
        y = Torch.maxPool(Torch.relu(Torch.batchNorm(y, p, "bn1", mode)), 3, 2, 1);
        for (int stage = 0; stage < PLANES.length; stage++) {
            for (int unit = 0; unit < units[stage]; unit++) {
                y = unit(p, "layer" + (stage + 1) + "." + unit, y, unit == 0 && stage > 0 ? 2 : 1, mode);
            }
        }
        return Torch.globalAveragePool(y);
    }

    private NDArray unit(Parameters p, String name, NDArray x, int stride, BatchNormMode mode) {
        NDArray y;
        if (bottleneck) {
            y = block(p, name, 1, x, 1, 0, mode);
            y = consume(y, block(p, name, 2, y, stride, 1, mode));
            y = consume(y, last(p, name, 3, y, 0, mode));
        } else {
            y = block(p, name, 1, x, stride, 1, mode);
            y = consume(y, last(p, name, 2, y, 1, mode));
        }
        NDArray identity = x;
        if (p.has(name + ".downsample.0.weight")) {
            NDArray down = Torch.convolution(x, p.get(name + ".downsample.0.weight"), stride, 0);
            identity = Torch.batchNorm(down, p, name + ".downsample.1", mode);
            x.close();
        }
        NDArray sum = y.add(identity);
        y.close();
        identity.close();
        return Torch.relu(sum);
    }

    private static NDArray consume(NDArray used, NDArray result) {
        used.close();
        return result;
    }

    private static NDArray block(
            Parameters p, String name, int number, NDArray x, int stride, int padding, BatchNormMode mode) {
        NDArray y = Torch.convolution(x, p.get(name + ".conv" + number + ".weight"), stride, padding);
        return Torch.relu(Torch.batchNorm(y, p, name + ".bn" + number, mode));
    }

    private static NDArray last(Parameters p, String name, int number, NDArray x, int padding, BatchNormMode mode) {
        NDArray y = Torch.convolution(x, p.get(name + ".conv" + number + ".weight"), 1, padding);
        return Torch.batchNorm(y, p, name + ".bn" + number, mode);
    }
}
