package lanewise.nn;

import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.nn.functional.Functional;
import lanewise.nn.init.Init;
import org.jspecify.annotations.Nullable;

/// `y = x₁·W·x₂ + b`, one matrix of the weight `[out, in1, in2]` for every number of the result.
///
/// Weight and bias `[out]` start evenly distributed over ±1/√in1.
public final class Bilinear extends Module {
    private final int in1;
    private final int in2;
    private final int out;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    /// With a bias.
    ///
    /// @throws IllegalArgumentException if one of the numbers is less than 1
    public Bilinear(int in1Features, int in2Features, int outFeatures) {
        this(in1Features, in2Features, outFeatures, true);
    }

    /// With a bias or without.
    ///
    /// @throws IllegalArgumentException if one of the numbers is less than 1
    public Bilinear(int in1Features, int in2Features, int outFeatures, boolean bias) {
        if (in1Features < 1 || in2Features < 1 || outFeatures < 1) {
            throw new IllegalArgumentException("Bilinear: in1Features, in2Features and outFeatures must be at least 1,"
                    + " not " + in1Features + ", " + in2Features + " and " + outFeatures);
        }
        this.in1 = in1Features;
        this.in2 = in2Features;
        this.out = outFeatures;
        this.weight = registerParameter("weight", parameter(Shape.of(out, in1, in2)));
        this.bias = bias ? registerParameter("bias", parameter(Shape.of(out))) : null;
        resetParameters();
    }

    private static Parameter parameter(Shape shape) {
        return new Parameter(Tensor.of(NDArray.zerosKept(shape)));
    }

    /// Draws weight and bias anew.
    public void resetParameters() {
        float bound = (float) (1 / Math.sqrt(in1));
        Init.uniform_(weight, -bound, bound);
        if (bias != null) {
            Init.uniform_(bias, -bound, bound);
        }
    }

    /// The weight, `[out, in1, in2]`.
    public Parameter weight() {
        return weight;
    }

    /// The bias, `[out]`, or null if there is none.
    public @Nullable Parameter bias() {
        return bias;
    }

    /// @param input1 `[..., in1]`
    /// @param input2 `[..., in2]`, with the same dimensions in front
    /// @return `[..., out]`
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor input1, Tensor input2) {
        return hooked(this, Bilinear::forward, input1, input2);
    }

    private Tensor forward(Tensor input1, Tensor input2) {
        return Functional.bilinear(input1, input2, weight, bias);
    }

    @Override
    protected String extraRepr() {
        return "in1_features=" + in1 + ", in2_features=" + in2 + ", out_features=" + out + ", bias="
                + Repr.of(bias != null);
    }
}
