package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import org.jspecify.annotations.Nullable;

/// The largest or smallest element so far along a dimension, and where it is: the last of equal ones, and a NaN
/// from the first one on. An instance serves one forward pass, whose indices it holds.
abstract class CumulativeExtremum extends Operation {
    private final int dimension;
    private final float sign;
    private @Nullable LongArray indices;

    /// The largest along `dimension` if `sign` is 1, the smallest if it is −1.
    CumulativeExtremum(int dimension, float sign) {
        this.dimension = dimension;
        this.sign = sign;
    }

    @Override
    public final NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs);
        ReducedRows rows = new ReducedRows(name(), x.shape(), new int[] {dimension}, true);
        NDArray from = rows.of(x);
        NDArray y = rows.like(x.shape());
        LongArray chosen = LongArray.empty(y.shape());
        for (int row = 0; row < rows.rows; row++) {
            int at = row * rows.n;
            scan(from.data(), from.offset() + at, rows.n, y.data(), y.offset() + at, chosen.data(), at);
        }
        indices = rows.back(chosen).contiguous();
        return rows.back(y).contiguous();
    }

    private void scan(float[] x, int at, int n, float[] y, int yo, long[] chosen, int co) {
        int best = 0;
        for (int i = 0; i < n; i++) {
            float next = x[at + i];
            float so = x[at + best];
            if (Float.isNaN(next) || sign * next >= sign * so) {
                best = i;
            }
            y[yo + i] = x[at + best];
            chosen[co + i] = best;
        }
    }

    /// Where the values are in their dimension, of the values' shape; after [#forward].
    public final LongArray indices() {
        if (indices == null) {
            throw new IllegalStateException(message("the indices exist after forward"));
        }
        return indices;
    }

    @Override
    public final void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum == null) {
            return;
        }
        NDArray dy = pass.outputGradient();
        ReducedRows rows = new ReducedRows(name(), dy.shape(), new int[] {dimension}, true);
        NDArray from = rows.of(dy);
        LongArray chosen = rows.of(indices());
        NDArray dx = rows.like(dy.shape());
        dx.fill(0f);
        for (int i = 0; i < dx.elements(); i++) {
            int to = i - i % rows.n + (int) chosen.data()[chosen.offset() + i];
            dx.data()[dx.offset() + to] += from.data()[from.offset() + i];
        }
        NDArray gradient = rows.back(dx);
        if (!sum.lend(gradient)) {
            Summation.contributeRepeated(sum, gradient);
        }
    }

    @Override
    public final boolean savesInput(int i) {
        return false;
    }

    /// It is the gradient of gathering the chosen elements.
    @Override
    public final void gradient(Recorder recorder) {
        if (recorder.wants(0)) {
            Gather gather = new Gather(dimension, indices());
            recorder.contribute(0, Adjoint.of(gather, recorder.shape(0), recorder.outputGradient()));
        }
    }
}
