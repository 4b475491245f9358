package lanewise.nn.functional;

import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Operation;
import lanewise.engine.op.RunningStatistics;
import org.jspecify.annotations.Nullable;

/// How the optional tensors of the normalisations become an operation's inputs.
final class Normalization {
    private Normalization() {}

    /// Applies an operation of `x`, weight and bias; a bias without a weight gets one of ones.
    static Tensor apply(
            Operation operation, Shape affine, Tensor input, @Nullable Tensor weight, @Nullable Tensor bias) {
        if (bias != null) {
            Tensor scale = weight == null ? Tensor.of(NDArray.full(affine, 1f)) : weight;
            return Tensor.apply(operation, input, scale, bias);
        }
        return weight == null ? Tensor.apply(operation, input) : Tensor.apply(operation, input, weight);
    }

    /// The same with one number a channel.
    static Tensor byChannel(Operation operation, Tensor input, @Nullable Tensor weight, @Nullable Tensor bias) {
        boolean needsOnes = bias != null && weight == null && input.rank() > 1;
        Shape channels = needsOnes ? Shape.of(input.shape().dim(1)) : Shape.SCALAR;
        return apply(operation, channels, input, weight, bias);
    }

    /// @throws ShapeMismatchException if one of the two is missing
    static @Nullable RunningStatistics running(@Nullable Tensor mean, @Nullable Tensor variance) {
        if (mean == null && variance == null) {
            return null;
        }
        if (mean == null || variance == null) {
            throw new ShapeMismatchException("running mean and variance are needed both, or neither");
        }
        return new RunningStatistics(mean.array(), variance.array());
    }
}
