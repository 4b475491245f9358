package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// The product over dimensions, `y[i] = Πⱼ x[i, j]`. Over no elements it is 1.
///
///     dx[i, j] = dy[i]·Π x[i, k] over all k but j
///
/// The gradient is the product of what comes before and what comes after, without a division, so zeros are like
/// other numbers.
public final class Prod extends RowReduction {
    /// Over `dimensions`, or over all if there are none; with `keepDim` they stay in the result with size 1.
    public Prod(int[] dimensions, boolean keepDim) {
        super(dimensions, keepDim);
    }

    @Override
    public String name() {
        return "prod";
    }

    @Override
    float value(float[] x, int at, int n) {
        double p0 = 1;
        double p1 = 1;
        double p2 = 1;
        double p3 = 1;
        int j = 0;
        for (; j <= n - 4; j += 4) {
            p0 *= x[at + j];
            p1 *= x[at + j + 1];
            p2 *= x[at + j + 2];
            p3 *= x[at + j + 3];
        }
        for (; j < n; j++) {
            p0 *= x[at + j];
        }
        return (float) (p0 * p1 * (p2 * p3));
    }

    @Override
    void gradient(float[] x, int at, int n, float y, float dy, float[] dx, int dxo) {
        double before = 1;
        for (int j = 0; j < n; j++) {
            dx[dxo + j] = (float) before;
            before *= x[at + j];
        }
        double after = dy;
        for (int j = n - 1; j >= 0; j--) {
            dx[dxo + j] = (float) (dx[dxo + j] * after);
            after *= x[at + j];
        }
    }

    /// `y/x` where there is no zero, as PyTorch; otherwise the products of what comes before and after.
    @Override
    Variable derivative(Variable x, Variable y, int... reduced) {
        for (float value : x.array().toArray()) {
            if (value == 0) {
                return products(x, reduced);
            }
        }
        return y.div(x);
    }

    private static Variable products(Variable x, int... reduced) {
        Shape shape = x.shape();
        if (shape.rank() == 0) {
            return x.constant(NDArray.full(shape, 1f));
        }
        int[] order = rowsLast(shape, reduced);
        Variable permuted = x.apply(new Permute(order));
        int n = 1;
        for (int d = 0; d < shape.rank(); d++) {
            n *= isReduced(shape, d, reduced) ? shape.dim(d) : 1;
        }
        Variable rows = permuted.reshape(Shape.of(shape.elements() / n, n));
        Variable after = before(rows.apply(new Flip(1))).apply(new Flip(1));
        int[] back = new int[order.length];
        for (int d = 0; d < order.length; d++) {
            back[order[d]] = d;
        }
        return before(rows).mul(after).reshape(permuted.shape()).apply(new Permute(back));
    }

    /// The product of the elements before each one of a row.
    private static Variable before(Variable rows) {
        int n = rows.shape().dim(1);
        Variable ones = rows.constant(NDArray.full(rows.shape().with(1, 1), 1f));
        return ones.apply(new Concat(1), rows.apply(new Narrow(1, 0, n - 1))).apply(new Cumprod(1));
    }

    /// The dimensions, those that are reduced last.
    private static int[] rowsLast(Shape shape, int... reduced) {
        int[] order = new int[shape.rank()];
        int at = 0;
        for (boolean last : new boolean[] {false, true}) {
            for (int d = 0; d < order.length; d++) {
                if (isReduced(shape, d, reduced) == last) {
                    order[at++] = d;
                }
            }
        }
        return order;
    }

    private static boolean isReduced(Shape shape, int dimension, int... reduced) {
        return reduced.length == 0 || Arrays.stream(reduced).anyMatch(d -> shape.axis(d) == dimension);
    }
}
