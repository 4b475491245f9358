package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.InPlaceLoops;
import lanewise.engine.parallel.Division;

/// Arithmetic that writes into an existing array, without a graph. The array written to may be any view without repeated
/// elements; what is read broadcasts to its shape.
///
/// An operand that shares memory with the array written to must be that very view of it, element for element, or share no
/// element with it: otherwise elements would be read after they were written, and the call is refused.
public final class InPlace {
    private InPlace() {}

    /// `y += alpha·x`
    ///
    /// @throws ShapeMismatchException if `x` does not broadcast to the shape of `y`
    /// @throws IllegalArgumentException if `y` repeats elements, or `x` overlaps it elsewhere
    public static void add(NDArray y, NDArray x, float alpha) {
        check("add_", y, x);
        walk(y, new Rows(y, x, alpha, false));
    }

    /// `y = x`; see [#add(NDArray, NDArray, float)] for what is refused.
    public static void copy(NDArray y, NDArray x) {
        check("copy_", y, x);
        walk(y, new Rows(y, x, 1f, true));
    }

    /// `y *= x`; see [#add(NDArray, NDArray, float)] for what is refused.
    public static void mul(NDArray y, NDArray x) {
        compute("mul_", Mul.MUL, y, x);
    }

    /// `y /= x`; see [#add(NDArray, NDArray, float)] for what is refused.
    public static void div(NDArray y, NDArray x) {
        compute("div_", Div.DIV, y, x);
    }

    /// `y += c`
    public static void addScalar(NDArray y, float c) {
        compute("add_", new AddScalar(c), y);
    }

    /// `y *= c`
    public static void mulScalar(NDArray y, float c) {
        compute("mul_", new MulScalar(c), y);
    }

    /// `y = min(max(y, min), max)`; an infinite bound leaves that side open, NaN stays NaN.
    public static void clamp(NDArray y, float min, float max) {
        compute("clamp_", new Clamp(min, max), y);
    }

    /// `y = value`
    public static void fill(NDArray y, float value) {
        checkWritable("fill_", y);
        y.fill(value);
    }

    /// `y = f(y)`
    private static void compute(String name, UnaryOperation operation, NDArray y) {
        checkWritable(name, y);
        if (y.isContiguous()) {
            operation.compute(y, y);
            y.storage().touch();
        } else {
            copy(y, operation.forward(y));
        }
    }

    /// `y = f(y, x)`
    private static void compute(String name, BinaryOperation operation, NDArray y, NDArray x) {
        check(name, y, x);
        if (y.isContiguous()) {
            operation.compute(y, x, y);
            y.storage().touch();
        } else {
            copy(y, operation.forward(y, x));
        }
    }

    private static void walk(NDArray y, Rows rows) {
        Division.run(y.elements(), Division.CHEAP, rows);
        y.storage().touch();
    }

    private static void check(String name, NDArray y, NDArray x) {
        if (!x.shape().broadcastsTo(y.shape())) {
            throw new ShapeMismatchException(
                    name + ": an array " + x.shape() + " does not broadcast to the array written to, " + y.shape());
        }
        checkWritable(name, y);
        if (y.storage() == x.storage() && Overlap.isHarmful(y.layout(), x.layout())) {
            throw new IllegalArgumentException(name + ": the operand (" + x.layout()
                    + ") overlaps the array written to (" + y.layout() + "); copy it first");
        }
    }

    private static void checkWritable(String name, NDArray y) {
        if (Overlap.repeats(y.layout())) {
            throw new IllegalArgumentException(name + ": the array written to (" + y.layout()
                    + ") repeats elements, as after expand; copy it first");
        }
    }

    /// `y += alpha·x` or `y = x`, row by row.
    private static final class Rows extends BroadcastRows {
        private final float[] y;
        private final float[] x;
        private final float alpha;
        private final boolean overwrite;

        Rows(NDArray y, NDArray x, float alpha, boolean overwrite) {
            Layout read = x.layout();
            super(y.shape(), y.layout(), read, read);
            this.y = y.data();
            this.x = x.data();
            this.alpha = alpha;
            this.overwrite = overwrite;
        }

        @Override
        void row(int worker, int yAt, int xAt, int unused, int length) {
            int yStep = firstStride();
            int xStep = secondStride();
            boolean runs = length == 1 || yStep == 1 && xStep == 1;
            if (overwrite) {
                if (runs) {
                    System.arraycopy(x, xAt, y, yAt, length);
                } else {
                    InPlaceLoops.copy(y, yAt, yStep, x, xAt, xStep, length);
                }
            } else if (runs) {
                InPlaceLoops.add(y, yAt, alpha, x, xAt, length);
            } else {
                InPlaceLoops.add(y, yAt, yStep, alpha, x, xAt, xStep, length);
            }
        }
    }
}
