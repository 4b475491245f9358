package lanewise.samples.conformance.calls;

import lanewise.nn.AdaptiveAvgPool1d;
import lanewise.nn.AdaptiveAvgPool2d;
import lanewise.nn.AdaptiveAvgPool3d;
import lanewise.nn.AdaptiveMaxPool1d;
import lanewise.nn.AdaptiveMaxPool2d;
import lanewise.nn.AdaptiveMaxPool3d;
import lanewise.nn.AlphaDropout;
import lanewise.nn.AvgPool1d;
import lanewise.nn.AvgPool2d;
import lanewise.nn.AvgPool3d;
import lanewise.nn.CircularPad1d;
import lanewise.nn.CircularPad2d;
import lanewise.nn.CircularPad3d;
import lanewise.nn.ConstantPad1d;
import lanewise.nn.ConstantPad2d;
import lanewise.nn.ConstantPad3d;
import lanewise.nn.Conv1d;
import lanewise.nn.Conv2d;
import lanewise.nn.Conv3d;
import lanewise.nn.ConvTranspose1d;
import lanewise.nn.ConvTranspose2d;
import lanewise.nn.ConvTranspose3d;
import lanewise.nn.Dropout1d;
import lanewise.nn.Dropout2d;
import lanewise.nn.Dropout3d;
import lanewise.nn.FeatureAlphaDropout;
import lanewise.nn.LocalResponseNorm;
import lanewise.nn.MaxPool1d;
import lanewise.nn.MaxPool2d;
import lanewise.nn.MaxPool3d;
import lanewise.nn.MaxUnpool1d;
import lanewise.nn.MaxUnpool2d;
import lanewise.nn.MaxUnpool3d;
import lanewise.nn.PaddingMode;
import lanewise.nn.PixelShuffle;
import lanewise.nn.PixelUnshuffle;
import lanewise.nn.ReflectionPad1d;
import lanewise.nn.ReflectionPad2d;
import lanewise.nn.ReflectionPad3d;
import lanewise.nn.ReplicationPad1d;
import lanewise.nn.ReplicationPad2d;
import lanewise.nn.ReplicationPad3d;
import lanewise.nn.Softmax2d;
import lanewise.nn.Upsample;
import lanewise.nn.UpsamplingBilinear2d;
import lanewise.nn.UpsamplingNearest2d;
import lanewise.nn.ZeroPad1d;
import lanewise.nn.ZeroPad2d;
import lanewise.nn.ZeroPad3d;

/// Convolutions, poolings and other layers for images.
final class ImageModules {
    private ImageModules() {}

    static void addTo(ModuleTable table) {
        addConvolutions(table);
        addPoolings(table);
        addPaddings(table);
        addOthers(table);
    }

    private static void addConvolutions(ModuleTable table) {
        String options =
                "(in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True,"
                        + " padding_mode='zeros')";
        String transposed = "(in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1,"
                + " bias=True, dilation=1, padding_mode='zeros')";
        table.layer(
                "nn.Conv1d" + options,
                a -> new Conv1d(
                        a.integer("in_channels"),
                        a.integer("out_channels"),
                        a.integers("kernel_size"),
                        ImageCalls.convOptions(a),
                        a.flag("bias"),
                        paddingMode(a)));
        table.layer(
                "nn.ConvTranspose1d" + transposed,
                a -> new ConvTranspose1d(
                        a.integer("in_channels"),
                        a.integer("out_channels"),
                        a.integers("kernel_size"),
                        ImageCalls.convOptions(a).withOutputPadding(a.integers("output_padding")),
                        a.flag("bias")));
        table.layer(
                "nn.Conv2d" + options,
                a -> new Conv2d(
                        a.integer("in_channels"),
                        a.integer("out_channels"),
                        a.integers("kernel_size"),
                        ImageCalls.convOptions(a),
                        a.flag("bias"),
                        paddingMode(a)));
        table.layer(
                "nn.ConvTranspose2d" + transposed,
                a -> new ConvTranspose2d(
                        a.integer("in_channels"),
                        a.integer("out_channels"),
                        a.integers("kernel_size"),
                        ImageCalls.convOptions(a).withOutputPadding(a.integers("output_padding")),
                        a.flag("bias")));
        table.layer(
                "nn.Conv3d" + options,
                a -> new Conv3d(
                        a.integer("in_channels"),
                        a.integer("out_channels"),
                        a.integers("kernel_size"),
                        ImageCalls.convOptions(a),
                        a.flag("bias"),
                        paddingMode(a)));
        table.layer(
                "nn.ConvTranspose3d" + transposed,
                a -> new ConvTranspose3d(
                        a.integer("in_channels"),
                        a.integer("out_channels"),
                        a.integers("kernel_size"),
                        ImageCalls.convOptions(a).withOutputPadding(a.integers("output_padding")),
                        a.flag("bias")));
    }

