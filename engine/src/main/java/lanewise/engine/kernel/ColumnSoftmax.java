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

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// Softmax over a dimension that is not the last, or its logarithm, for `x [outer, n, inner]`, row-major:
///
/// `for o, j, i: y[o, j, i] = exp(x[o, j, i] − m) / s`, or `x[o, j, i] − m − log(s)`,
/// where `m = max over j of x[o, j, i]` and `s = Σⱼ exp(x[o, j, i] − m)`.
///
/// A vector of columns goes down the rows together. The columns that are left over are taken with a vector that
/// overlaps the one before, in the same task.
public final class ColumnSoftmax implements RangeTask {
    /// Exponentials that are added up before they go to the sum: rounding errors grow with that, and with the
    /// number of such blocks, rather than with `n`.
    private static final int BLOCK = 128;

    private final float[] x;
    private final int xOffset;
    private final int n;
    private final int inner;
    private final boolean logarithm;
    private final float[] y;
    private final int yOffset;
    private final int strips;

    private ColumnSoftmax(float[] x, int xOffset, int n, int inner, boolean logarithm, float[] y, int yOffset) {
        this.x = x;
        this.xOffset = xOffset;
        this.n = n;
        this.inner = inner;
        this.logarithm = logarithm;
        this.y = y;
        this.yOffset = yOffset;
        this.strips = inner / LANES;
    }

    /// Whether there are columns enough for a vector; with fewer, rows are better.
    public static boolean suits(int inner) {
        return inner >= LANES;
    }

    /// Writes the softmax, or its logarithm, to `y [outer, n, inner]`, which must not overlap `x`.
    public static void run(
            float[] x, int xOffset, int outer, int n, int inner, boolean logarithm, float[] y, int yOffset) {
        var task = new ColumnSoftmax(x, xOffset, n, inner, logarithm, y, yOffset);
        int grain = Math.max(1, RowSoftmax.PARALLEL_FROM / (n * LANES));
        Workers.run(outer * task.strips, grain, task);
    }

    /// Works on strips, counted through all of `outer`.
    @Override
    public void run(int from, int to) {
        for (int unit = from; unit < to; unit++) {
            int o = unit / strips;
            int column = (unit - o * strips) * LANES;
            int block = o * n * inner;
            strip(xOffset + block + column, yOffset + block + column);
            if (column + 2 * LANES > inner && column + LANES < inner) {
                strip(xOffset + block + inner - LANES, yOffset + block + inner - LANES);
            }
        }
    }

    private void strip(int at, int target) {
        FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int j = 0; j < n; j++) {
            FloatVector xj = FloatVector.fromArray(SPECIES, x, at + j * inner);
            max = max.blend(xj, xj.compare(VectorOperators.GT, max));
        }
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
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int j = 0; j < n; ) {
            int end = Math.min(n, j + BLOCK);
            FloatVector part = FloatVector.zero(SPECIES);
            for (; j < end; j++) {
                FloatVector d =
                        FloatVector.fromArray(SPECIES, x, at + j * inner).sub(max);
                d = d.blend(least, d.compare(VectorOperators.LT, least));
                FloatVector rounded = d.fma(log2e, round);
                FloatVector f = d.fma(log2e, round.sub(rounded));
                FloatVector f2 = f.mul(f);
                FloatVector high = c6.fma(f2, c5.fma(f, c4)).fma(f2, c3.fma(f, c2));
                FloatVector power = rounded.reinterpretAsInts()
                        .lanewise(VectorOperators.LSHL, 23)
                        .add(ONE_BITS)
                        .reinterpretAsFloats();
                FloatVector e = high.fma(f2, c1.fma(f, one)).mul(power);
                e.intoArray(y, target + j * inner);
                part = e.add(part);
            }
            sum = sum.add(part);
        }
        if (!logarithm) {
            FloatVector factor = one.div(sum);
            for (int j = 0; j < n; j++) {
                FloatVector.fromArray(SPECIES, y, target + j * inner)
                        .mul(factor)
                        .intoArray(y, target + j * inner);
            }
            return;
        }
        sum.intoArray(y, target);
        for (int lane = target; lane < target + LANES; lane++) {
            y[lane] = (float) RowExponential.logarithm(y[lane]);
        }
        FloatVector logarithms = FloatVector.fromArray(SPECIES, y, target);
        for (int j = 0; j < n; j++) {
            FloatVector.fromArray(SPECIES, x, at + j * inner)
                    .sub(max)
                    .sub(logarithms)
                    .intoArray(y, target + j * inner);
        }
    }
}
