package lanewise.nn.functional;

import java.util.Arrays;
import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Convolution;
import lanewise.engine.op.Operation;
import lanewise.engine.op.TransposedConvolution;
import org.jspecify.annotations.Nullable;

/// The convolutions among the functions of [Functional].
abstract class ConvolutionFunctions extends LossFunctions {
    /// Nothing to make: all is static.
    ConvolutionFunctions() {}

    /// See [lanewise.nn.Conv1d], with PyTorch's default options.
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    public static Tensor conv1d(Tensor input, Tensor weight, @Nullable Tensor bias) {
        return conv1d(input, weight, bias, new ConvOptions());
    }

    /// See [lanewise.nn.Conv1d].
    ///
    /// @param input `[n, c, l]` or `[c, l]`
    /// @param weight `[m, c/groups, k]`
    /// @param bias `[m]`, or null: zeros
    /// @throws ShapeMismatchException if the shapes do not fit
    public static Tensor conv1d(Tensor input, Tensor weight, @Nullable Tensor bias, ConvOptions options) {
        return convolution(1, input, weight, bias, options);
    }

    /// See [lanewise.nn.Conv2d], with PyTorch's default options.
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    public static Tensor conv2d(Tensor input, Tensor weight, @Nullable Tensor bias) {
        return conv2d(input, weight, bias, new ConvOptions());
    }

    /// See [lanewise.nn.Conv2d].
    ///
    /// @param input `[n, c, h, w]` or `[c, h, w]`
    /// @param weight `[m, c/groups, k, l]`
    /// @param bias `[m]`, or null: zeros
    /// @throws ShapeMismatchException if the shapes do not fit
    public static Tensor conv2d(Tensor input, Tensor weight, @Nullable Tensor bias, ConvOptions options) {
        return convolution(2, input, weight, bias, options);
    }

    /// See [lanewise.nn.Conv3d], with PyTorch's default options.
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    public static Tensor conv3d(Tensor input, Tensor weight, @Nullable Tensor bias) {
        return conv3d(input, weight, bias, new ConvOptions());
    }

    /// See [lanewise.nn.Conv3d].
    ///
    /// @param input `[n, c, d, h, w]` or `[c, d, h, w]`
    /// @param weight `[m, c/groups, i, k, l]`
    /// @param bias `[m]`, or null: zeros
    /// @throws ShapeMismatchException if the shapes do not fit
    public static Tensor conv3d(Tensor input, Tensor weight, @Nullable Tensor bias, ConvOptions options) {
        return convolution(3, input, weight, bias, options);
    }

    /// See [lanewise.nn.ConvTranspose1d].
    ///
    /// @param input `[n, c, l]` or `[c, l]`
    /// @param weight `[c, m/groups, k]`
    /// @param bias `[m]`, or null: zeros
    /// @throws ShapeMismatchException if the shapes do not fit
    public static Tensor convTranspose1d(Tensor input, Tensor weight, @Nullable Tensor bias, ConvOptions options) {
        return transposed(1, input, weight, bias, options);
    }

    /// See [lanewise.nn.ConvTranspose2d].
    ///
    /// @param input `[n, c, h, w]` or `[c, h, w]`
    /// @param weight `[c, m/groups, k, l]`
    /// @param bias `[m]`, or null: zeros
    /// @throws ShapeMismatchException if the shapes do not fit
    public static Tensor convTranspose2d(Tensor input, Tensor weight, @Nullable Tensor bias, ConvOptions options) {
        return transposed(2, input, weight, bias, options);
    }

    /// See [lanewise.nn.ConvTranspose3d].
    ///
    /// @param input `[n, c, d, h, w]` or `[c, d, h, w]`
    /// @param weight `[c, m/groups, i, k, l]`
    /// @param bias `[m]`, or null: zeros
    /// @throws ShapeMismatchException if the shapes do not fit
    public static Tensor convTranspose3d(Tensor input, Tensor weight, @Nullable Tensor bias, ConvOptions options) {
        return transposed(3, input, weight, bias, options);
    }

    private static Tensor convolution(
            int dimensions, Tensor input, Tensor weight, @Nullable Tensor bias, ConvOptions options) {
        if (options.hasOutputPadding()) {
            throw new IllegalArgumentException(
                    "conv" + dimensions + "d: outputPadding is for transposed convolutions only");
        }
        if (options.paddingKind() != ConvOptions.Padding.SAME) {
            return apply(options.convolution(dimensions), input, weight, bias);
        }
        options.outputPadding(dimensions); // checks how many there are
        int[] total = options.samePadding(kernel("conv" + dimensions + "d", dimensions, weight));
        int[] before = new int[dimensions];
        int[] after = new int[dimensions];
        for (int d = 0; d < dimensions; d++) {
            before[d] = total[d] / 2;
            after[d] = total[d] - before[d];
        }
        return apply(
                new Convolution(
                        options.stride(dimensions), before, after, options.dilation(dimensions), options.groups()),
                input,
                weight,
                bias);
    }

    private static Tensor transposed(
            int dimensions, Tensor input, Tensor weight, @Nullable Tensor bias, ConvOptions options) {
        if (options.paddingKind() == ConvOptions.Padding.SAME) {
            throw new IllegalArgumentException(
                    "convTranspose" + dimensions + "d: the padding must be given in numbers");
        }
        return apply(
                new TransposedConvolution(
                        options.stride(dimensions),
                        options.padding(dimensions),
                        options.outputPadding(dimensions),
                        options.dilation(dimensions),
                        options.groups()),
                input,
                weight,
                bias);
    }

    private static Tensor apply(Operation operation, Tensor input, Tensor weight, @Nullable Tensor bias) {
        return bias == null ? Tensor.apply(operation, input, weight) : Tensor.apply(operation, input, weight, bias);
    }

    private static int[] kernel(String operation, int dimensions, Tensor weight) {
        if (weight.rank() != dimensions + 2) {
            throw new ShapeMismatchException(
                    operation + ": weight is " + weight.shape() + "; it must have " + (dimensions + 2) + " dimensions");
        }
        return Arrays.copyOfRange(weight.shape().toArray(), 2, dimensions + 2);
    }
}
