package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.simd.Trigonometry;

/// `y = cos x`, `x` in radians.
///
///     dy/dx = −sin x
public final class Cos extends BlockwiseOperation {
    /// The one instance: it has no options.
    public static final Cos COS = new Cos();

    private Cos() {}

    @Override
    public String name() {
        return "cos";
    }

    @Override
    void value(float[] x, int xo, float[] y, int yo, int length) {
        Trigonometry.cos(x, xo, y, yo, length);
    }

    @Override
    void slope(float[] x, int xo, float[] s, int so, int length) {
        Trigonometry.sin(x, xo, s, so, length);
        for (int i = 0; i < length; i += LANES) {
            FloatVector.fromArray(SPECIES, s, so + i).neg().intoArray(s, so + i);
        }
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.apply(Sin.SIN).neg();
    }
}
