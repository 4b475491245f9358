package lanewise.samples.conformance.calls;

import java.util.List;
import java.util.Locale;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.op.GridSample;
import lanewise.nn.functional.AvgPoolOptions;
import lanewise.nn.functional.ConvOptions;
import lanewise.nn.functional.Functional;
import lanewise.nn.functional.InterpolateOptions;
import lanewise.nn.functional.MaxPoolOptions;
import lanewise.nn.functional.Pooled;
import org.jspecify.annotations.Nullable;

/// Convolutions, poolings and other functions of images.
final class ImageCalls {
    private ImageCalls() {}

    /// A convolution of one number of dimensions, or a transposed one.
    private interface Convolving {
        Tensor convolve(Tensor input, Tensor weight, @Nullable Tensor bias, ConvOptions options);
    }

    /// A pooling of one number of dimensions by windows.
    private interface Pooling<O, R> {
        R pool(Tensor input, int[] kernelSize, O options);
    }

    /// A pooling of one number of dimensions to an output of a given size.
    private interface AdaptivePooling<R> {
        R pool(Tensor input, int[] outputSize);
    }

    /// What undoes a pooling of one number of dimensions.
    private interface Unpooling {
        Tensor unpool(
                Tensor input,
                LongTensor indices,
                int[] kernelSize,
                MaxPoolOptions options,
                int @Nullable [] outputSize);
    }

    static void addTo(CallTable table) {
        addConvolutions(table, "1d", Functional::conv1d, Functional::convTranspose1d);
        addConvolutions(table, "2d", Functional::conv2d, Functional::convTranspose2d);
        addConvolutions(table, "3d", Functional::conv3d, Functional::convTranspose3d);
        addMaxPoolings(
                table,
                "1d",
                Functional::maxPool1dWithIndices,
                Functional::adaptiveMaxPool1dWithIndices,
                Functional::maxUnpool1d);
        addMaxPoolings(
                table,
                "2d",
                Functional::maxPool2dWithIndices,
                Functional::adaptiveMaxPool2dWithIndices,
                Functional::maxUnpool2d);
        addMaxPoolings(
                table,
                "3d",
                Functional::maxPool3dWithIndices,
                Functional::adaptiveMaxPool3dWithIndices,
                Functional::maxUnpool3d);
        addAveragePoolings(table, "1d", Functional::avgPool1d, Functional::adaptiveAvgPool1d);
        addAveragePoolings(table, "2d", Functional::avgPool2d, Functional::adaptiveAvgPool2d);
        addAveragePoolings(table, "3d", Functional::avgPool3d, Functional::adaptiveAvgPool3d);
        addOthers(table);
    }

    private static void addConvolutions(CallTable table, String kind, Convolving straight, Convolving transposed) {
        table.add(
                "torch.nn.functional.conv" + kind
                        + "(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1)",
                a -> straight.convolve(
                        a.tensor("input"), a.tensor("weight"), a.optionalTensor("bias"), convOptions(a)));
        table.add(
                "torch.nn.functional.conv_transpose" + kind
                        + "(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1)",
                a -> transposed.convolve(
                        a.tensor("input"),
                        a.tensor("weight"),
                        a.optionalTensor("bias"),
                        convOptions(a).withOutputPadding(a.integers("output_padding"))));
    }

    private static void addMaxPoolings(
            CallTable table,
            String kind,
            Pooling<MaxPoolOptions, Pooled> byWindows,
            AdaptivePooling<Pooled> adaptive,
            Unpooling undone) {
        table.add(
                "torch.nn.functional.max_pool" + kind
                        + "(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False,"
                        + " return_indices=False)",
                a -> withIndicesIfWanted(
                        byWindows.pool(a.tensor("input"), a.integers("kernel_size"), maxPoolOptions(a)), a));
        table.add(
                "torch.nn.functional.adaptive_max_pool" + kind + "(input, output_size, return_indices=False)",
                a -> withIndicesIfWanted(adaptive.pool(a.tensor("input"), outputSize(a)), a));
        table.add(
                "torch.nn.functional.max_unpool" + kind
                        + "(input, indices, kernel_size, stride=None, padding=0, output_size=None)",
                a -> undone.unpool(
                        a.tensor("input"),
                        a.longs("indices"),
                        a.integers("kernel_size"),
                        unpoolOptions(a),
                        a.optionalIntegers("output_size")));
    }

