package lanewise.autograd;

import java.util.List;
import lanewise.engine.ShapeMismatchException;

/// The product of several matrices in the order that takes the fewest multiplications, by dynamic programming
/// (Cormen et al., "Introduction to Algorithms", matrix-chain multiplication).
final class MatrixChain {
    private final Tensor[] matrices;

    /// The last matrix of the first factor of the product `i .. j`.
    private final int[][] split;

    private MatrixChain(Tensor... matrices) {
        this.matrices = matrices;
        int n = matrices.length;
        split = new int[n][n];
        double[][] cost = new double[n][n];
        for (int length = 2; length <= n; length++) {
            for (int i = 0; i + length <= n; i++) {
                int j = i + length - 1;
                cost[i][j] = Double.POSITIVE_INFINITY;
                for (int k = i; k < j; k++) {
                    double whole = cost[i][k]
                            + cost[k + 1][j]
                            + (double) matrices[i].dim(0) * matrices[k].dim(1) * matrices[j].dim(1);
                    if (whole < cost[i][j]) {
                        cost[i][j] = whole;
                        split[i][j] = k;
                    }
                }
            }
        }
    }

    static Tensor product(List<Tensor> tensors) {
        int n = tensors.size();
        if (n < 2) {
            throw new IllegalArgumentException("multiDot: at least 2 tensors are needed, not " + n);
        }
        Tensor[] matrices = tensors.toArray(new Tensor[0]);
        boolean row = matrices[0].rank() == 1;
        boolean column = matrices[n - 1].rank() == 1;
        matrices[0] = row ? matrices[0].unsqueeze(0) : matrices[0];
        matrices[n - 1] = column ? matrices[n - 1].unsqueeze(1) : matrices[n - 1];
        for (int i = 0; i < n; i++) {
            if (matrices[i].rank() != 2) {
                throw new ShapeMismatchException(
                        "multiDot: tensor " + i + " is " + tensors.get(i).shape()
                                + "; all must be matrices, but for the first and the last, which may be vectors");
            }
            if (i > 0 && matrices[i - 1].dim(1) != matrices[i].dim(0)) {
                throw new ShapeMismatchException("multiDot: tensor " + (i - 1) + " "
                        + tensors.get(i - 1).shape() + " and tensor " + i + " "
                        + tensors.get(i).shape() + " disagree on the inner dimension, " + matrices[i - 1].dim(1)
                        + " != " + matrices[i].dim(0));
            }
        }
        Tensor product = new MatrixChain(matrices).product(0, n - 1);
        product = row ? product.squeeze(0) : product;
        return column ? product.squeeze(-1) : product;
    }

    private Tensor product(int i, int j) {
        return i == j ? matrices[i] : product(i, split[i][j]).matmul(product(split[i][j] + 1, j));
    }
}
