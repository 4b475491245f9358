package lanewise.engine.op;

import java.util.Objects;
import lanewise.engine.Layout;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.Extremum;

/// What the operations that look for largest and smallest elements have in common.
final class Extrema {
    /// The elements of a part when one long row is searched by several threads.
    private static final int PART = 1 << 14;

    private Extrema() {}

    /// The largest elements, with `sign` 1, or the smallest, with `sign` -1.
    ///
    /// @throws IllegalArgumentException if there is a result but nothing to choose it from
    static NDArray run(String operation, ReducedAxes axes, float sign) {
        checkNotEmpty(operation, axes);
        NDArray y = NDArray.empty(axes.result);
        if (axes.outer * axes.inner == 1 && axes.n >= 8 * PART) {
            y.data()[0] = ofLongRow(axes.x, sign);
        } else if (y.elements() > 0) {
            Extremum.run(axes.x.data(), axes.x.offset(), axes.outer, axes.n, axes.inner, sign, y.data(), y.offset());
        }
        return y;
    }

    /// The index of the first element of each row that is the row's extremum.
    static LongArray indices(ReducedAxes axes, NDArray extrema) {
        LongArray indices = LongArray.empty(axes.result);
        if (indices.elements() > 0) {
            Extremum.indices(
                    axes.x.data(),
                    axes.x.offset(),
                    axes.outer,
                    axes.n,
                    axes.inner,
                    extrema.data(),
                    extrema.offset(),
                    indices.data(),
                    indices.offset());
        }
        return indices;
    }

    /// Divides each gradient evenly among the elements that equal the extremum.
    static void backwardShared(BackwardPass pass, String operation, int[] dimensions) {
        GradientSum dx = pass.gradient(0);
        if (dx == null) {
            return;
        }
        ReducedAxes axes = ReducedAxes.of(operation, pass.input(0), dimensions, true);
        NDArray y = pass.output().contiguous();
        NDArray counts = NDArray.zeros(axes.kept);
        NDArray gradient = NDArray.empty(axes.x.shape());
        count(axes, y, counts);
        share(axes, y, pass.outputGradient(), counts, gradient);
        Summation.contributeRepeated(dx, axes.inOriginalOrder(gradient));
    }

    /// `counts[o, i]` = how many `x[o, r, i]` equal `y[o, i]`.
    private static void count(ReducedAxes axes, NDArray y, NDArray counts) {
        float[] x = axes.x.data();
        int at = axes.x.offset();
        for (int o = 0; o < axes.outer; o++) {
            for (int r = 0; r < axes.n; r++) {
                for (int i = 0; i < axes.inner; i++) {
                    int target = o * axes.inner + i;
                    if (x[at++] == y.data()[y.offset() + target]) {
                        counts.data()[target]++;
                    }
                }
            }
        }
    }

    /// `gradient[o, r, i] = dy[o, i]/counts[o, i]` where `x[o, r, i]` equals `y[o, i]`, and 0 times that elsewhere:
    /// NaN where `y` is, since nothing equals it.
    private static void share(ReducedAxes axes, NDArray y, NDArray dy, NDArray counts, NDArray gradient) {
        float[] x = axes.x.data();
        int at = axes.x.offset();
        int to = 0;
        for (int o = 0; o < axes.outer; o++) {
            for (int r = 0; r < axes.n; r++) {
                for (int i = 0; i < axes.inner; i++) {
                    int source = o * axes.inner + i;
                    float equal = x[at++] == y.data()[y.offset() + source] ? 1f : 0f;
                    gradient.data()[to++] = equal * dy.data()[dy.offset() + source] / counts.data()[source];
                }
            }
        }
    }

    /// Gives each gradient to the chosen element.
    static void backwardChosen(BackwardPass pass, LongArray indices, int dimension) {
        GradientSum dx = pass.gradient(0);
        if (dx == null) {
            return;
        }
        Shape shape = dx.shape();
        int axis = shape.rank() == 0 ? 0 : shape.axis(dimension);
        int inner = 1;
        for (int d = axis + 1; d < shape.rank(); d++) {
            inner *= shape.dim(d);
        }
        int n = shape.rank() == 0 ? 1 : shape.dim(axis);
        NDArray sum = dx.contributeToZeroed();
        NDArray dy = pass.outputGradient();
        for (int k = 0; k < dy.elements(); k++) {
            int row = (k / inner * n + (int) indices.data()[indices.offset() + k]) * inner;
            sum.data()[sum.offset() + row + k % inner] += dy.data()[dy.offset() + k];
        }
    }

    /// As [#backwardChosen], by other operations: it is the gradient of gathering the chosen elements.
    static void gradientChosen(Recorder recorder, LongArray indices, int dimension) {
        if (recorder.wants(0)) {
            Shape shape = recorder.shape(0);
            Shape kept = shape.rank() == 0 ? shape : shape.with(dimension, 1);
            Layout places = Objects.requireNonNull(indices.contiguous().layout().reshape(kept.toArray()));
            Gather gather = new Gather(dimension, indices.contiguous().view(places));
            Variable dy = recorder.outputGradient().reshape(kept);
            recorder.contribute(0, Adjoint.of(gather, shape, dy));
        }
    }

    /// As [#backwardShared], by other operations: the shares are constant between the points where they jump.
    static void gradientShared(Recorder recorder, String operation, int[] dimensions) {
        ReducedAxes axes = ReducedAxes.of(operation, recorder.input(0).array(), dimensions, true);
        NDArray y = recorder.output().array().contiguous();
        NDArray counts = NDArray.zeros(axes.kept);
        NDArray shares = NDArray.empty(axes.x.shape());
        count(axes, y, counts);
        share(axes, y, NDArray.full(axes.kept, 1), counts, shares);
        Variable dy = recorder.outputGradient().reshape(axes.kept);
        recorder.contribute(0, dy.mul(dy.constant(axes.inOriginalOrder(shares))));
    }

    private static void checkNotEmpty(String operation, ReducedAxes axes) {
        if (axes.n == 0 && axes.result.elements() > 0) {
            throw new IllegalArgumentException(operation + ": an array " + axes.input
                    + " has no elements to choose from in the reduced dimensions");
        }
    }

    private static float ofLongRow(NDArray x, float sign) {
        int parts = x.elements() / PART;
        int rest = x.elements() - parts * PART;
        NDArray partial = NDArray.empty(Shape.of(parts + 1));
        Extremum.run(x.data(), x.offset(), parts, PART, 1, sign, partial.data(), 0);
        // the rest, if any, counts as one part more
        int last = rest == 0 ? x.offset() + x.elements() - 1 : x.offset() + parts * PART;
        Extremum.run(x.data(), last, 1, Math.max(rest, 1), 1, sign, partial.data(), parts);
        float[] result = new float[1];
        Extremum.run(partial.data(), 0, 1, parts + 1, 1, sign, result, 0);
        return result[0];
    }
}
