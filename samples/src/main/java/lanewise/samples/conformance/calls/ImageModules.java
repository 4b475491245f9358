package lanewise.samples.conformance.calls;

import java.util.function.BiFunction;
import java.util.function.Function;
import lanewise.autograd.Tensor;
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
import lanewise.nn.Layer;
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
import lanewise.nn.functional.AvgPoolOptions;
import lanewise.nn.functional.ConvOptions;
import lanewise.nn.functional.MaxPoolOptions;
import lanewise.nn.functional.Pooled;

/// Convolutions, poolings and other layers for images.
final class ImageModules {
    private ImageModules() {}

    /// The constructor of a convolution of one number of dimensions.
    private interface Convolution {
        Layer of(
                int inChannels,
                int outChannels,
                int[] kernelSize,
                ConvOptions options,
                boolean bias,
                PaddingMode paddingMode);
    }

    /// The constructor of a transposed convolution of one number of dimensions.
    private interface TransposedConvolution {
        Layer of(int inChannels, int outChannels, int[] kernelSize, ConvOptions options, boolean bias);
    }

    static void addTo(ModuleTable table) {
        addConvolutions(table, "1d", Conv1d::new, ConvTranspose1d::new);
        addConvolutions(table, "2d", Conv2d::new, ConvTranspose2d::new);
        addConvolutions(table, "3d", Conv3d::new, ConvTranspose3d::new);
        addMaxPooling(table, "1d", MaxPool1d::new, MaxPool1d::forwardWithIndices);
        addAdaptiveMaxPooling(table, "1d", AdaptiveMaxPool1d::new, AdaptiveMaxPool1d::forwardWithIndices);
        addAveragePoolings(table, "1d", AvgPool1d::new, AdaptiveAvgPool1d::new);
        addMaxPooling(table, "2d", MaxPool2d::new, MaxPool2d::forwardWithIndices);
        addAdaptiveMaxPooling(table, "2d", AdaptiveMaxPool2d::new, AdaptiveMaxPool2d::forwardWithIndices);
        addAveragePoolings(table, "2d", AvgPool2d::new, AdaptiveAvgPool2d::new);
        addMaxPooling(table, "3d", MaxPool3d::new, MaxPool3d::forwardWithIndices);
        addAdaptiveMaxPooling(table, "3d", AdaptiveMaxPool3d::new, AdaptiveMaxPool3d::forwardWithIndices);
        addAveragePoolings(table, "3d", AvgPool3d::new, AdaptiveAvgPool3d::new);
        addUnpoolings(table);
        addPaddings(table);
        addOthers(table);
    }

    private static void addConvolutions(
            ModuleTable table, String kind, Convolution straight, TransposedConvolution transposed) {
        table.layer(
                "nn.Conv" + kind
                        + "(in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1,"
                        + " bias=True, padding_mode='zeros')",
                a -> straight.of(
                        a.integer("in_channels"),
                        a.integer("out_channels"),
                        a.integers("kernel_size"),
                        ImageCalls.convOptions(a),
                        a.flag("bias"),
                        paddingMode(a)));
        table.layer(
                "nn.ConvTranspose" + kind
                        + "(in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1,"
                        + " bias=True, dilation=1, padding_mode='zeros')",
                a -> transposed.of(
                        a.integer("in_channels"),
                        a.integer("out_channels"),
                        a.integers("kernel_size"),
                        ImageCalls.convOptions(a).withOutputPadding(a.integers("output_padding")),
                        a.flag("bias")));
    }

    private static <M extends Layer> void addMaxPooling(
            ModuleTable table,
            String kind,
            BiFunction<int[], MaxPoolOptions, M> pooling,
            BiFunction<M, Tensor, Pooled> withIndices) {
        table.addBuilt(
                "nn.MaxPool" + kind
                        + "(kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False)",
                a -> pooling(
                        pooling.apply(a.integers("kernel_size"), ImageCalls.maxPoolOptions(a)),
                        withIndices,
                        a.flag("return_indices")));
    }

    private static <M extends Layer> void addAdaptiveMaxPooling(
            ModuleTable table, String kind, Function<int[], M> pooling, BiFunction<M, Tensor, Pooled> withIndices) {
        table.addBuilt(
                "nn.AdaptiveMaxPool" + kind + "(output_size, return_indices=False)",
                a -> pooling(pooling.apply(ImageCalls.outputSize(a)), withIndices, a.flag("return_indices")));
    }

    private static <M extends Layer> BuiltModule pooling(
            M layer, BiFunction<M, Tensor, Pooled> withIndices, boolean returnIndices) {
        return new BuiltModule(
                layer,
                new Signature("forward(input)"),
                a -> returnIndices ? withIndices.apply(layer, a.tensor("input")) : layer.call(a.tensor("input")));
    }

    private static void addAveragePoolings(
            ModuleTable table,
            String kind,
            BiFunction<int[], AvgPoolOptions, Layer> average,
            Function<int[], Layer> adaptiveAverage) {
        table.layer(
                "nn.AvgPool" + kind
                        + "(kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True,"
                        + " divisor_override=None)",
                a -> average.apply(a.integers("kernel_size"), ImageCalls.avgPoolOptions(a)));
        table.layer(
                "nn.AdaptiveAvgPool" + kind + "(output_size)", a -> adaptiveAverage.apply(ImageCalls.outputSize(a)));
    }

    private static void addUnpoolings(ModuleTable table) {
        String options = "(kernel_size, stride=None, padding=0)";
        String forward = "forward(input, indices, output_size=None)";
        table.add(
                "nn.MaxUnpool1d" + options,
                a -> new MaxUnpool1d(a.integers("kernel_size"), ImageCalls.unpoolOptions(a)),
                forward,
                (unpool, a) -> a.has("output_size")
                        ? unpool.call(a.tensor("input"), a.longs("indices"), a.integers("output_size"))
                        : unpool.call(a.tensor("input"), a.longs("indices")));
        table.add(
                "nn.MaxUnpool2d" + options,
                a -> new MaxUnpool2d(a.integers("kernel_size"), ImageCalls.unpoolOptions(a)),
                forward,
                (unpool, a) -> a.has("output_size")
                        ? unpool.call(a.tensor("input"), a.longs("indices"), a.integers("output_size"))
                        : unpool.call(a.tensor("input"), a.longs("indices")));
        table.add(
                "nn.MaxUnpool3d" + options,
                a -> new MaxUnpool3d(a.integers("kernel_size"), ImageCalls.unpoolOptions(a)),
                forward,
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
