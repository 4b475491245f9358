package lanewise.nn.functional;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.op.AdaptiveAveragePool;
import lanewise.engine.op.AdaptiveMaxPool;
import lanewise.engine.op.AveragePool;
import lanewise.engine.op.MaxPool;
import lanewise.engine.op.MaxUnpool;
import org.jspecify.annotations.Nullable;

/// The poolings among the functions of [Functional].
abstract class PoolingFunctions extends ConvolutionFunctions {
    /// In place of a size of an adaptive pooling's output: that of the input.
    public static final int KEEP = -1;

    /// Nothing to make: all is static.
    PoolingFunctions() {}

    /// See [lanewise.nn.MaxPool1d], of windows side by side.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor maxPool1d(Tensor input, int kernelSize) {
        return maxPool1d(input, new int[] {kernelSize}, new MaxPoolOptions());
    }

    /// See [lanewise.nn.MaxPool1d].
    ///
    /// @param input `[n, c, l]` or `[c, l]`
    /// @param kernelSize one number for all dimensions, or one for each
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor maxPool1d(Tensor input, int[] kernelSize, MaxPoolOptions options) {
        return Tensor.apply(maxPool(1, kernelSize, options), input);
    }

    /// As [#maxPool1d(Tensor, int\[\], MaxPoolOptions)], with the indices too.
    public static Pooled maxPool1dWithIndices(Tensor input, int[] kernelSize, MaxPoolOptions options) {
        MaxPool pool = maxPool(1, kernelSize, options);
        return new Pooled(Tensor.apply(pool, input), LongTensor.of(pool.indices()));
    }

    /// See [lanewise.nn.AvgPool1d], of windows side by side.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor avgPool1d(Tensor input, int kernelSize) {
        return avgPool1d(input, new int[] {kernelSize}, new AvgPoolOptions());
    }

    /// See [lanewise.nn.AvgPool1d].
    ///
    /// @param input `[n, c, l]` or `[c, l]`
    /// @param kernelSize one number for all dimensions, or one for each
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor avgPool1d(Tensor input, int[] kernelSize, AvgPoolOptions options) {
        return avgPool(1, input, kernelSize, options);
    }

    /// See [lanewise.nn.AdaptiveAvgPool1d].
    ///
    /// @param input `[n, c, l]` or `[c, l]`
    /// @param outputSize one number for all dimensions, or one for each; [#KEEP] for the input's
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor adaptiveAvgPool1d(Tensor input, int... outputSize) {
        return Tensor.apply(
                new AdaptiveAveragePool(Sizes.each("adaptiveAvgPool1d", "outputSize", outputSize, 1)), input);
    }

    /// See [lanewise.nn.AdaptiveMaxPool1d].
    ///
    /// @param input `[n, c, l]` or `[c, l]`
    /// @param outputSize one number for all dimensions, or one for each; [#KEEP] for the input's
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor adaptiveMaxPool1d(Tensor input, int... outputSize) {
        return adaptiveMaxPool1dWithIndices(input, outputSize).output();
    }

    /// As [#adaptiveMaxPool1d], with the indices too.
    public static Pooled adaptiveMaxPool1dWithIndices(Tensor input, int... outputSize) {
        var pool = new AdaptiveMaxPool(Sizes.each("adaptiveMaxPool1d", "outputSize", outputSize, 1));
        return new Pooled(Tensor.apply(pool, input), LongTensor.of(pool.indices()));
    }

    /// The partial inverse of [#maxPool1d(Tensor, int\[\], MaxPoolOptions)]: each element goes where its index
    /// says, and everything else is zero.
    ///
    /// @param input `[n, c, l]` or `[c, l]`
    /// @param indices those of the pooling
    /// @param outputSize of the last dimensions, or of all, or null: the smallest that the pooling could have come
    ///     from
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    /// @throws IndexOutOfBoundsException if an index lies outside of the output
    public static Tensor maxUnpool1d(
            Tensor input, LongTensor indices, int[] kernelSize, MaxPoolOptions options, int @Nullable [] outputSize) {
        return maxUnpool(1, input, indices, kernelSize, options, outputSize);
    }

    /// See [lanewise.nn.MaxPool2d], of windows side by side.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor maxPool2d(Tensor input, int kernelSize) {
        return maxPool2d(input, new int[] {kernelSize}, new MaxPoolOptions());
    }

    /// See [lanewise.nn.MaxPool2d].
    ///
    /// @param input `[n, c, h, w]` or `[c, h, w]`
    /// @param kernelSize one number for all dimensions, or one for each
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor maxPool2d(Tensor input, int[] kernelSize, MaxPoolOptions options) {
        return Tensor.apply(maxPool(2, kernelSize, options), input);
    }

    /// As [#maxPool2d(Tensor, int\[\], MaxPoolOptions)], with the indices too.
    public static Pooled maxPool2dWithIndices(Tensor input, int[] kernelSize, MaxPoolOptions options) {
        MaxPool pool = maxPool(2, kernelSize, options);
        return new Pooled(Tensor.apply(pool, input), LongTensor.of(pool.indices()));
    }

    /// See [lanewise.nn.AvgPool2d], of windows side by side.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor avgPool2d(Tensor input, int kernelSize) {
        return avgPool2d(input, new int[] {kernelSize}, new AvgPoolOptions());
    }

    /// See [lanewise.nn.AvgPool2d].
    ///
    /// @param input `[n, c, h, w]` or `[c, h, w]`
    /// @param kernelSize one number for all dimensions, or one for each
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor avgPool2d(Tensor input, int[] kernelSize, AvgPoolOptions options) {
        return avgPool(2, input, kernelSize, options);
    }

    /// See [lanewise.nn.AdaptiveAvgPool2d].
    ///
    /// @param input `[n, c, h, w]` or `[c, h, w]`
    /// @param outputSize one number for all dimensions, or one for each; [#KEEP] for the input's
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor adaptiveAvgPool2d(Tensor input, int... outputSize) {
        return Tensor.apply(
                new AdaptiveAveragePool(Sizes.each("adaptiveAvgPool2d", "outputSize", outputSize, 2)), input);
    }

    /// See [lanewise.nn.AdaptiveMaxPool2d].
    ///
    /// @param input `[n, c, h, w]` or `[c, h, w]`
    /// @param outputSize one number for all dimensions, or one for each; [#KEEP] for the input's
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor adaptiveMaxPool2d(Tensor input, int... outputSize) {
        return adaptiveMaxPool2dWithIndices(input, outputSize).output();
    }

    /// As [#adaptiveMaxPool2d], with the indices too.
    public static Pooled adaptiveMaxPool2dWithIndices(Tensor input, int... outputSize) {
        var pool = new AdaptiveMaxPool(Sizes.each("adaptiveMaxPool2d", "outputSize", outputSize, 2));
        return new Pooled(Tensor.apply(pool, input), LongTensor.of(pool.indices()));
    }

    /// The partial inverse of [#maxPool2d(Tensor, int\[\], MaxPoolOptions)]: each element goes where its index
    /// says, and everything else is zero.
    ///
    /// @param input `[n, c, h, w]` or `[c, h, w]`
    /// @param indices those of the pooling
    /// @param outputSize of the last dimensions, or of all, or null: the smallest that the pooling could have come
    ///     from
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    /// @throws IndexOutOfBoundsException if an index lies outside of the output
    public static Tensor maxUnpool2d(
            Tensor input, LongTensor indices, int[] kernelSize, MaxPoolOptions options, int @Nullable [] outputSize) {
        return maxUnpool(2, input, indices, kernelSize, options, outputSize);
    }

    /// See [lanewise.nn.MaxPool3d], of windows side by side.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor maxPool3d(Tensor input, int kernelSize) {
        return maxPool3d(input, new int[] {kernelSize}, new MaxPoolOptions());
    }

    /// See [lanewise.nn.MaxPool3d].
    ///
    /// @param input `[n, c, d, h, w]` or `[c, d, h, w]`
    /// @param kernelSize one number for all dimensions, or one for each
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor maxPool3d(Tensor input, int[] kernelSize, MaxPoolOptions options) {
        return Tensor.apply(maxPool(3, kernelSize, options), input);
    }

    /// As [#maxPool3d(Tensor, int\[\], MaxPoolOptions)], with the indices too.
    public static Pooled maxPool3dWithIndices(Tensor input, int[] kernelSize, MaxPoolOptions options) {
        MaxPool pool = maxPool(3, kernelSize, options);
        return new Pooled(Tensor.apply(pool, input), LongTensor.of(pool.indices()));
    }

    /// See [lanewise.nn.AvgPool3d], of windows side by side.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor avgPool3d(Tensor input, int kernelSize) {
        return avgPool3d(input, new int[] {kernelSize}, new AvgPoolOptions());
    }

    /// See [lanewise.nn.AvgPool3d].
    ///
    /// @param input `[n, c, d, h, w]` or `[c, d, h, w]`
    /// @param kernelSize one number for all dimensions, or one for each
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor avgPool3d(Tensor input, int[] kernelSize, AvgPoolOptions options) {
        return avgPool(3, input, kernelSize, options);
    }

    /// See [lanewise.nn.AdaptiveAvgPool3d].
    ///
    /// @param input `[n, c, d, h, w]` or `[c, d, h, w]`
    /// @param outputSize one number for all dimensions, or one for each; [#KEEP] for the input's
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor adaptiveAvgPool3d(Tensor input, int... outputSize) {
        return Tensor.apply(
                new AdaptiveAveragePool(Sizes.each("adaptiveAvgPool3d", "outputSize", outputSize, 3)), input);
    }

    /// See [lanewise.nn.AdaptiveMaxPool3d].
    ///
    /// @param input `[n, c, d, h, w]` or `[c, d, h, w]`
    /// @param outputSize one number for all dimensions, or one for each; [#KEEP] for the input's
    /// @throws lanewise.engine.ShapeMismatchException if the shape does not fit
    public static Tensor adaptiveMaxPool3d(Tensor input, int... outputSize) {
        return adaptiveMaxPool3dWithIndices(input, outputSize).output();
    }

    /// As [#adaptiveMaxPool3d], with the indices too.
    public static Pooled adaptiveMaxPool3dWithIndices(Tensor input, int... outputSize) {
        var pool = new AdaptiveMaxPool(Sizes.each("adaptiveMaxPool3d", "outputSize", outputSize, 3));
        return new Pooled(Tensor.apply(pool, input), LongTensor.of(pool.indices()));
    }

    /// The partial inverse of [#maxPool3d(Tensor, int\[\], MaxPoolOptions)]: each element goes where its index
    /// says, and everything else is zero.
    ///
    /// @param input `[n, c, d, h, w]` or `[c, d, h, w]`
    /// @param indices those of the pooling
    /// @param outputSize of the last dimensions, or of all, or null: the smallest that the pooling could have come
    ///     from
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    /// @throws IndexOutOfBoundsException if an index lies outside of the output
    public static Tensor maxUnpool3d(
            Tensor input, LongTensor indices, int[] kernelSize, MaxPoolOptions options, int @Nullable [] outputSize) {
        return maxUnpool(3, input, indices, kernelSize, options, outputSize);
    }

    private static MaxPool maxPool(int dimensions, int[] kernelSize, MaxPoolOptions options) {
        int[] kernel = Sizes.each("maxPool" + dimensions + "d", "kernelSize", kernelSize, dimensions);
        return new MaxPool(
                kernel,
                options.stride(kernel),
                options.padding(dimensions),
                options.dilation(dimensions),
                options.ceilMode());
    }

    private static Tensor avgPool(int dimensions, Tensor input, int[] kernelSize, AvgPoolOptions options) {
        int[] kernel = Sizes.each("avgPool" + dimensions + "d", "kernelSize", kernelSize, dimensions);
        return Tensor.apply(
                new AveragePool(
                        kernel,
                        options.stride(kernel),
                        options.padding(dimensions),
                        options.ceilMode(),
                        options.countIncludePad(),
                        options.divisorOverride()),
                input);
    }

    private static Tensor maxUnpool(
            int dimensions,
            Tensor input,
            LongTensor indices,
            int[] kernelSize,
            MaxPoolOptions options,
            int @Nullable [] outputSize) {
        int[] kernel = Sizes.each("maxUnpool" + dimensions + "d", "kernelSize", kernelSize, dimensions);
        int[] stride = options.stride(kernel);
        int[] padding = options.padding(dimensions);
        int[] sizes = new int[dimensions];
        for (int d = 0; d < dimensions; d++) {
            int smallest = (input.dim(d - dimensions) - 1) * stride[d] - 2 * padding[d] + kernel[d];
            sizes[d] = outputSize == null ? smallest : outputSize[outputSize.length - dimensions + d];
            if (Math.abs(sizes[d] - smallest) >= stride[d]) {
                throw new IllegalArgumentException("maxUnpool" + dimensions + "d: the output's size " + sizes[d]
                        + " is none that the pooling could have had; it must be closer than " + stride[d] + " to "
                        + smallest);
            }
        }
        return Tensor.apply(new MaxUnpool(indices.array(), sizes), input);
    }
}
