package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.LuDecomposition;

/// The solution `x` of `a·x = b` for matrices `a [..., n, n]` and `b [..., n, m]`, both of one batch, computed in
/// double. Result `[..., n, m]`.
///
///     db = a⁻ᵀ·dx,  da = −db·xᵀ
public final class Solve extends Operation {
    /// The operation.
    public static final Solve SOLVE = new Solve();

    private Solve() {}

    @Override
    public String name() {
        return "solve";
    }

    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws ArithmeticException if a matrix has no inverse
    @Override
    public NDArray forward(NDArray... inputs) {
        if (inputs.length != 2) {
            throw new IllegalArgumentException(message("two inputs expected, not " + inputs.length));
        }
        SquareMatrices matrices = new SquareMatrices(name(), inputs[0]);
        NDArray b = inputs[1].contiguous();
        Shape shape = b.shape();
        if (shape.rank() < 2
                || shape.dim(-2) != matrices.n
                || !Arrays.equals(
                        Arrays.copyOf(shape.toArray(), shape.rank() - 2),
                        matrices.batch().toArray())) {
            throw new ShapeMismatchException(
                    message("a " + matrices.a.shape() + " and b " + shape + " must be [..., n, n] and [..., n, m]"));
        }
        int size = matrices.n * shape.dim(-1);
        NDArray x = NDArray.empty(shape);
        for (int i = 0; i < matrices.count; i++) {
            double[] solution = part(b, i, size);
            decompose(name(), matrices, i).solve(solution, shape.dim(-1));
            for (int j = 0; j < size; j++) {
                x.data()[i * size + j] = (float) solution[j];
            }
        }
        return x;
    }

    /// @throws ArithmeticException if the matrix has no inverse
    static LuDecomposition decompose(String operation, SquareMatrices matrices, int i) {
        LuDecomposition lu = new LuDecomposition(matrices.a.data(), matrices.at(i), matrices.n);
        if (lu.isSingular()) {
            throw new ArithmeticException(operation + ": matrix " + i + " of " + matrices.a.shape()
                    + " has no inverse: a pivot of its elimination is 0");
        }
        return lu;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sumA = pass.gradient(0);
        NDArray db = gradientOfB(pass);
        if (sumA != null) {
            NDArray da = sumA.contributeToZeroed();
            NDArray x = pass.output().contiguous();
            int n = db.shape().dim(-2);
            int m = db.shape().dim(-1);
            for (int row = 0; row < (m == 0 ? 0 : db.elements() / m); row++) {
                for (int j = 0; j < n; j++) {
                    double product = 0;
                    for (int k = 0; k < m; k++) {
                        product += (double) db.data()[db.offset() + row * m + k]
                                * x.data()[x.offset() + (row / n * n + j) * m + k];
                    }
                    da.data()[da.offset() + row * n + j] -= (float) product;
                }
            }
        }
        GradientSum sumB = pass.gradient(1);
        if (sumB != null && !sumB.lend(db)) {
            Summation.contributeRepeated(sumB, db);
        }
    }

    private NDArray gradientOfB(BackwardPass pass) {
        SquareMatrices matrices = new SquareMatrices(name(), pass.input(0));
        NDArray dx = pass.outputGradient();
        int m = dx.shape().dim(-1);
        int size = matrices.n * m;
        NDArray db = NDArray.empty(dx.shape());
        for (int i = 0; i < matrices.count; i++) {
            double[] gradient = part(dx, i, size);
            new LuDecomposition(matrices.a.data(), matrices.at(i), matrices.n).solveTransposed(gradient, m);
            for (int j = 0; j < size; j++) {
                db.data()[i * size + j] = (float) gradient[j];
            }
        }
        return db;
    }

    @Override
    public boolean savesInput(int i) {
        return i == 0;
    }

    @Override
    public boolean savesOutput() {
        return true;
    }

    private static double[] part(NDArray b, int i, int size) {
        double[] part = new double[size];
        for (int j = 0; j < size; j++) {
            part[j] = b.data()[b.offset() + i * size + j];
        }
        return part;
    }

    @Override
    public void gradient(Recorder recorder) {
        Variable a = recorder.input(0);
        Variable db = SquareMatrices.transposed(a).apply(this, recorder.outputGradient());
        recorder.contribute(1, db);
        if (recorder.wants(0)) {
            Variable x = SquareMatrices.transposed(recorder.output());
            recorder.contribute(0, db.apply(MatMul.MATMUL, x).neg());
        }
    }
}
