package lanewise.nn;

import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.nn.functional.Functional;
import lanewise.nn.init.Init;
import org.jspecify.annotations.Nullable;

/// Layer normalisation: the last dimensions are brought to mean 0 and variance 1, then multiplied by `weight` and
/// shifted by `bias`, which start as ones and zeros. See [lanewise.engine.op.LayerNorm].
public final class LayerNorm extends Layer {
    private final Shape normalizedShape;
    private final LayerNormOptions options;
    private final @Nullable Parameter weight;
    private final @Nullable Parameter bias;

    /// Over the last dimensions, which have these sizes.
    public LayerNorm(int... normalizedShape) {
        this(Shape.of(normalizedShape), new LayerNormOptions());
    }

    /// Over the last dimensions, which have this shape, with all options.
    ///
    /// @throws IllegalArgumentException if the shape has no dimension
    public LayerNorm(Shape normalizedShape, LayerNormOptions options) {
        if (normalizedShape.rank() == 0) {
            throw new IllegalArgumentException("LayerNorm: the normalized shape must have at least one dimension");
        }
        this.normalizedShape = normalizedShape;
        this.options = options;
        boolean affine = options.elementwiseAffine();
        this.weight = affine ? registerParameter("weight", parameter(normalizedShape)) : null;
        this.bias = affine && options.bias() ? registerParameter("bias", parameter(normalizedShape)) : null;
        resetParameters();
    }

    /// Sets the weight to ones and the bias to zeros.
    public void resetParameters() {
        if (weight != null) {
            Init.ones_(weight);
        }
        if (bias != null) {
            Init.zeros_(bias);
        }
    }

    /// The weight, of the normalized shape, or null if the layer has none.
    public @Nullable Parameter weight() {
        return weight;
    }

    /// The bias, of the normalized shape, or null if the layer has none.
    public @Nullable Parameter bias() {
        return bias;
    }

    /// @param input of any shape that ends with the normalized one; the result has it too
    @Override
    public Tensor forward(Tensor input) {
        return Functional.layerNorm(input, normalizedShape, weight, bias, options.eps());
    }

    @Override
    protected String extraRepr() {
        return Repr.of(normalizedShape) + ", eps=" + Repr.of(options.eps()) + ", elementwise_affine="
                + Repr.of(options.elementwiseAffine());
    }

    /// A parameter that its owner sets.
    static Parameter parameter(Shape shape) {
        return new Parameter(Tensor.of(NDArray.zerosKept(shape)));
    }
}
