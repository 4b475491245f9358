package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.JacobiSvd;

/// The singular values of each matrix of `a [..., m, n]`, by falling size. Result `[..., min(m, n)]`.
///
///     da = U·diag(dy)·Vᵀ
///
/// Of a matrix that holds a NaN or an infinity they are NaN.
public final class SingularValues extends Operation {
    private JacobiSvd[] decompositions = {};

    /// An instance serves one forward pass, whose decompositions it holds.
    public SingularValues() {}

    @Override
    public String name() {
        return "svdvals";
    }

    /// @throws ShapeMismatchException if `a` has fewer than two dimensions
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray a = only(inputs).contiguous();
        Shape shape = a.shape();
        if (shape.rank() < 2) {
            throw new ShapeMismatchException(message("an array " + shape + " must have at least 2 dimensions"));
        }
        int m = shape.dim(-2);
        int n = shape.dim(-1);
        int least = Math.min(m, n);
        int[] sizes = Arrays.copyOf(shape.toArray(), shape.rank() - 1);
        sizes[sizes.length - 1] = least;
        NDArray y = NDArray.empty(Shape.of(sizes));
        decompositions = new JacobiSvd[least == 0 ? 0 : y.elements() / least];
        for (int b = 0; b < decompositions.length; b++) {
            JacobiSvd svd = decompose(a.data(), a.offset() + b * m * n, m, n);
            decompositions[b] = svd;
            for (int k = 0; k < least; k++) {
                y.data()[b * least + k] = (float) svd.value(k);
            }
        }
        return y;
    }

    /// Of the matrix or its transpose, whichever has no fewer rows than columns.
    private static JacobiSvd decompose(float[] a, int at, int m, int n) {
        double[] columns = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                columns[m < n ? i * n + j : j * m + i] = a[at + i * n + j];
            }
        }
        return new JacobiSvd(columns, Math.max(m, n), Math.min(m, n));
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum == null) {
            return;
        }
        NDArray da = sum.contributeToZeroed();
        NDArray dy = pass.outputGradient();
        int m = da.shape().dim(-2);
        int n = da.shape().dim(-1);
        int least = Math.min(m, n);
        for (int b = 0; b < decompositions.length; b++) {
            JacobiSvd svd = decompositions[b];
            int at = da.offset() + b * m * n;
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double gradient = 0;
                    for (int k = 0; k < least; k++) {
                        double product = m < n ? svd.right(k, i) * svd.left(k, j) : svd.left(k, i) * svd.right(k, j);
                        gradient += dy.data()[dy.offset() + b * least + k] * product;
                    }
                    da.data()[at + i * n + j] += (float) gradient;
                }
            }
        }
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }
}
