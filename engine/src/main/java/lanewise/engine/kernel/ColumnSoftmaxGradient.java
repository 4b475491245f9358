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

/// The gradient of [ColumnSoftmax], from its result `y [outer, n, inner]`:
///
/// `for o, j, i: dx[o, j, i] = y[o, j, i]·(dy[o, j, i] − Σₖ dy[o, k, i]·y[o, k, i])`, and of the logarithm
/// `dx[o, j, i] = dy[o, j, i] − exp(y[o, j, i])·Σₖ dy[o, k, i]`.
public final class ColumnSoftmaxGradient implements RangeTask {
    /// As in [ColumnSoftmax].
    private static final int BLOCK = 128;

    private final float[] y;
    private final int yOffset;
    private final int n;
    private final int inner;
    private final boolean logarithm;
    private final float[] dy;
    private final int dyOffset;
    private final float[] dx;
    private final int dxOffset;
    private final int strips;

    private ColumnSoftmaxGradient(
            float[] y,
            int yOffset,
            int n,
            int inner,
            boolean logarithm,
            float[] dy,
            int dyOffset,
            float[] dx,
            int dxOffset) {
        this.y = y;
        this.yOffset = yOffset;
        this.n = n;
        this.inner = inner;
        this.logarithm = logarithm;
        this.dy = dy;
        this.dyOffset = dyOffset;
        this.dx = dx;
        this.dxOffset = dxOffset;
        this.strips = inner / LANES;
    }

    /// Writes the gradient to `dx [outer, n, inner]`, which must overlap neither `y` nor `dy`.
    public static void run(
            float[] y,
            int yOffset,
            int outer,
            int n,
            int inner,
            boolean logarithm,
            float[] dy,
            int dyOffset,
            float[] dx,
            int dxOffset) {
        var task = new ColumnSoftmaxGradient(y, yOffset, n, inner, logarithm, dy, dyOffset, dx, dxOffset);
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
            strip(block + column);
            if (column + 2 * LANES > inner && column + LANES < inner) {
                strip(block + inner - LANES);
            }
        }
    }

    private void strip(int at) {
        if (logarithm) {
            ofLogarithm(at);
        } else {
            ofSoftmax(at);
        }
    }

    private void ofSoftmax(int at) {
        FloatVector dot = FloatVector.zero(SPECIES);
        for (int j = 0; j < n; ) {
            int end = Math.min(n, j + BLOCK);
            FloatVector part = FloatVector.zero(SPECIES);
            for (; j < end; j++) {
                part = FloatVector.fromArray(SPECIES, y, yOffset + at + j * inner)
                        .fma(FloatVector.fromArray(SPECIES, dy, dyOffset + at + j * inner), part);
            }
            dot = dot.add(part);
        }
        for (int j = 0; j < n; j++) {
            FloatVector.fromArray(SPECIES, dy, dyOffset + at + j * inner)
                    .sub(dot)
                    .mul(FloatVector.fromArray(SPECIES, y, yOffset + at + j * inner))
                    .intoArray(dx, dxOffset + at + j * inner);
        }
    }

    private void ofLogarithm(int at) {
        FloatVector total = FloatVector.zero(SPECIES);
        for (int j = 0; j < n; ) {
            int end = Math.min(n, j + BLOCK);
            FloatVector part = FloatVector.zero(SPECIES);
            for (; j < end; j++) {
                part = part.add(FloatVector.fromArray(SPECIES, dy, dyOffset + at + j * inner));
            }
            total = total.add(part);
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
        FloatVector minusTotal = total.neg();
        for (int j = 0; j < n; j++) {
            FloatVector d = FloatVector.fromArray(SPECIES, y, yOffset + at + j * inner);
            d = d.blend(least, d.compare(VectorOperators.LT, least));
            FloatVector rounded = d.fma(log2e, round);
            FloatVector f = d.fma(log2e, round.sub(rounded));
            FloatVector f2 = f.mul(f);
            FloatVector high = c6.fma(f2, c5.fma(f, c4)).fma(f2, c3.fma(f, c2));
            FloatVector power = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, 23)
                    .add(ONE_BITS)
                    .reinterpretAsFloats();
            high.fma(f2, c1.fma(f, one))
                    .mul(power)
                    .fma(minusTotal, FloatVector.fromArray(SPECIES, dy, dyOffset + at + j * inner))
                    .intoArray(dx, dxOffset + at + j * inner);
        }
    }
}