    private static Object withIndicesIfWanted(Pooled pooled, Arguments a) {
        return a.flag("return_indices") ? pooled : pooled.output();
    }

    private static void addAveragePoolings(
            CallTable table, String kind, Pooling<AvgPoolOptions, Tensor> byWindows, AdaptivePooling<Tensor> adaptive) {
        table.add(
                "torch.nn.functional.avg_pool" + kind
                        + "(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True,"
                        + " divisor_override=None)",
                a -> byWindows.pool(a.tensor("input"), a.integers("kernel_size"), avgPoolOptions(a)));
        table.add(
                "torch.nn.functional.adaptive_avg_pool" + kind + "(input, output_size)",
                a -> adaptive.pool(a.tensor("input"), outputSize(a)));
    }

    private static void addOthers(CallTable table) {
        table.add(
                "torch.nn.functional.dropout1d(input, p=0.5, training=True, inplace=False)",
                a -> Functional.dropout1d(a.tensor("input"), a.number("p"), a.flag("training")));
        table.add(
                "torch.nn.functional.dropout2d(input, p=0.5, training=True, inplace=False)",
                a -> Functional.dropout2d(a.tensor("input"), a.number("p"), a.flag("training")));
        table.add(
                "torch.nn.functional.dropout3d(input, p=0.5, training=True, inplace=False)",
                a -> Functional.dropout3d(a.tensor("input"), a.number("p"), a.flag("training")));
        table.add(
                "torch.nn.functional.alpha_dropout(input, p=0.5, training=False, inplace=False)",
                a -> Functional.alphaDropout(a.tensor("input"), a.number("p"), a.flag("training")));
        table.add(
                "torch.nn.functional.feature_alpha_dropout(input, p=0.5, training=False, inplace=False)",
                a -> Functional.featureAlphaDropout(a.tensor("input"), a.number("p"), a.flag("training")));
        table.add(
                "torch.nn.functional.grid_sample(input, grid, mode='bilinear', padding_mode='zeros',"
                        + " align_corners=None)",
                a -> Functional.gridSample(
                        a.tensor("input"),
                        a.tensor("grid"),
                        GridSample.Mode.valueOf(a.text("mode").toUpperCase(Locale.ROOT)),
                        GridSample.Outside.valueOf(a.text("padding_mode").toUpperCase(Locale.ROOT)),
                        a.has("align_corners") && a.flag("align_corners")));
        table.add(
                "torch.nn.functional.interpolate(input, size=None, scale_factor=None, mode='nearest',"
                        + " align_corners=None, recompute_scale_factor=None, antialias=False)",
                a -> Functional.interpolate(
                        a.tensor("input"),
                        sizeOrScale(a)
                                .withMode(mode(a))
                                .withAlignCorners(a.has("align_corners") ? (Boolean) a.flag("align_corners") : null)
                                .withRecomputeScaleFactor(
                                        a.has("recompute_scale_factor") && a.flag("recompute_scale_factor"))));
        table.add(
                "torch.nn.functional.normalize(input, p=2.0, dim=1, eps=1e-12, out=None)",
                a -> Functional.normalize(a.tensor("input"), a.number("p"), a.number("eps"), a.integers("dim")));
        table.add(
                "torch.nn.functional.upsample_nearest(input, size=None, scale_factor=None)",
                a -> Functional.upsampleNearest(a.tensor("input"), sizeOrScale(a)));
        table.add(
                "torch.nn.functional.upsample_bilinear(input, size=None, scale_factor=None)",
                a -> Functional.upsampleBilinear(a.tensor("input"), sizeOrScale(a)));
        table.add("torch.nn.functional.pixel_shuffle(input, upscale_factor)", a -> switch (a.any("input")) {
            case LongTensor longs -> Functional.pixelShuffle(longs, a.integer("upscale_factor"));
            case BoolTensor bools -> Functional.pixelShuffle(bools, a.integer("upscale_factor"));
            default -> Functional.pixelShuffle(a.tensor("input"), a.integer("upscale_factor"));
        });
        table.add("torch.nn.functional.pixel_unshuffle(input, downscale_factor)", a -> switch (a.any("input")) {
            case LongTensor longs -> Functional.pixelUnshuffle(longs, a.integer("downscale_factor"));
            case BoolTensor bools -> Functional.pixelUnshuffle(bools, a.integer("downscale_factor"));
            default -> Functional.pixelUnshuffle(a.tensor("input"), a.integer("downscale_factor"));
        });
        table.add(
                "torch.nn.functional.local_response_norm(input, size, alpha=0.0001, beta=0.75, k=1.0)",
                a -> Functional.localResponseNorm(
                        a.tensor("input"), a.integer("size"), a.number("alpha"), a.number("beta"), a.number("k")));
    }

