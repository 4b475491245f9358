package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.LaneMath;

/// `y = x^p` with one exponent for all elements, with the special cases of [LaneMath#pow(FloatVector,
/// FloatVector)].
///
///     dy/dx = p·x^(p−1), 0 for p = 0
///
/// The exponents 1, 2, 3, ½, −½, −1 and −2, of the element and of the derivative alike, are products, roots and
/// quotients, as in PyTorch: so the root of −∞ is NaN.
public final class PowScalar extends UnaryOperation {
    private final float exponent;

    /// With the exponent.
    public PowScalar(float exponent) {
        this.exponent = exponent;
    }

    @Override
    public String name() {
        return "pow";
    }

    @Override
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            power(FloatVector.fromArray(SPECIES, x, xo + i), exponent).intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var di = gradient(FloatVector.fromArray(SPECIES, x, xo + i), FloatVector.fromArray(SPECIES, dy, dyo + i));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    private FloatVector gradient(FloatVector x, FloatVector dy) {
        return exponent == 0f
                ? FloatVector.broadcast(SPECIES, 0f)
                : dy.mul(power(x, exponent - 1).mul(exponent));
    }

    /// `x^p`; the branches are loop-invariant.
    private static FloatVector power(FloatVector x, float p) {
        if (p == 1f) {
            return x;
        }
        if (p == 2f) {
            return x.mul(x);
        }
        if (p == 3f) {
            return x.mul(x).mul(x);
        }
        if (p == 0.5f) {
            return x.sqrt();
        }
        if (p == -0.5f) {
            return FloatVector.broadcast(SPECIES, 1f).div(x.sqrt());
        }
        if (p == -1f) {
            return FloatVector.broadcast(SPECIES, 1f).div(x);
        }
        if (p == -2f) {
            return FloatVector.broadcast(SPECIES, 1f).div(x.mul(x));
        }
        return LaneMath.pow(x, FloatVector.broadcast(SPECIES, p));
    }
}
