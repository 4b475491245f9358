package lanewise.engine.kernel;

import static lanewise.engine.simd.Constants.EXP2_1;
import static lanewise.engine.simd.Constants.EXP2_2;
import static lanewise.engine.simd.Constants.EXP2_3;
import static lanewise.engine.simd.Constants.EXP2_4;
import static lanewise.engine.simd.Constants.EXP2_5;
import static lanewise.engine.simd.Constants.EXP2_6;
import static lanewise.engine.simd.Constants.LOG2_E;
import static lanewise.engine.simd.Constants.ONE_BITS;
import static lanewise.engine.simd.Constants.ROUND;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Rotation.BY_2;
import static lanewise.engine.simd.Rotation.BY_4;
import static lanewise.engine.simd.Rotation.BY_8;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The gradient of [RowSoftmax], from its result `y [rows, n]`:
///
/// `for i, j: dx[i, j] = y[i, j]·(dy[i, j] − Σₖ dy[i, k]·y[i, k])`, and of the logarithm
/// `dx[i, j] = dy[i, j] − exp(y[i, j])·Σₖ dy[i, k]`.
public final class RowSoftmaxGradient implements RangeTask {
    private final float[] y;
    private final int yOffset;
    private final int n;
    private final boolean logarithm;
    private final float[] dy;
    private final int dyOffset;
    private final float[] dx;
    private final int dxOffset;

    private RowSoftmaxGradient(
            float[] y, int yOffset, int n, boolean logarithm, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        this.y = y;
        this.yOffset = yOffset;
        this.n = n;
        this.logarithm = logarithm;
        this.dy = dy;
        this.dyOffset = dyOffset;
        this.dx = dx;
        this.dxOffset = dxOffset;
    }

    /// That of softmax, of rows of `n` numbers at the beginning of all three: for whoever computes it again and
    /// again.
    static RowSoftmaxGradient of(float[] y, int n, float[] dy, float[] dx) {
        return new RowSoftmaxGradient(y, 0, n, false, dy, 0, dx, 0);
    }

    /// Whether it is the one that `of` makes of these.
    boolean isOf(float[] output, int length, float[] outputGradient, float[] inputGradient) {
        return y == output && n == length && dy == outputGradient && dx == inputGradient;
    }

    /// Computes so many rows.
    void run(int rows) {
        if (!logarithm && SmallSums.areFew(1, rows, n)) {
            few(y, yOffset, rows, n, dy, dyOffset, dx, dxOffset);
        } else {
            Workers.run(rows, Math.max(1, RowSoftmax.PARALLEL_FROM / n), this);
        }
    }

    /// Writes the gradient to `dx [rows, n]`.
    public static void run(
            float[] y,
            int yOffset,
            int rows,
            int n,
            boolean logarithm,
            float[] dy,
            int dyOffset,
            float[] dx,
            int dxOffset) {
        if (!logarithm && SmallSums.areFew(1, rows, n)) {
            few(y, yOffset, rows, n, dy, dyOffset, dx, dxOffset);
            return;
        }
        int grain = Math.max(1, RowSoftmax.PARALLEL_FROM / n);
        Workers.run(rows, grain, new RowSoftmaxGradient(y, yOffset, n, logarithm, dy, dyOffset, dx, dxOffset));
    }