    /// Of a convolution, a function or a module.
    static ConvOptions convOptions(Arguments a) {
        ConvOptions options = new ConvOptions()
                .withStride(a.integers("stride"))
                .withDilation(a.integers("dilation"))
                .withGroups(a.integer("groups"));
        if (a.isText("padding")) {
            return options.withPadding(
                    switch (a.text("padding")) {
                        case "same" -> ConvOptions.Padding.SAME;
                        case "valid" -> ConvOptions.Padding.VALID;
                        default -> throw new NotExpressibleException("padding " + a.text("padding"));
                    });
        }
        return options.withPadding(a.integers("padding"));
    }

    static MaxPoolOptions maxPoolOptions(Arguments a) {
        return unpoolOptions(a).withDilation(a.integers("dilation")).withCeilMode(a.flag("ceil_mode"));
    }

    static MaxPoolOptions unpoolOptions(Arguments a) {
        return new MaxPoolOptions().withStride(a.integers("stride")).withPadding(a.integers("padding"));
    }

    static AvgPoolOptions avgPoolOptions(Arguments a) {
        AvgPoolOptions options = new AvgPoolOptions()
                .withStride(a.integers("stride"))
                .withPadding(a.integers("padding"))
                .withCeilMode(a.flag("ceil_mode"))
                .withCountIncludePad(a.flag("count_include_pad"));
        return a.has("divisor_override") ? options.withDivisorOverride(a.integer("divisor_override")) : options;
    }

    /// The sizes of an adaptive pooling, where null leaves the input's.
    static int[] outputSize(Arguments a) {
        if (!a.has("output_size")) {
            return new int[] {Functional.KEEP};
        }
        List<@Nullable Integer> sizes = a.optionalIntegersList("output_size");
        int[] all = new int[sizes.size()];
        for (int d = 0; d < all.length; d++) {
            Integer size = sizes.get(d);
            all[d] = size == null ? Functional.KEEP : size;
        }
        return all;
    }

    static InterpolateOptions sizeOrScale(Arguments a) {
        if (a.has("size") == a.has("scale_factor")) {
            throw new NotExpressibleException("a size and a scale factor, or neither");
        }
        return a.has("size")
                ? InterpolateOptions.size(a.integers("size"))
                : InterpolateOptions.scaleFactor(a.numbers("scale_factor"));
    }

    static InterpolateOptions.Mode mode(Arguments a) {
        return switch (a.text("mode")) {
            case "nearest" -> InterpolateOptions.Mode.NEAREST;
            case "nearest-exact" -> InterpolateOptions.Mode.NEAREST_EXACT;
            case "linear" -> InterpolateOptions.Mode.LINEAR;
            case "bilinear" -> InterpolateOptions.Mode.BILINEAR;
            case "bicubic" -> InterpolateOptions.Mode.BICUBIC;
            case "trilinear" -> InterpolateOptions.Mode.TRILINEAR;
            case "area" -> InterpolateOptions.Mode.AREA;
            default -> throw new NotExpressibleException("mode " + a.text("mode"));
        };
    }
}
