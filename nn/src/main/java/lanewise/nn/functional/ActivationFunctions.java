package lanewise.nn.functional;

import java.util.Arrays;
import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Celu;
import lanewise.engine.op.Elu;
import lanewise.engine.op.Gelu;
import lanewise.engine.op.GeluTanh;
import lanewise.engine.op.Hardshrink;
import lanewise.engine.op.Hardsigmoid;
import lanewise.engine.op.Hardswish;
import lanewise.engine.op.Hardtanh;
import lanewise.engine.op.LeakyRelu;
import lanewise.engine.op.LogSigmoid;
import lanewise.engine.op.Mish;
import lanewise.engine.op.PRelu;
import lanewise.engine.op.Relu6;
import lanewise.engine.op.Selu;
import lanewise.engine.op.Silu;
import lanewise.engine.op.Softplus;
import lanewise.engine.op.Softshrink;
import lanewise.engine.op.Softsign;
import lanewise.engine.op.Threshold;

/// The activations of [Functional].
@SuppressWarnings("PMD.AbstractClassWithoutAbstractMethod") // a part of Functional, never an object
abstract class ActivationFunctions {
    ActivationFunctions() {}

    /// `max(x, 0)` on every element.
    public static Tensor relu(Tensor input) {
        return input.relu();
    }

    /// `x` if x > 0, otherwise `negativeSlope·x`, on every element.
    public static Tensor leakyRelu(Tensor input, double negativeSlope) {
        return Tensor.apply(new LeakyRelu((float) negativeSlope), input);
    }

    /// `x` if x > 0, otherwise `alpha·(eˣ − 1)`, on every element.
    public static Tensor elu(Tensor input, double alpha) {
        return Tensor.apply(new Elu((float) alpha), input);
    }

    /// See [lanewise.nn.SELU].
    public static Tensor selu(Tensor input) {
        return Tensor.apply(Selu.SELU, input);
    }

    /// `x·Φ(x)` on every element, where Φ is the normal distribution function.
    public static Tensor gelu(Tensor input) {
        return Tensor.apply(Gelu.GELU, input);
    }

    /// [#gelu] in its approximation by tanh.
    public static Tensor geluTanh(Tensor input) {
        return Tensor.apply(GeluTanh.GELU_TANH, input);
    }

    /// `x·σ(x)` on every element.
    public static Tensor silu(Tensor input) {
        return Tensor.apply(Silu.SILU, input);
    }

    /// `x·tanh(log(1 + eˣ))` on every element.
    public static Tensor mish(Tensor input) {
        return Tensor.apply(Mish.MISH, input);
    }

    /// `1/(1 + e⁻ˣ)` on every element.
    public static Tensor sigmoid(Tensor input) {
        return input.sigmoid();
    }

    /// Hyperbolic tangent of every element.
    public static Tensor tanh(Tensor input) {
        return input.tanh();
    }

    /// `log(1 + exp(beta·x))/beta` on every element; `x` where `beta·x` is above the threshold.
    public static Tensor softplus(Tensor input, double beta, double threshold) {
        return Tensor.apply(new Softplus((float) beta, (float) threshold), input);
    }

    /// `x/(1 + |x|)` on every element.
    public static Tensor softsign(Tensor input) {
        return Tensor.apply(Softsign.SOFTSIGN, input);
    }

    /// `−log(1 + e⁻ˣ)` on every element.
    public static Tensor logSigmoid(Tensor input) {
        return Tensor.apply(LogSigmoid.LOG_SIGMOID, input);
    }

    /// `min(max(x, min), max)` on every element; `max` everywhere if that is below `min`.
    public static Tensor hardtanh(Tensor input, double min, double max) {
        return Tensor.apply(new Hardtanh((float) min, (float) max), input);
    }

    /// `min(max(x, 0), 6)` on every element.
    public static Tensor relu6(Tensor input) {
        return Tensor.apply(Relu6.RELU6, input);
    }

    /// `min(max(x/6 + ½, 0), 1)` on every element.
    public static Tensor hardsigmoid(Tensor input) {
        return Tensor.apply(Hardsigmoid.HARDSIGMOID, input);
    }

    /// `x·min(max(x/6 + ½, 0), 1)` on every element.
    public static Tensor hardswish(Tensor input) {
        return Tensor.apply(Hardswish.HARDSWISH, input);
    }

    /// `exp(xᵢ)/Σ exp(xⱼ)` over dimension `dim`.
    public static Tensor softmax(Tensor input, int dim) {
        return input.softmax(dim);
    }

    /// `xᵢ − log Σ exp(xⱼ)` over dimension `dim`.
    public static Tensor logSoftmax(Tensor input, int dim) {
        return input.logSoftmax(dim);
    }

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
