package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.ConvolutionInputGradient;
import lanewise.engine.kernel.ConvolutionShape;
import org.jspecify.annotations.Nullable;

/// A transposed convolution over 1 to 3 dimensions: what a [Convolution] of the same options does to the gradient
/// of its output. Inputs `x [n, c, in...]`, or `[c, in...]` for one example, `weight [c, m/groups, kernel...]`, and
/// if wanted `bias [m]`; result `[n, m, out...]` or `[m, out...]`. PyTorch's `conv_transpose1d`, `2d` and `3d`.
///
///     y[m, p·stride − padding + k·dilation] += w[c, m, k]·x[c, p],  from y[m] = b[m] on
///     out = (in − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1
///
/// Dumoulin, Visin 2016, "A guide to convolution arithmetic for deep learning", arXiv:1603.07285.
public final class TransposedConvolution extends ConvolutionOperation {
    private final int[] outputPadding;

    /// One number of each option for each dimension; that of `stride` says how many there are.
    ///
    /// @param outputPadding further elements at the end of the output
    /// @throws IllegalArgumentException if stride, dilation or groups is below 1, a padding below 0, or
    ///     `outputPadding` not below the stride or the dilation
    public TransposedConvolution(int[] stride, int[] padding, int[] outputPadding, int[] dilation, int groups) {
        super("convTranspose", stride, padding, padding, dilation, groups);
        checkOption("outputPadding", outputPadding, 0);
        for (int d = 0; d < dimensions; d++) {
            if (outputPadding[d] >= Math.max(stride[d], dilation[d])) {
                throw new IllegalArgumentException(message("outputPadding " + Arrays.toString(outputPadding)
                        + " must be below stride " + Arrays.toString(stride) + " or dilation "
                        + Arrays.toString(dilation)));
            }
        }
        this.outputPadding = outputPadding.clone();
    }

    /// @throws ShapeMismatchException if the shapes do not fit, or nothing is left of the output
    @Override
    public NDArray forward(NDArray... inputs) {
        Shape weight = weightShape(inputs);
        int outChannels = weight.dim(1) * groups;
        check(inputs, outChannels);
        Shape shape = inputs[0].shape();
        int[] out = outputSizes(shape, weight);
        NDArray x = inputs[0].contiguous();
        NDArray w = inputs[1].contiguous();
        @Nullable NDArray bias = inputs.length == 3 ? inputs[2].contiguous() : null;
        NDArray y = NDArray.empty(result(shape, outChannels, out));
        ConvolutionInputGradient.run(
                sizes(shape, weight, out),
                x.data(),
                x.offset(),
                w.data(),
                w.offset(),
                bias == null ? null : bias.data(),
                bias == null ? 0 : bias.offset(),
                y.data(),
                0,
                false);
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        NDArray dy = pass.outputGradient();
        @Nullable GradientSum dx = pass.gradient(0);
        @Nullable GradientSum dWeight = pass.gradient(1);
        if (dx != null || dWeight != null) {
            ConvolutionShape s = sizes(pass.input(0).shape(), pass.input(1).shape(), spatial(dy.shape()));
            if (dx != null) {
                NDArray w = pass.input(1).contiguous();
                boolean add = dx.contribute() == Write.ADD;
                NDArray sum = dx.array();
                lanewise.engine.kernel.Convolution.run(
                        s, dy.data(), dy.offset(), w.data(), w.offset(), null, 0, sum.data(), sum.offset(), add);
            }
            if (dWeight != null) {
                Convolution.addWeightGradient(s, dy, pass.input(0).contiguous(), dWeight);
            }
        }
        addBiasGradient(dy, pass.gradient(2));
    }

    /// Those of the convolution whose input is this one's output.
    private ConvolutionShape sizes(Shape x, Shape weight, int[] out) {
        return sizes(images(x), weight.dim(1), weight.dim(0) / groups, out, spatial(x), spatial(weight));
    }

    private int[] outputSizes(Shape x, Shape weight) {
        if (weight.dim(0) % groups != 0) {
            throw new ShapeMismatchException(message("the " + weight.dim(0) + " input channels of weight " + weight
                    + " cannot be divided into " + groups + " groups"));
        }
        if (channels(x) != weight.dim(0)) {
            throw new ShapeMismatchException(message(
                    "weight " + weight + " expects " + weight.dim(0) + " channels; x " + x + " has " + channels(x)));
        }
        int[] in = spatial(x);
        int[] kernel = spatial(weight);
        int[] out = new int[dimensions];
        for (int d = 0; d < dimensions; d++) {
            long size = (in[d] - 1L) * stride[d]
                    - 2L * before[d]
                    + (long) dilation[d] * (kernel[d] - 1)
                    + outputPadding[d]
                    + 1;
            if (size < 1) {
                throw new ShapeMismatchException(message("x " + x + " with kernel " + Arrays.toString(kernel)
                        + ", stride " + Arrays.toString(stride) + " and padding " + Arrays.toString(before)
                        + " leaves nothing of dimension " + (d - dimensions) + ": " + size));
            }
            out[d] = Math.toIntExact(size);
        }
        return out;
    }
}
