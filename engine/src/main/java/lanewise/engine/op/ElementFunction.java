package lanewise.engine.op;

import lanewise.engine.parallel.Division;

/// An element-wise operation whose value and slope are computed one element after another, in double, and rounded
/// once: for functions that are too seldom in a loop to have a vector formula. Subclasses use [StrictMath], whose
/// bits are the same everywhere, and whatever of `Math` is exact.
abstract class ElementFunction extends UnaryOperation {
    /// `f(x)`
    abstract double value(double x);

    /// `f'(x)`
    abstract double slope(double x);

    @Override
    protected final int part() {
        return Division.COSTLY;
    }

    @Override
    protected final void forward(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i++) {
            y[yo + i] = (float) value(x[xo + i]);
        }
    }

    @Override
    protected final void backward(
            float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i++) {
            float contribution = (float) (dy[dyo + i] * slope(x[xo + i]));
            dx[dxo + i] = add ? dx[dxo + i] + contribution : contribution;
        }
    }
}
