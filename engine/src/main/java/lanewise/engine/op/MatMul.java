package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.Gemm;
import lanewise.engine.kernel.GemmBatch;
import org.jspecify.annotations.Nullable;

/// The matrix product `c = a·b` of `a [..., m, k]` and `b [..., k, n]`, result `[..., m, n]`; the dimensions before
/// the matrices broadcast. An operand `[k]` is a row (a) or a column (b), whose dimension of 1 the result does not
/// have, so that two of them give their scalar product `[]`. PyTorch's `torch.matmul`.
///
///     da = dc·bᵀ,  db = aᵀ·dc, summed over the matrices that an operand was broadcast to
///
/// Operands are read where they lie, whatever their strides.
public final class MatMul extends Operation {
    /// The operation.
    public static final MatMul MATMUL = new MatMul();

    private MatMul() {}

    @Override
    public String name() {
        return "matmul";
    }

    @Override
    public NDArray forward(NDArray... inputs) {
        if (inputs.length != 2) {
            throw new IllegalArgumentException(message("two inputs expected, not " + inputs.length));
        }
        NDArray a = inputs[0];
        NDArray b = inputs[1];
        MatMulShape shape = new MatMulShape(name(), a.shape(), b.shape());
        NDArray c = NDArray.empty(shape.output);
        Layout la = a.layout();
        Layout lb = b.layout();
        if (isOneProduct(shape, a, b)) {
            int rows = shape.batch.elements() * shape.m;
            Gemm.run(
                    rows,
                    shape.n,
                    shape.k,
                    a.data(),
                    a.offset(),
                    rowStrideOfRows(la),
                    la.stride(-1),
                    b.data(),
                    b.offset(),
                    MatMulShape.rowStrideOfB(lb),
                    MatMulShape.columnStrideOfB(lb),
                    c.data(),
                    0,
                    shape.n,
                    false);
            return c;
        }
        GemmBatch.run(
                shape.m,
                shape.n,
                shape.k,
                a.data(),
                shape.starts(la),
                MatMulShape.rowStrideOfA(la),
                la.stride(-1),
                b.data(),
                shape.starts(lb),
                MatMulShape.rowStrideOfB(lb),
                MatMulShape.columnStrideOfB(lb),
                c.data(),
                shape.startsOfOutputs(0, shape.m * shape.n),
                false,
                true);
        return c;
    }

    @Override
    public void backward(BackwardPass pass) {
        NDArray a = pass.input(0);
        NDArray b = pass.input(1);
        MatMulShape shape = new MatMulShape(name(), a.shape(), b.shape());
        @Nullable GradientSum da = pass.gradient(0);
        if (da != null) {
            addGradientOfA(shape, pass.outputGradient(), a, b, da);
        }
        @Nullable GradientSum db = pass.gradient(1);
        if (db != null) {
            addGradientOfB(shape, pass.outputGradient(), a, b, db);
        }
    }

    /// `da (=|+=) dc·bᵀ`
    private static void addGradientOfA(MatMulShape shape, NDArray dc, NDArray a, NDArray b, GradientSum da) {
        Layout lb = b.layout();
        boolean one = isOneProduct(shape, a, b);
        boolean once = one || a.elements() == shape.batch.elements() * shape.m * shape.k;
        boolean add = contribute(da, once);
        NDArray sum = da.array();
        GemmBatch.run(
                one ? shape.batch.elements() * shape.m : shape.m,
                shape.k,
                shape.n,
                dc.data(),
                one ? new int[] {dc.offset()} : shape.startsOfOutputs(dc.offset(), shape.m * shape.n),
                shape.n,
                1,
                b.data(),
                one ? new int[] {b.offset()} : shape.starts(lb),
                MatMulShape.columnStrideOfB(lb),
                MatMulShape.rowStrideOfB(lb),
                sum.data(),
                one ? new int[] {sum.offset()} : shape.starts(sum.layout()),
                add,
                once);
    }

    /// `db (=|+=) aᵀ·dc`
    private static void addGradientOfB(MatMulShape shape, NDArray dc, NDArray a, NDArray b, GradientSum db) {
        Layout la = a.layout();
        boolean one = isOneProduct(shape, a, b);
        boolean once = one || b.elements() == shape.batch.elements() * shape.k * shape.n;
        boolean add = contribute(db, once);
        NDArray sum = db.array();
        GemmBatch.run(
                shape.k,
                shape.n,
                one ? shape.batch.elements() * shape.m : shape.m,
                a.data(),
                one ? new int[] {a.offset()} : shape.starts(la),
                la.stride(-1),
                one ? rowStrideOfRows(la) : MatMulShape.rowStrideOfA(la),
                dc.data(),
                one ? new int[] {dc.offset()} : shape.startsOfOutputs(dc.offset(), shape.m * shape.n),
                shape.n,
                1,
                sum.data(),
                one ? new int[] {sum.offset()} : shape.starts(sum.layout()),
                add,
                once);
    }

    /// Whether to add. A sum that several products go into must hold something before the first.
    private static boolean contribute(GradientSum gradient, boolean eachElementOnce) {
        if (eachElementOnce) {
            return gradient.contribute() == Write.ADD;
        }
        gradient.contributeToZeroed();
        return true;
    }

    /// Whether all rows of A, over the whole batch, are one matrix that is multiplied by one B.
    private static boolean isOneProduct(MatMulShape shape, NDArray a, NDArray b) {
        if (shape.batch.rank() == 0) {
            return true;
        }
        return b.shape().rank() <= 2 && a.isContiguous();
    }

    /// The distance from one row to the next over the whole batch.
    private static int rowStrideOfRows(Layout a) {
        Shape shape = a.shape();
        return shape.rank() > 2 ? shape.dim(-1) : MatMulShape.rowStrideOfA(a);
    }

    @Override
    protected boolean isLinearInEach() {
        return true;
    }
}
