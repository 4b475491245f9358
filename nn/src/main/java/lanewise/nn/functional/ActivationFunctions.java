package lanewise.nn.functional;

import java.util.Arrays;
import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Celu;
import lanewise.engine.op.Hardshrink;
import lanewise.engine.op.PRelu;
import lanewise.engine.op.Softshrink;
import lanewise.engine.op.Threshold;

/// The rarer activations of [Functional].
@SuppressWarnings("PMD.AbstractClassWithoutAbstractMethod") // a part of Functional, never an object
abstract class ActivationFunctions {
    ActivationFunctions() {}

    /// `x` if x > 0, otherwise `alpha·(e^(x/alpha) − 1)`, on every element.
    ///
    /// @throws IllegalArgumentException if `alpha` is 0
    public static Tensor celu(Tensor input, double alpha) {
        return Tensor.apply(new Celu((float) alpha), input);
    }

    /// The first half of dimension `dim` times the logistic function of the second half.
    ///
    /// @throws ShapeMismatchException if its size is odd
    public static Tensor glu(Tensor input, int dim) {
        if (input.rank() == 0) {
            throw new ShapeMismatchException("glu: a tensor [] has no dimension to halve");
        }
        int size = input.dim(dim);
        if (size % 2 != 0) {
            throw new ShapeMismatchException("glu: dimension " + dim + " of " + input.shape() + " must have an even"
                    + " size to be halved, not " + size);
        }
        Tensor gate = input.narrow(dim, size / 2, size / 2).sigmoid();
        return input.narrow(dim, 0, size / 2).mul(gate);
    }

    /// `x` where `|x| > lambda`, otherwise 0, on every element.
    public static Tensor hardshrink(Tensor input, double lambda) {
        return Tensor.apply(new Hardshrink((float) lambda), input);
    }

    /// `x − lambda` above lambda, `x + lambda` below −lambda, otherwise 0, on every element.
    ///
    /// @throws IllegalArgumentException if `lambda` is negative
    public static Tensor softshrink(Tensor input, double lambda) {
        return Tensor.apply(new Softshrink((float) lambda), input);
    }

    /// `x − tanh x` on every element.
    public static Tensor tanhshrink(Tensor input) {
        return input.sub(input.tanh());
    }

    /// `x` where it is above the threshold, otherwise `value`, on every element.
    public static Tensor threshold(Tensor input, double threshold, double value) {
        return Tensor.apply(new Threshold((float) threshold, (float) value), input);
    }

    /// `x` if x > 0, otherwise `weight·x`.
    ///
    /// @param weight one number, or one a channel: `[c]` for an input `[n, c, ...]`
    /// @throws ShapeMismatchException if there are not as many as channels
    public static Tensor prelu(Tensor input, Tensor weight) {
        Tensor slopes = weight;
        if (weight.elements() == 1) {
            slopes = weight.reshape();
        } else {
            int channels = input.rank() == 0 ? 0 : input.rank() == 1 ? 1 : input.dim(1);
            if (weight.rank() != 1 || weight.elements() != channels) {
                throw new ShapeMismatchException("prelu: an input " + input.shape() + " has " + channels
                        + " channels; weight must be one number or [" + channels + "], not " + weight.shape());
            }
            int[] sizes = new int[input.rank() - 1];
            Arrays.fill(sizes, 1);
            sizes[0] = channels;
            slopes = weight.reshape(sizes);
        }
        return Tensor.apply(PRelu.PRELU, input, slopes);
    }

    /// `exp(−xᵢ)/Σ exp(−xⱼ)` over dimension `dim`.
    public static Tensor softmin(Tensor input, int dim) {
        return input.neg().softmax(dim);
    }
}
