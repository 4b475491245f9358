package lanewise.nn.pretrained;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.nn.AdaptiveAvgPool2d;
import lanewise.nn.BatchNorm2d;
import lanewise.nn.Conv2d;
import lanewise.nn.Layer;
import lanewise.nn.Linear;
import lanewise.nn.MaxPool2d;
import lanewise.nn.Sequential;
import lanewise.nn.functional.ConvOptions;
import lanewise.nn.functional.MaxPoolOptions;
import org.jspecify.annotations.Nullable;

/// Torchvision's `resnet18` under its names, of any width.
final class ResNet18 extends Layer {
    private static final ConvOptions STEM = new ConvOptions().withStride(2).withPadding(3);

    private final Conv2d conv1;
    private final BatchNorm2d bn1;
    private final MaxPool2d maxpool =
            new MaxPool2d(new int[] {3}, new MaxPoolOptions().withStride(2).withPadding(1));
    private final List<Sequential> layers = new ArrayList<>();
    private final AdaptiveAvgPool2d avgpool = new AdaptiveAvgPool2d(1, 1);
    private final Linear fc;

    ResNet18(int width, int classes) {
        this.conv1 = registerModule("conv1", new Conv2d(3, width, 7, STEM, false));
        this.bn1 = registerModule("bn1", new BatchNorm2d(width));
        int channels = width;
        for (int k = 0; k < 4; k++) {
            int out = width << k;
            layers.add(registerModule(
                    "layer" + (k + 1),
                    new Sequential(new BasicBlock(channels, out, k == 0 ? 1 : 2), new BasicBlock(out, out, 1))));
            channels = out;
        }
        this.fc = registerModule("fc", new Linear(channels, classes));
    }

    @Override
    public Tensor forward(Tensor images) {
        Tensor x = maxpool.call(bn1.call(conv1.call(images)).relu());
        for (Sequential layer : layers) {
            x = layer.call(x);
        }
        return fc.call(avgpool.call(x).flatten(1, -1));
    }

    /// Two convolutions and the input beside them.
    private static final class BasicBlock extends Layer {
        private final Conv2d conv1;
        private final BatchNorm2d bn1;
        private final Conv2d conv2;
        private final BatchNorm2d bn2;
        private final @Nullable Sequential downsample;

        BasicBlock(int in, int out, int stride) {
            ConvOptions options = new ConvOptions().withPadding(1);
            this.conv1 = registerModule("conv1", new Conv2d(in, out, 3, options.withStride(stride), false));
            this.bn1 = registerModule("bn1", new BatchNorm2d(out));
            this.conv2 = registerModule("conv2", new Conv2d(out, out, 3, options, false));
            this.bn2 = registerModule("bn2", new BatchNorm2d(out));
            this.downsample = stride == 1 && in == out
                    ? null
                    : registerModule(
                            "downsample",
                            new Sequential(
                                    new Conv2d(in, out, 1, new ConvOptions().withStride(stride), false),
                                    new BatchNorm2d(out)));
        }

        @Override
        public Tensor forward(Tensor input) {
            Tensor x = bn1.call(conv1.call(input)).relu();
            x = bn2.call(conv2.call(x));
            return x.add(downsample == null ? input : downsample.call(input)).relu();
        }
    }
}