    private static void addPoolings(ModuleTable table) {
        String max = "(kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False)";
        String average = "(kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True,"
                + " divisor_override=None)";
        table.layer("nn.MaxPool1d" + max, a -> new MaxPool1d(a.integers("kernel_size"), ImageCalls.maxPoolOptions(a)));
        table.layer(
                "nn.AvgPool1d" + average, a -> new AvgPool1d(a.integers("kernel_size"), ImageCalls.avgPoolOptions(a)));
        table.layer("nn.AdaptiveAvgPool1d(output_size)", a -> new AdaptiveAvgPool1d(ImageCalls.outputSize(a)));
        table.layer(
                "nn.AdaptiveMaxPool1d(output_size, return_indices=False)",
                a -> new AdaptiveMaxPool1d(ImageCalls.outputSize(a)));
        table.add(
                "nn.MaxUnpool1d(kernel_size, stride=None, padding=0)",
                a -> new MaxUnpool1d(a.integers("kernel_size"), ImageCalls.unpoolOptions(a)),
                "forward(input, indices, output_size=None)",
                (unpool, a) -> a.has("output_size")
                        ? unpool.call(a.tensor("input"), a.longs("indices"), a.integers("output_size"))
                        : unpool.call(a.tensor("input"), a.longs("indices")));
        table.layer("nn.MaxPool2d" + max, a -> new MaxPool2d(a.integers("kernel_size"), ImageCalls.maxPoolOptions(a)));
        table.layer(
                "nn.AvgPool2d" + average, a -> new AvgPool2d(a.integers("kernel_size"), ImageCalls.avgPoolOptions(a)));
        table.layer("nn.AdaptiveAvgPool2d(output_size)", a -> new AdaptiveAvgPool2d(ImageCalls.outputSize(a)));
        table.layer(
                "nn.AdaptiveMaxPool2d(output_size, return_indices=False)",
                a -> new AdaptiveMaxPool2d(ImageCalls.outputSize(a)));
        table.add(
                "nn.MaxUnpool2d(kernel_size, stride=None, padding=0)",
                a -> new MaxUnpool2d(a.integers("kernel_size"), ImageCalls.unpoolOptions(a)),
                "forward(input, indices, output_size=None)",
                (unpool, a) -> a.has("output_size")
                        ? unpool.call(a.tensor("input"), a.longs("indices"), a.integers("output_size"))
                        : unpool.call(a.tensor("input"), a.longs("indices")));
        table.layer("nn.MaxPool3d" + max, a -> new MaxPool3d(a.integers("kernel_size"), ImageCalls.maxPoolOptions(a)));
        table.layer(
                "nn.AvgPool3d" + average, a -> new AvgPool3d(a.integers("kernel_size"), ImageCalls.avgPoolOptions(a)));
        table.layer("nn.AdaptiveAvgPool3d(output_size)", a -> new AdaptiveAvgPool3d(ImageCalls.outputSize(a)));
        table.layer(
                "nn.AdaptiveMaxPool3d(output_size, return_indices=False)",
                a -> new AdaptiveMaxPool3d(ImageCalls.outputSize(a)));
        table.add(
                "nn.MaxUnpool3d(kernel_size, stride=None, padding=0)",
                a -> new MaxUnpool3d(a.integers("kernel_size"), ImageCalls.unpoolOptions(a)),
                "forward(input, indices, output_size=None)",
                (unpool, a) -> a.has("output_size")
                        ? unpool.call(a.tensor("input"), a.longs("indices"), a.integers("output_size"))
                        : unpool.call(a.tensor("input"), a.longs("indices")));
    }

