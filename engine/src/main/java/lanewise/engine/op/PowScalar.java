package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import lanewise.engine.NDArray;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.Power;

/// `y = x^p` with one exponent for all elements, with the special cases of C's `pow`.
///
///     dy/dx = p·x^(p−1), 0 for p = 0
///
/// The exponents 1, 2, 3, ½, −½, −1 and −2, of the element and of the derivative alike, are products, roots and
/// quotients, as in PyTorch: so the root of −∞ is NaN.
public final class PowScalar extends BlockwiseOperation {
    private final float exponent;

    /// The exponent in a vector.
    private final float[] exponents = new float[Lanes.PADDING];

    /// With the exponent.
    public PowScalar(float exponent) {
        this.exponent = exponent;
        Arrays.fill(exponents, exponent);
    }

    @Override
    public String name() {
        return "pow";
    }

    @Override
    void value(float[] x, int xo, float[] y, int yo, int length) {
        power(x, xo, 0f, y, yo, length);
    }

    @Override
    void slope(float[] x, int xo, float[] s, int so, int length) {
        power(x, xo, -1f, s, so, length);
        for (int i = 0; i < length; i += LANES) {
            FloatVector.fromArray(SPECIES, s, so + i).mul(exponent).intoArray(s, so + i);
        }
    }

    @Override
    void differentiate(NDArray saved, NDArray dy, NDArray dx, boolean add) {
        if (exponent != 0f) {
            super.differentiate(saved, dy, dx, add);
        } else if (!add) {
            dx.fill(0f);
        }
    }

    /// `y = x^(exponent + shift)`
    private void power(float[] x, int xo, float shift, float[] y, int yo, int length) {
        float p = exponent + shift;
        if (p == 1f) {
            System.arraycopy(x, xo, y, yo, length);
        } else if (p == 2f) {
            Square.SQUARE.forward(x, xo, y, yo, length);
        } else if (p == 3f) {
            Square.SQUARE.forward(x, xo, y, yo, length);
            multiply(x, xo, y, yo, length);
        } else if (p == 0.5f) {
            Sqrt.SQRT.forward(x, xo, y, yo, length);
        } else if (p == -0.5f) {
            Rsqrt.RSQRT.forward(x, xo, y, yo, length);
        } else if (p == -1f) {
            Reciprocal.RECIPROCAL.forward(x, xo, y, yo, length);
        } else if (p == -2f) {
            Square.SQUARE.forward(x, xo, y, yo, length);
            Reciprocal.RECIPROCAL.forward(y, yo, y, yo, length);
        } else {
            Power.pow(x, xo, exponents, 0, 0, shift, y, yo, length);
        }
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.apply(new PowScalar(exponent - 1)).mul(exponent);
    }

    @Override
    protected boolean isPiecewiseLinear() {
        return exponent == 0 || exponent == 1;
    }
}
