package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.ConvolutionInputGradient;
import lanewise.engine.kernel.ConvolutionShape;
import lanewise.engine.kernel.ConvolutionWeightGradient;
import org.jspecify.annotations.Nullable;

/// A convolution over 1 to 3 dimensions, in the sense of neural networks, where the kernel is not mirrored: inputs
/// `x [n, c, in...]`, or `[c, in...]` for one example, `weight [m, c/groups, kernel...]`, and if wanted `bias [m]`;
/// result `[n, m, out...]` or `[m, out...]`. PyTorch's `conv1d`, `conv2d` and `conv3d`.
///
///     y[m, p] = b[m] + Σ over c, k of w[m, c, k]·x[c, p·stride − before + k·dilation]
///     out = (in + before + after − dilation·(kernel − 1) − 1)/stride + 1, rounded down
///
/// With groups, each part of the output channels sees its part of the input channels. The gradients are
/// `dx = wᵀ * dy`, `dw = Σ dy·x` and `db = Σ dy` over examples and positions.
public final class Convolution extends ConvolutionOperation {
    /// Of the latest call: a layer meets the same shapes in every step. Threads may replace it; it is immutable.
    private @Nullable Geometry latest;

    /// One number of each option for each dimension; that of `stride` says how many there are.
    ///
    /// @param before zeros before the first element
    /// @param after zeros behind the last
    /// @throws IllegalArgumentException if stride, dilation or groups is below 1 or padding below 0
    public Convolution(int[] stride, int[] before, int[] after, int[] dilation, int groups) {
        super("conv", stride, before, after, dilation, groups);
    }

    /// What the shapes of a call lead to.
    private record Geometry(Shape x, Shape weight, Shape result, ConvolutionShape sizes) {
        boolean fits(Shape otherX, Shape otherWeight) {
            return x.equals(otherX) && weight.equals(otherWeight);
        }
    }

    /// @throws ShapeMismatchException if the shapes do not fit, or the kernel is larger than the padded input
    @Override
    public NDArray forward(NDArray... inputs) {
        Shape weight = weightShape(inputs);
        check(inputs, weight.dim(0));
        Geometry geometry = geometry(inputs[0].shape(), weight);
        NDArray x = inputs[0].contiguous();
        NDArray w = inputs[1].contiguous();
        @Nullable NDArray bias = inputs.length == 3 ? inputs[2].contiguous() : null;
        NDArray y = NDArray.empty(geometry.result());
        lanewise.engine.kernel.Convolution.run(
                geometry.sizes(),
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
            ConvolutionShape s =
                    geometry(pass.input(0).shape(), pass.input(1).shape()).sizes();
            if (dx != null) {
                NDArray w = pass.input(1).contiguous();
                boolean add = dx.contribute() == Write.ADD;
                NDArray sum = dx.array();
                ConvolutionInputGradient.run(
                        s, dy.data(), dy.offset(), w.data(), w.offset(), null, 0, sum.data(), sum.offset(), add);
            }
            if (dWeight != null) {
                addWeightGradient(s, pass.input(0).contiguous(), dy, dWeight);
            }
        }
        addBiasGradient(dy, pass.gradient(2));
    }

    /// `dw (=|+=) Σ dy·x`
    static void addWeightGradient(ConvolutionShape s, NDArray x, NDArray dy, GradientSum dWeight) {
        NDArray working = NDArray.empty(Shape.of(ConvolutionWeightGradient.working(s)));
        working.storage().holdAlone();
        boolean add = dWeight.contribute() == Write.ADD;
        NDArray sum = dWeight.array();
        ConvolutionWeightGradient.run(
                s, x.data(), x.offset(), dy.data(), dy.offset(), working.data(), sum.data(), sum.offset(), add);
        working.storage().letGo();
    }

    /// @throws ShapeMismatchException if the shapes do not fit
    private Geometry geometry(Shape x, Shape weight) {
        Geometry made = latest;
        if (made == null || !made.fits(x, weight)) {
            int[] out = outputSizes(x, weight);
            ConvolutionShape sizes =
                    sizes(images(x), weight.dim(1), weight.dim(0) / groups, spatial(x), out, spatial(weight));
            made = new Geometry(x, weight, result(x, weight.dim(0), out), sizes);
            latest = made;
        }
        return made;
    }

    private int[] outputSizes(Shape x, Shape weight) {
        if (weight.dim(0) % groups != 0) {
            throw new ShapeMismatchException(message("the " + weight.dim(0) + " output channels of weight " + weight
                    + " cannot be divided into " + groups + " groups"));
        }
        if (channels(x) != weight.dim(1) * groups) {
            throw new ShapeMismatchException(message("weight " + weight + " with groups " + groups + " expects "
                    + weight.dim(1) * groups + " input channels; x " + x + " has " + channels(x)));
        }
        int[] in = spatial(x);
        int[] kernel = spatial(weight);
        int[] out = new int[dimensions];
        for (int d = 0; d < dimensions; d++) {
            long padded = (long) in[d] + before[d] + after[d];
            long room = padded - ((long) dilation[d] * (kernel[d] - 1) + 1);
            if (room < 0) {
                throw new ShapeMismatchException(message("the kernel " + Arrays.toString(kernel) + " with dilation "
                        + Arrays.toString(dilation) + " is larger than the padded input, of " + padded
                        + " elements in dimension " + (d - dimensions) + " of x " + x));
            }
            out[d] = (int) (room / stride[d]) + 1;
        }
        return out;
    }
}
