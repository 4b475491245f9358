package lanewise.engine.op;

import lanewise.engine.BoolArray;
import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.parallel.Division;

/// Whether numbers are close to others: `|a − b| <= atol + rtol·|b|`, computed in double. Equal infinities are
/// close, NaN to nothing unless two of them count as equal.
///
/// @param rtol how much of `|b|` is allowed
/// @param atol what is allowed besides
/// @param equalNan whether NaN is close to NaN
public record Closeness(double rtol, double atol, boolean equalNan) {
    /// Checks the tolerances.
    ///
    /// @throws IllegalArgumentException if one is negative or NaN
    public Closeness {
        if (!(rtol >= 0) || !(atol >= 0)) {
            throw new IllegalArgumentException(
                    "isclose: rtol is " + rtol + " and atol is " + atol + "; they must not be negative");
        }
    }

    /// Element by element, broadcast.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public BoolArray compare(NDArray a, NDArray b) {
        BoolArray y = BoolArray.empty(Shape.broadcast("isclose", a.shape(), b.shape()));
        Division.run(y.elements(), Division.CHEAP, new Rows(this, a, b, y));
        return y;
    }

    private boolean holds(float a, float b) {
        if (a == b) {
            return true;
        }
        if (Float.isNaN(a) && Float.isNaN(b)) {
            return equalNan;
        }
        double distance = Math.abs((double) a - b);
        return distance < Double.POSITIVE_INFINITY && distance <= atol + Math.abs(rtol * b);
    }

    private static final class Rows extends BroadcastRows {
        private final Closeness closeness;
        private final float[] a;
        private final float[] b;
        private final boolean[] y;

        Rows(Closeness closeness, NDArray a, NDArray b, BoolArray y) {
            super(y.shape(), Layout.rowMajor(y.shape()), a.layout(), b.layout());
            this.closeness = closeness;
            this.a = a.data();
            this.b = b.data();
            this.y = y.data();
        }

        @Override
        void row(int worker, int left, int at, int aAt, int bAt, int length) {
            for (int i = 0; i < length; i++) {
                y[at + i] = closeness.holds(a[aAt + i * secondStride()], b[bAt + i * thirdStride()]);
            }
        }
    }
}
