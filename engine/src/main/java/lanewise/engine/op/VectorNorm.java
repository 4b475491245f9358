package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.kernel.RowPowers;

/// The norm of order p over dimensions, `y[i] = (Σⱼ |x[i, j]|ᵖ)^(1/p)`; for ∞ and −∞ the largest and the smallest
/// magnitude, for 0 the number of elements that are not 0. Over no elements it is 0.
///
///     dx[i, j] = dy[i]·sign(x[i, j])·(|x[i, j]|/y[i])^(p − 1),  0 where y[i] is 0
///
/// For ±∞ the elements of that magnitude share the gradient; for 0 there is none.
public final class VectorNorm extends RowReduction {
    private final double p;

    /// Of order `p` over `dimensions`, or over all if there are none; with `keepDim` they stay in the result with
    /// size 1.
    public VectorNorm(double p, int[] dimensions, boolean keepDim) {
        super(dimensions, keepDim);
        this.p = p;
    }

    @Override
    public String name() {
        return "norm";
    }

    /// @throws IllegalArgumentException if there is nothing to choose from, and the order is infinite or negative
    @Override
    void check(ReducedRows rows, NDArray x) {
        if (rows.n == 0 && rows.rows > 0 && (p < 0 || Double.isInfinite(p))) {
            throw new IllegalArgumentException(message("an array " + x.shape()
                    + " has no elements in the reduced dimensions, and of none there is no norm of order " + p));
        }
    }

    @Override
    float value(float[] x, int at, int n) {
        if (p == 2) {
            return (float) Math.sqrt(RowPowers.squares(x, at, n));
        }
        if (p == 1) {
            return (float) RowPowers.magnitudes(x, at, n);
        }
        if (Double.isInfinite(p)) {
            return p > 0 ? RowPowers.largest(x, at, n) : RowPowers.smallest(x, at, n);
        }
        return (float) (p == 0 ? RowPowers.notZero(x, at, n) : Math.pow(RowPowers.sum(x, at, n, p), 1 / p));
    }

    @Override
    void gradient(float[] x, int at, int n, float y, float dy, float[] dx, int dxo) {
        if (p == 0) {
            for (int j = 0; j < n; j++) {
                dx[dxo + j] = 0;
            }
        } else if (p == 1) {
            for (int j = 0; j < n; j++) {
                dx[dxo + j] = dy * sign(x[at + j]);
            }
        } else if (p == 2) {
            double scale = y == 0 ? 0 : (double) dy / y;
            for (int j = 0; j < n; j++) {
                dx[dxo + j] = y == 0 ? 0 : (float) (scale * x[at + j]);
            }
        } else if (Double.isInfinite(p)) {
            shared(x, at, n, y, dy, dx, dxo);
        } else {
            powers(x, at, n, y, dy, dx, dxo);
        }
    }

    /// What [#shared] gives each element of a gradient of 1: constant between the points where it jumps.
    private static Variable shares(Variable x, Variable y, int... reduced) {
        Variable signs = x.constant(x.array()).apply(Sign.SIGN);
        var others = Compare.ne(Abs.ABS.forward(x.array()), y.array());
        Variable ones = x.constant(NDArray.full(x.shape(), 1));
        return signs.fill(others, 0).div(ones.fill(others, 0).sum(reduced));
    }

    /// Those of magnitude `y`, or that are NaN, share the gradient.
    private static void shared(float[] x, int at, int n, float y, float dy, float[] dx, int dxo) {
        int count = 0;
        for (int j = 0; j < n; j++) {
            count += isChosen(x[at + j], y) ? 1 : 0;
        }
        for (int j = 0; j < n; j++) {
            dx[dxo + j] = isChosen(x[at + j], y) ? sign(x[at + j]) * dy / count : 0;
        }
    }

    private static boolean isChosen(float x, float y) {
        return Math.abs(x) == y || Float.isNaN(x);
    }

    /// Below order 1 the slope at 0 is infinite, and taken as 0.
    private void powers(float[] x, int at, int n, float y, float dy, float[] dx, int dxo) {
        double scale = p < 1 || y != 0 ? dy / Math.pow(y, p - 1) : 0;
        for (int j = 0; j < n; j++) {
            float xj = x[at + j];
            double power = xj == 0 && p < 1 ? 0 : Math.pow(Math.abs(xj), p - 1);
            dx[dxo + j] = (float) (sign(xj) * power * scale);
        }
    }

    private static float sign(float x) {
        return Float.isNaN(x) ? x : Math.signum(x);
    }

    @Override
    Variable derivative(Variable x, Variable y, int... reduced) {
        if (Double.isInfinite(p)) {
            return shares(x, y, reduced);
        }
        if (p == 0 || p == 1) {
            return x.apply(Sign.SIGN).mul((float) p);
        }
        var zero = Compare.eq(y.array(), 0);
        Variable norm = y.fill(zero, 1);
        if (p == 2) {
            return x.div(norm).fill(zero, 0);
        }
        Variable power = x.apply(Abs.ABS).apply(new PowScalar((float) (p - 1))).mul(x.apply(Sign.SIGN));
        return power.mul(norm.apply(new PowScalar((float) (1 - p)))).fill(zero, 0);
    }
}
