package lanewise.nn;

import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.nn.functional.Functional;
import lanewise.nn.init.Init;
import org.jspecify.annotations.Nullable;

/// Normalisation by the root mean square of the last dimensions, then multiplication by `weight`, which starts as
/// ones. See [lanewise.engine.op.RmsNorm].
public final class RMSNorm extends Layer {
    /// PyTorch's default, the distance from 1 to the next float.
    private static final double DEFAULT_EPS = Math.ulp(1f);

    private final Shape normalizedShape;
    private final @Nullable Double eps;
    private final @Nullable Parameter weight;

    /// Over the last dimensions, which have these sizes.
    public RMSNorm(int... normalizedShape) {
        this(Shape.of(normalizedShape), null, true);
    }

    /// Over the last dimensions, which have this shape.
    ///
    /// @param eps added to the mean square, or null: 2^-23
    /// @param elementwiseAffine whether there is a weight for each element of the normalized shape
    /// @throws IllegalArgumentException if the shape has no dimension
    public RMSNorm(Shape normalizedShape, @Nullable Double eps, boolean elementwiseAffine) {
        if (normalizedShape.rank() == 0) {
            throw new IllegalArgumentException("RMSNorm: the normalized shape must have at least one dimension");
        }
        this.normalizedShape = normalizedShape;
        this.eps = eps;
        this.weight = elementwiseAffine ? registerParameter("weight", LayerNorm.parameter(normalizedShape)) : null;
        resetParameters();
    }

    /// Sets the weight to ones.
    public void resetParameters() {
        if (weight != null) {
            Init.ones_(weight);
        }
    }

    /// The weight, of the normalized shape, or null if the layer has none.
    public @Nullable Parameter weight() {
        return weight;
    }

    /// @param input of any shape that ends with the normalized one; the result has it too
    @Override
    public Tensor forward(Tensor input) {
        return Functional.rmsNorm(input, normalizedShape, weight, eps == null ? DEFAULT_EPS : eps);
    }

    @Override
    protected String extraRepr() {
        return Repr.of(normalizedShape) + ", eps=" + (eps == null ? "None" : Repr.of(eps)) + ", elementwise_affine="
                + Repr.of(weight != null);
    }
}