    private static void addPaddings(ModuleTable table) {
        table.layer("nn.ZeroPad1d(padding)", a -> new ZeroPad1d(a.integers("padding")));
        table.layer("nn.ZeroPad2d(padding)", a -> new ZeroPad2d(a.integers("padding")));
        table.layer("nn.ZeroPad3d(padding)", a -> new ZeroPad3d(a.integers("padding")));
        table.layer("nn.ReflectionPad1d(padding)", a -> new ReflectionPad1d(a.integers("padding")));
        table.layer("nn.ReflectionPad2d(padding)", a -> new ReflectionPad2d(a.integers("padding")));
        table.layer("nn.ReflectionPad3d(padding)", a -> new ReflectionPad3d(a.integers("padding")));
        table.layer("nn.ReplicationPad1d(padding)", a -> new ReplicationPad1d(a.integers("padding")));
        table.layer("nn.ReplicationPad2d(padding)", a -> new ReplicationPad2d(a.integers("padding")));
        table.layer("nn.ReplicationPad3d(padding)", a -> new ReplicationPad3d(a.integers("padding")));
        table.layer("nn.CircularPad1d(padding)", a -> new CircularPad1d(a.integers("padding")));
        table.layer("nn.CircularPad2d(padding)", a -> new CircularPad2d(a.integers("padding")));
        table.layer("nn.CircularPad3d(padding)", a -> new CircularPad3d(a.integers("padding")));
        table.layer(
                "nn.ConstantPad1d(padding, value)", a -> new ConstantPad1d(a.single("value"), a.integers("padding")));
        table.layer(
                "nn.ConstantPad2d(padding, value)", a -> new ConstantPad2d(a.single("value"), a.integers("padding")));
        table.layer(
                "nn.ConstantPad3d(padding, value)", a -> new ConstantPad3d(a.single("value"), a.integers("padding")));
    }

    private static void addOthers(ModuleTable table) {
        table.layer("nn.AlphaDropout(p=0.5, inplace=False)", a -> new AlphaDropout(a.number("p")));
        table.layer("nn.FeatureAlphaDropout(p=0.5, inplace=False)", a -> new FeatureAlphaDropout(a.number("p")));
        table.layer("nn.Dropout1d(p=0.5, inplace=False)", a -> new Dropout1d(a.number("p")));
        table.layer("nn.Dropout2d(p=0.5, inplace=False)", a -> new Dropout2d(a.number("p")));
        table.layer("nn.Dropout3d(p=0.5, inplace=False)", a -> new Dropout3d(a.number("p")));
        table.layer(
                "nn.LocalResponseNorm(size, alpha=0.0001, beta=0.75, k=1.0)",
                a -> new LocalResponseNorm(a.integer("size"), a.number("alpha"), a.number("beta"), a.number("k")));
        table.layer("nn.PixelShuffle(upscale_factor)", a -> new PixelShuffle(a.integer("upscale_factor")));
        table.layer("nn.PixelUnshuffle(downscale_factor)", a -> new PixelUnshuffle(a.integer("downscale_factor")));
        table.layer("nn.Softmax2d()", _ -> new Softmax2d());
        table.layer(
                "nn.Upsample(size=None, scale_factor=None, mode='nearest', align_corners=None,"
                        + " recompute_scale_factor=None)",
                a -> new Upsample(ImageCalls.sizeOrScale(a)
                        .withMode(ImageCalls.mode(a))
                        .withAlignCorners(a.has("align_corners") ? (Boolean) a.flag("align_corners") : null)
                        .withRecomputeScaleFactor(
                                a.has("recompute_scale_factor") && a.flag("recompute_scale_factor"))));
        table.layer(
                "nn.UpsamplingBilinear2d(size=None, scale_factor=None)",
                a -> new UpsamplingBilinear2d(ImageCalls.sizeOrScale(a)));
        table.layer(
                "nn.UpsamplingNearest2d(size=None, scale_factor=None)",
                a -> new UpsamplingNearest2d(ImageCalls.sizeOrScale(a)));
    }

    private static PaddingMode paddingMode(Arguments a) {
        return switch (a.text("padding_mode")) {
            case "zeros" -> PaddingMode.ZEROS;
            case "reflect" -> PaddingMode.REFLECT;
            case "replicate" -> PaddingMode.REPLICATE;
            case "circular" -> PaddingMode.CIRCULAR;
            default -> throw new NotExpressibleException("padding mode " + a.text("padding_mode"));
        };
    }
}
