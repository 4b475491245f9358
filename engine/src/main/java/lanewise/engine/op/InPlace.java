package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.AddTo;
import lanewise.engine.kernel.Gemm;
import lanewise.engine.kernel.StridedCopy;
import lanewise.engine.parallel.Division;

/// Arithmetic that writes into an existing array, without a graph. The array written to may be any view without
/// repeated elements; what is read broadcasts to its shape.
///
/// An operand that shares memory with the array written to must be that very view of it, element for element, or
/// share no element with it: otherwise elements would be read after they were written, and the call is refused.
public final class InPlace {
    private InPlace() {}

    /// `y += alpha·x`
    ///
    /// @throws ShapeMismatchException if `x` does not broadcast to the shape of `y`
    /// @throws IllegalArgumentException if `y` repeats elements, or `x` overlaps it elsewhere
    public static void add(NDArray y, NDArray x, float alpha) {
        check("add_", y, x);
        if (y.elements() > 0) {
            Division.run(y.elements(), Division.CHEAP, new Rows(y, x, alpha));
        }
        y.storage().touch();
    }

    /// `y = x`; see [#add(NDArray, NDArray, float)] for what is refused.
    public static void copy(NDArray y, NDArray x) {
        check("copy_", y, x);
        y.storage().touch();
        if (y.storage() != x.storage()
                || !Overlap.haveSameElements(y.layout(), x.layout().expand(y.shape()))) {
            int[] strides = x.layout().expand(y.shape()).strides();
            StridedCopy.copy(
                    x.data(),
                    x.offset(),
                    strides,
                    y.data(),
                    y.offset(),
                    y.layout().strides(),
                    y.shape().toArray());
        }
    }

    /// `y = beta·y + a·b` for matrices `y [m, n]`, `a [m, k]` and `b [k, n]`: the product goes straight to where it
    /// is wanted. With a `beta` of 0 nothing of `y` is read.
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws IllegalArgumentException if `y` repeats elements, or has one in common with `a` or `b`
    public static void addProduct(NDArray y, NDArray a, NDArray b, float beta) {
        MatMulShape shape = checkProduct("addmm_", y, a, b);
        y.storage().touch();
        if (beta != 0 && beta != 1) {
            mulScalar(y, beta);
        }
        boolean add = beta != 0;
        if (!isRowMajor(y)) {
            NDArray product = MatMul.MATMUL.forward(a, b);
            if (add) {
                add(y, product, 1f);
            } else {
                copy(y, product);
            }
            return;
        }
        Gemm.run(
                shape.m,
                shape.n,
                shape.k,
                a.data(),
                a.offset(),
                a.layout().stride(0),
                a.layout().stride(1),
                b.data(),
                b.offset(),
                b.layout().stride(0),
                b.layout().stride(1),
                y.data(),
                y.offset(),
                y.layout().stride(0),
                add);
    }

    /// Whether the rows of a matrix are runs, perhaps with gaps between them.
    private static boolean isRowMajor(NDArray y) {
        return y.layout().stride(1) == 1 && y.layout().stride(0) >= y.shape().dim(1);
    }

    private static MatMulShape checkProduct(String name, NDArray y, NDArray a, NDArray b) {
        if (y.shape().rank() != 2 || a.shape().rank() != 2 || b.shape().rank() != 2) {
            throw new ShapeMismatchException(
                    name + ": matrices expected, not " + y.shape() + " for " + a.shape() + " times " + b.shape());
        }
        MatMulShape shape = new MatMulShape(name, a.shape(), b.shape());
        if (!shape.output.equals(y.shape())) {
            throw new ShapeMismatchException(name + ": the product of " + a.shape() + " and " + b.shape() + " is "
                    + shape.output + ", and the array written to is " + y.shape());
        }
        Overlap.checkWritable(name, y.layout());
        checkApart(name, y, a, "the first factor");
        checkApart(name, y, b, "the second factor");
        return shape;
    }

    private static void checkApart(String name, NDArray y, NDArray x, String what) {
        if (y.storage() == x.storage() && Overlap.haveElementInCommon(y.layout(), x.layout())) {
            throw new IllegalArgumentException(name + ": " + what + " (" + x.layout()
                    + ") overlaps the array written to (" + y.layout() + "); copy it first");
        }
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
        Overlap.checkWritable("fill_", y.layout());
        y.fill(value);
    }

    /// `y = f(y)`
    private static void compute(String name, UnaryOperation operation, NDArray y) {
        Overlap.checkWritable(name, y.layout());
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

    private static void check(String name, NDArray y, NDArray x) {
        if (!x.shape().broadcastsTo(y.shape())) {
            throw new ShapeMismatchException(
                    name + ": an array " + x.shape() + " does not broadcast to the array written to, " + y.shape());
        }
        Overlap.checkWritable(name, y.layout());
        if (y.storage() == x.storage() && Overlap.isHarmful(y.layout(), x.layout())) {
            throw new IllegalArgumentException(name + ": the operand (" + x.layout()
                    + ") overlaps the array written to (" + y.layout() + "); copy it first");
        }
    }

    /// `y += alpha·x`, row by row.
    private static final class Rows extends BroadcastRows {
        private final float[] y;
        private final float[] x;
        private final float alpha;

        Rows(NDArray y, NDArray x, float alpha) {
            Layout read = x.layout();
            super(y.shape(), y.layout(), read, read);
            this.y = y.data();
            this.x = x.data();
            this.alpha = alpha;
        }

        @Override
        void row(int worker, int left, int yAt, int xAt, int unused, int length) {
            int yStep = firstStride();
            int xStep = secondStride();
            if (length == 1 || yStep == 1 && xStep == 1) {
                AddTo.run(y, yAt, alpha, x, xAt, length);
            } else {
                AddTo.run(y, yAt, yStep, alpha, x, xAt, xStep, length);
            }
        }
    }
}
