package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.simd.Exponential;
import lanewise.engine.simd.Logarithm;
import lanewise.engine.simd.Logistic;

/// `y = ln σ(x) = min(x, 0) − ln(1 + e^-|x|)`, which neither overflows nor cancels.
///
///     dy/dx = 1 − σ(x) = σ(−x)
public final class LogSigmoid extends BlockwiseOperation {
    /// The one instance: it has no options.
    public static final LogSigmoid LOG_SIGMOID = new LogSigmoid();

    private LogSigmoid() {}

    @Override
    public String name() {
        return "logsigmoid";
    }

    @Override
    void value(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            xi.abs().neg().intoArray(y, yo + i);
        }
        Exponential.exp(y, yo, 0f, y, yo, length);
        Logarithm.log1p(y, yo, y, yo, length);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            xi.min(FloatVector.zero(SPECIES))
                    .sub(FloatVector.fromArray(SPECIES, y, yo + i))
                    .intoArray(y, yo + i);
        }
    }

    @Override
    void slope(float[] x, int xo, float[] s, int so, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            xi.neg().intoArray(s, so + i);
        }
        Logistic.sigmoid(s, so, s, so, length);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.neg().apply(Sigmoid.SIGMOID);
    }
}
