package lanewise.engine.op;

import lanewise.engine.parallel.Division;

/// As [ElementFunction], of two operands, which broadcast.
abstract class ElementFunctionOfTwo extends BinaryOperation {
    /// `f(a, b)`
    abstract double value(double a, double b);

    /// `∂f/∂a`
    abstract double slopeFirst(double a, double b);

    /// `∂f/∂b`
    abstract double slopeSecond(double a, double b);

    @Override
    protected final int part() {
        return Division.COSTLY;
    }

    @Override
    protected final void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i++) {
            y[yo + i] = (float) value(a[ao + i], b[bo + i]);
        }
    }

    @Override
    protected final void backwardFirst(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i++) {
            float contribution = (float) (dy[dyo + i] * slopeFirst(a[ao + i], b[bo + i]));
            dx[dxo + i] = add ? dx[dxo + i] + contribution : contribution;
        }
    }

    @Override
    protected final void backwardSecond(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i++) {
            float contribution = (float) (dy[dyo + i] * slopeSecond(a[ao + i], b[bo + i]));
            dx[dxo + i] = add ? dx[dxo + i] + contribution : contribution;
        }
    }
}
