package lanewise.samples.models;

import lanewise.autograd.Tensor;
import lanewise.nn.BatchNorm2d;
import lanewise.nn.Conv2d;
import lanewise.nn.Layer;
import lanewise.nn.Linear;
import lanewise.nn.PaddingMode;
import lanewise.nn.Sequential;
import lanewise.nn.functional.ConvOptions;
import lanewise.nn.functional.Functional;
import lanewise.nn.init.FanMode;
import lanewise.nn.init.Init;
import lanewise.nn.init.Nonlinearity;

/// The residual network for small images, of 6·blocks + 2 layers (He, Zhang, Ren, Sun 2015, arXiv:1512.03385,
/// section 4.2), with torchvision's names.
///
/// Where a group halves the image and doubles the filters, the shortcut is a 1×1 convolution with batch
/// normalisation (the paper's option B). Convolutions start normally distributed by their fan-out (He et al. 2015,
/// arXiv:1502.01852).
public final class ResNet extends Layer {
    private final Conv2d conv1;
    private final BatchNorm2d bn1;
    private final Sequential layer1;
    private final Sequential layer2;
    private final Sequential layer3;
    private final Linear fc;

    /// A network of these sizes.
    public ResNet(ResNetOptions options) {
        int width = options.width();
        conv1 = registerModule("conv1", convolution(options.channels(), width, 3, 1));
        bn1 = registerModule("bn1", new BatchNorm2d(width));
        layer1 = registerModule("layer1", group(width, width, options.blocks(), 1));
        layer2 = registerModule("layer2", group(width, 2 * width, options.blocks(), 2));
        layer3 = registerModule("layer3", group(2 * width, 4 * width, options.blocks(), 2));
        fc = registerModule("fc", new Linear(4 * width, options.classes()));
    }

    @Override
    protected boolean forgetsIntermediates() {
        return true;
    }

    /// @param images `[n, channels, height, width]`
    /// @return logits `[n, classes]`
    @Override
    public Tensor forward(Tensor images) {
        Tensor x = Functional.relu(bn1.call(conv1.call(images)));
        x = layer3.call(layer2.call(layer1.call(x)));
        return fc.call(x.mean(2, 3));
    }

    private static Sequential group(int in, int out, int blocks, int stride) {
        Sequential group = new Sequential(new BasicBlock(in, out, stride));
        for (int i = 1; i < blocks; i++) {
            group.add(new BasicBlock(out, out, 1));
        }
        return group;
    }

    private static Conv2d convolution(int in, int out, int kernel, int stride) {
        ConvOptions options = new ConvOptions().withStride(stride).withPadding(kernel / 2);
        Conv2d conv = new Conv2d(in, out, new int[] {kernel}, options, false, PaddingMode.ZEROS);
        Init.kaimingNormal_(conv.weight(), 0, FanMode.FAN_OUT, Nonlinearity.RELU);
        return conv;
    }

    /// Two convolutions, whose result is added to the input, or to the input's projection.
    private static final class BasicBlock extends Layer {
        private final Conv2d conv1;
        private final BatchNorm2d bn1;
        private final Conv2d conv2;
        private final BatchNorm2d bn2;
        private final Sequential downsample;

        BasicBlock(int in, int out, int stride) {
            conv1 = registerModule("conv1", convolution(in, out, 3, stride));
            bn1 = registerModule("bn1", new BatchNorm2d(out));
            conv2 = registerModule("conv2", convolution(out, out, 3, 1));
            bn2 = registerModule("bn2", new BatchNorm2d(out));
            downsample = stride == 1
                    ? null
                    : registerModule(
                            "downsample", new Sequential(convolution(in, out, 1, stride), new BatchNorm2d(out)));
        }

        @Override
        protected boolean forgetsIntermediates() {
            return true;
        }

        @Override
        public Tensor forward(Tensor input) {
            Tensor x = Functional.relu(bn1.call(conv1.call(input)));
            x = bn2.call(conv2.call(x));
            return Functional.relu(x.add(downsample == null ? input : downsample.call(input)));
        }
    }
}
