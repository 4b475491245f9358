package lanewise.nn;

import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.nn.init.Init;
import org.jspecify.annotations.Nullable;

/// A fully connected layer: `y = x·Wᵀ + b`.
///
/// Weight `[out, in]` and bias `[out]` start evenly distributed over ±1/√in, as in PyTorch (Kaiming's
/// initialisation with a = √5; He, Zhang, Ren, Sun 2015, arXiv:1502.01852). The numbers come from
/// [lanewise.engine.Generator#global()], the weight's first.
public final class Linear extends Layer {
    private final int inFeatures;
    private final int outFeatures;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    /// A layer with a bias.
    ///
    /// @throws IllegalArgumentException if one of the numbers is less than 1
    public Linear(int inFeatures, int outFeatures) {
        this(inFeatures, outFeatures, true);
    }

    /// A layer with a bias or without.
    ///
    /// @throws IllegalArgumentException if one of the numbers is less than 1
    public Linear(int inFeatures, int outFeatures, boolean bias) {
        checkFeatures("inFeatures", inFeatures);
        checkFeatures("outFeatures", outFeatures);
        this.inFeatures = inFeatures;
        this.outFeatures = outFeatures;
        this.weight = registerParameter("weight", parameter(Shape.of(outFeatures, inFeatures)));
        this.bias = bias ? registerParameter("bias", parameter(Shape.of(outFeatures))) : null;
        resetParameters();
    }

    /// A layer of given parameters, which may be those of another module too: an output layer whose weight is the
    /// embedding's.
    ///
    /// @param weight `[out, in]`
    /// @param bias `[out]`, or null for none
    /// @throws lanewise.engine.ShapeMismatchException if the shapes are others
    public Linear(Parameter weight, @Nullable Parameter bias) {
        if (weight.rank() != 2 || (bias != null && !bias.shape().equals(Shape.of(weight.dim(0))))) {
            throw new ShapeMismatchException("Linear: a weight is [out, in] and a bias [out], not " + weight.shape()
                    + " and " + (bias == null ? "none" : bias.shape()));
        }
        this.inFeatures = weight.dim(1);
        this.outFeatures = weight.dim(0);
        this.weight = registerParameter("weight", weight);
        this.bias = bias == null ? null : registerParameter("bias", bias);
    }

    /// Draws weight and bias anew.
    public void resetParameters() {
        float bound = (float) (1 / Math.sqrt(inFeatures));
        Init.uniform_(weight, -bound, bound);
        if (bias != null) {
            Init.uniform_(bias, -bound, bound);
        }
    }

    /// The weight, `[out, in]`.
    public Parameter weight() {
        return weight;
    }

    /// The bias, `[out]`, or null if the layer has none.
    public @Nullable Parameter bias() {
        return bias;
    }

    /// @param input `[..., in]`
    /// @return `[..., out]`
    @Override
    public Tensor forward(Tensor input) {
        return bias == null
                ? Tensor.apply(lanewise.engine.op.Linear.LINEAR, input, weight)
                : Tensor.apply(lanewise.engine.op.Linear.LINEAR, input, weight, bias);
    }

    @Override
    protected String extraRepr() {
        return "in_features=" + inFeatures + ", out_features=" + outFeatures + ", bias="
                + (bias == null ? "False" : "True");
    }

    private static Parameter parameter(Shape shape) {
        return new Parameter(Tensor.of(NDArray.zerosKept(shape)));
    }

    private static void checkFeatures(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("Linear: " + option + " must be at least 1, not " + value);
        }
    }
}
