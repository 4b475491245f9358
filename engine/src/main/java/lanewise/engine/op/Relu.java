package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// The rectifier: `y = max(x, 0)`; NaN stays NaN.
///
///     dy/dx = 1 for y > 0, 0 for y = 0
///
/// Nair, Hinton 2010, "Rectified linear units improve restricted Boltzmann machines".
public final class Relu extends UnaryOperation {
    /// The one instance: it has no options.
    public static final Relu RELU = new Relu();

    private static final WarmUp WARM_UP = WarmUp.of(new Exercise());

    private Relu() {}

    @Override
    public String name() {
        return "relu";
    }

    @Override
    public boolean savesOutput() {
        return true;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        if (WARM_UP.isDone()) {
            forwardByVector(x, xo, y, yo, length);
        } else {
            forwardByElement(x, xo, y, yo, length);
        }
    }

    static void forwardByElement(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i++) {
            y[yo + i] = Math.max(x[xo + i], 0f);
        }
    }

    static void forwardByVector(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = xi.max(FloatVector.zero(SPECIES));
            yi.intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        if (WARM_UP.isDone()) {
            backwardByVector(y, yo, dy, dyo, dx, dxo, length, add);
        } else {
            backwardByElement(y, yo, dy, dyo, dx, dxo, length, add);
        }
    }

    static void backwardByElement(
            float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i++) {
            float di = y[yo + i] <= 0f ? 0f : dy[dyo + i];
            dx[dxo + i] = add ? di + dx[dxo + i] : di;
        }
    }

    static void backwardByVector(float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var yi = FloatVector.fromArray(SPECIES, y, yo + i);
            var di = gi.blend(FloatVector.zero(SPECIES), yi.compare(VectorOperators.LE, FloatVector.zero(SPECIES)));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected boolean isPiecewiseLinear() {
        return true;
    }

    private static final class Exercise implements WarmUp.Exercise {
        private static final int LENGTH = WarmUp.ROUNDS * LANES;

        private final float[] x = new float[LENGTH + Lanes.PADDING];

        @Override
        public void run(int calls, int rounds) {
            for (int i = 0; i < calls; i++) {
                forwardByVector(x, 0, x, 0, rounds * LANES);
                backwardByVector(x, 0, x, 0, x, 0, rounds * LANES, false);
                backwardByVector(x, 0, x, 0, x, 0, rounds * LANES, true);
            }
        }
    }
}