    /// The same in double: what remains of `dy` without its mean is often much smaller than both; see [SmallSums].
    private static void few(
            float[] y, int yOffset, int rows, int n, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int row = 0; row < rows; row++) {
            int at = row * n;
            double dot = 0;
            for (int j = at; j < at + n; j++) {
                dot += (double) y[yOffset + j] * dy[dyOffset + j];
            }
            for (int j = at; j < at + n; j++) {
                dx[dxOffset + j] = (float) ((dy[dyOffset + j] - dot) * y[yOffset + j]);
            }
        }
    }

    @Override
    public void run(int from, int to) {
        for (int row = from; row < to; row++) {
            int at = row * n;
            if (logarithm) {
                ofLogarithm(at, Reduce.sum(dy, dyOffset + at, n));
            } else {
                ofSoftmax(at, dot(at));
            }
        }
    }

    private float dot(int at) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        int j = 0;
        for (; j <= n - 2 * LANES; j += 2 * LANES) {
            s0 = FloatVector.fromArray(SPECIES, y, yOffset + at + j)
                    .fma(FloatVector.fromArray(SPECIES, dy, dyOffset + at + j), s0);
            s1 = FloatVector.fromArray(SPECIES, y, yOffset + at + j + LANES)
                    .fma(FloatVector.fromArray(SPECIES, dy, dyOffset + at + j + LANES), s1);
        }
        for (; j < n; j += LANES) {
            int width = Math.min(LANES, n - j);
            s0 = FloatVector.fromArray(SPECIES, y, yOffset + at + j, SPECIES.indexInRange(0, width))
                    .fma(FloatVector.fromArray(SPECIES, dy, dyOffset + at + j, SPECIES.indexInRange(0, width)), s0);
        }
        FloatVector total = s0.add(s1);
        if (LANES > 8) {
            total = total.add(total.rearrange(BY_8));
        }
        if (LANES > 4) {
            total = total.add(total.rearrange(BY_4));
        }
        total = total.add(total.rearrange(BY_2));
        return total.lane(0) + total.lane(1);
    }

    private void ofSoftmax(int at, float dot) {
        FloatVector mean = FloatVector.broadcast(SPECIES, dot);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector d =
                    FloatVector.fromArray(SPECIES, dy, dyOffset + at + j).sub(mean);
            d.mul(FloatVector.fromArray(SPECIES, y, yOffset + at + j)).intoArray(dx, dxOffset + at + j);
        }
        if (j < n) {
            FloatVector d = FloatVector.fromArray(SPECIES, dy, dyOffset + at + j, SPECIES.indexInRange(0, n - j))
                    .sub(mean);
            d.mul(FloatVector.fromArray(SPECIES, y, yOffset + at + j, SPECIES.indexInRange(0, n - j)))
                    .intoArray(dx, dxOffset + at + j, SPECIES.indexInRange(0, n - j));
        }
    }

    /// With [RowExponential]'s exponential; `y` is never positive. The last vector is read whole, into the padding,
    /// and written in part.
    private void ofLogarithm(int at, float sum) {
        FloatVector log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        FloatVector round = FloatVector.broadcast(SPECIES, ROUND);
        FloatVector least = FloatVector.broadcast(SPECIES, RowExponential.LEAST);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector c1 = FloatVector.broadcast(SPECIES, EXP2_1);
        FloatVector c2 = FloatVector.broadcast(SPECIES, EXP2_2);
        FloatVector c3 = FloatVector.broadcast(SPECIES, EXP2_3);
        FloatVector c4 = FloatVector.broadcast(SPECIES, EXP2_4);
        FloatVector c5 = FloatVector.broadcast(SPECIES, EXP2_5);
        FloatVector c6 = FloatVector.broadcast(SPECIES, EXP2_6);
        FloatVector minusTotal = FloatVector.broadcast(SPECIES, -sum);
        for (int j = 0; j < n; j += LANES) {
            FloatVector d = FloatVector.fromArray(SPECIES, y, yOffset + at + j);
            d = d.blend(least, d.compare(VectorOperators.LT, least));
            FloatVector rounded = d.fma(log2e, round);
            FloatVector f = d.fma(log2e, round.sub(rounded));
            FloatVector f2 = f.mul(f);
            FloatVector high = c6.fma(f2, c5.fma(f, c4)).fma(f2, c3.fma(f, c2));
            FloatVector power = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, 23)
                    .add(ONE_BITS)
                    .reinterpretAsFloats();
            FloatVector gradient = high.fma(f2, c1.fma(f, one))
                    .mul(power)
                    .fma(minusTotal, FloatVector.fromArray(SPECIES, dy, dyOffset + at + j));
            if (j <= n - LANES) {
                gradient.intoArray(dx, dxOffset + at + j);
            } else {
                gradient.intoArray(dx, dxOffset + at + j, SPECIES.indexInRange(0, n - j));
            }
        }
    }
}
