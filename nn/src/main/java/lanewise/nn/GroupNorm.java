package lanewise.nn;

import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.nn.functional.Functional;
import lanewise.nn.init.Init;
import org.jspecify.annotations.Nullable;

/// Group normalisation of `[n, c, ...]`: the channels are divided into groups of neighbours, each of which, in each
/// example, is brought to mean 0 and variance 1; then each channel is multiplied by `weight` and shifted by `bias`,
/// which start as ones and zeros. See [lanewise.engine.op.GroupNorm].
public final class GroupNorm extends Layer {
    private final int numGroups;
    private final int numChannels;
    private final double eps;
    private final @Nullable Parameter weight;
    private final @Nullable Parameter bias;

    /// So many channels in so many groups, with weight and bias, and 1e-5 added to the variance.
    ///
    /// @throws IllegalArgumentException if the channels cannot be divided into the groups
    public GroupNorm(int numGroups, int numChannels) {
        this(numGroups, numChannels, 1e-5, true);
    }

    /// So many channels in so many groups.
    ///
    /// @param eps added to the variance
    /// @param affine whether each channel has a weight and a bias
    /// @throws IllegalArgumentException if the channels cannot be divided into the groups
    public GroupNorm(int numGroups, int numChannels, double eps, boolean affine) {
        if (numGroups < 1 || numChannels < 1 || numChannels % numGroups != 0) {
            throw new IllegalArgumentException(
                    "GroupNorm: " + numChannels + " channels cannot be divided into " + numGroups + " groups");
        }
        this.numGroups = numGroups;
        this.numChannels = numChannels;
        this.eps = eps;
        this.weight = affine ? registerParameter("weight", LayerNorm.parameter(Shape.of(numChannels))) : null;
        this.bias = affine ? registerParameter("bias", LayerNorm.parameter(Shape.of(numChannels))) : null;
        resetParameters();
    }

    /// Sets the weight to ones and the bias to zeros.
    public void resetParameters() {
        if (weight != null && bias != null) {
            Init.ones_(weight);
            Init.zeros_(bias);
        }
    }

    /// The weight, `[c]`, or null if the layer has none.
    public @Nullable Parameter weight() {
        return weight;
    }

    /// The bias, `[c]`, or null if the layer has none.
    public @Nullable Parameter bias() {
        return bias;
    }

    /// @param input `[n, c, ...]`; the result has its shape
    /// @throws ShapeMismatchException if it has another number of channels
    @Override
    public Tensor forward(Tensor input) {
        if (input.rank() < 2 || input.shape().dim(1) != numChannels) {
            throw new ShapeMismatchException(
                    "GroupNorm: input " + input.shape() + " is not [n, " + numChannels + ", ...]");
        }
        return Functional.groupNorm(input, numGroups, weight, bias, eps);
    }

    @Override
    protected String extraRepr() {
        return numGroups + ", " + numChannels + ", eps=" + Repr.of(eps) + ", affine=" + Repr.of(weight != null);
    }
}
