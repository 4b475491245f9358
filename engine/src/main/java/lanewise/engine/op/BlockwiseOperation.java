package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.NDArray;
import lanewise.engine.parallel.Division;

/// An element-wise operation in several passes over a block, which stays in the nearest cache from one pass to the
/// next. What is written to serves as scratch memory in between, so it is never what is read.
abstract class BlockwiseOperation extends UnaryOperation {
    /// Floats of a block: what is read, what is written and the output's gradient take 24 of a core's 32 KiB or
    /// more.
    private static final int BLOCK = 1 << 11;

    /// `for i in [0, length): y[yo + i] = f(x[xo + i])`; `length` is a multiple of the vector length.
    abstract void value(float[] x, int xo, float[] y, int yo, int length);

    /// `for i in [0, length): s[so + i] = f'`, computed from `saved[at + i]`; `length` is a multiple of the vector
    /// length.
    abstract void slope(float[] saved, int at, float[] s, int so, int length);

    @Override
    protected final int part() {
        return Division.COSTLY;
    }

    @Override
    protected final void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += BLOCK) {
            value(x, xo + i, y, yo + i, Math.min(BLOCK, length - i));
        }
    }

    /// The sum in `dx` would be in the way: the gradient is written elsewhere first.
    @Override
    void differentiate(NDArray saved, NDArray dy, NDArray dx, boolean add) {
        NDArray gradient = add ? NDArray.empty(dx.shape()) : dx;
        super.differentiate(saved, dy, gradient, false);
        if (add) {
            InPlace.add(dx, gradient, 1f);
        }
    }

    @Override
    protected final void backward(
            float[] saved, int so, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        assert !add : "see differentiate";
        for (int i = 0; i < length; i += BLOCK) {
            int count = Math.min(BLOCK, length - i);
            slope(saved, so + i, dx, dxo + i, count);
            multiply(dy, dyo + i, dx, dxo + i, count);
        }
    }

    /// `for i in [0, length): y[yo + i] *= x[xo + i]`; `length` is a multiple of the vector length.
    static void multiply(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector.fromArray(SPECIES, y, yo + i)
                    .mul(FloatVector.fromArray(SPECIES, x, xo + i))
                    .intoArray(y, yo + i);
        }
    }
}
