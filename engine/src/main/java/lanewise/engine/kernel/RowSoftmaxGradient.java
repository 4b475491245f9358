package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.fma;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.loadFirst;
import static lanewise.engine.simd.Lanes.splat;
import static lanewise.engine.simd.Lanes.store;
import static lanewise.engine.simd.Lanes.storeFirst;
import static lanewise.engine.simd.Lanes.zero;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.LaneMath;
import lanewise.engine.simd.Lanes;

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
        int grain = Math.max(1, RowSoftmax.PARALLEL_FROM / n);
        Workers.run(rows, grain, new RowSoftmaxGradient(y, yOffset, n, logarithm, dy, dyOffset, dx, dxOffset));
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
        FloatVector s0 = zero();
        FloatVector s1 = zero();
        int j = 0;
        for (; j <= n - 2 * LANES; j += 2 * LANES) {
            s0 = fma(load(y, yOffset + at + j), load(dy, dyOffset + at + j), s0);
            s1 = fma(load(y, yOffset + at + j + LANES), load(dy, dyOffset + at + j + LANES), s1);
        }
        for (; j < n; j += LANES) {
            int width = Math.min(LANES, n - j);
            s0 = fma(loadFirst(y, yOffset + at + j, width), loadFirst(dy, dyOffset + at + j, width), s0);
        }
        return Lanes.sum(s0.add(s1));
    }

    private void ofSoftmax(int at, float dot) {
        FloatVector mean = splat(dot);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector d = load(dy, dyOffset + at + j).sub(mean);
            store(d.mul(load(y, yOffset + at + j)), dx, dxOffset + at + j);
        }
        if (j < n) {
            FloatVector d = loadFirst(dy, dyOffset + at + j, n - j).sub(mean);
            storeFirst(d.mul(loadFirst(y, yOffset + at + j, n - j)), dx, dxOffset + at + j, n - j);
        }
    }

    private void ofLogarithm(int at, float sum) {
        FloatVector total = splat(sum);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector softmax = LaneMath.exp(load(y, yOffset + at + j));
            store(load(dy, dyOffset + at + j).sub(softmax.mul(total)), dx, dxOffset + at + j);
        }
        if (j < n) {
            FloatVector softmax = LaneMath.exp(loadFirst(y, yOffset + at + j, n - j));
            FloatVector d = loadFirst(dy, dyOffset + at + j, n - j).sub(softmax.mul(total));
            storeFirst(d, dx, dxOffset + at + j, n - j);
        }
    }
}
