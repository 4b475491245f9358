package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.HashMap;
import java.util.Map;
import jdk.incubator.vector.FloatVector;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.SparseRows;
import org.jspecify.annotations.Nullable;

/// Rows of a table by their numbers, bag by bag: their sum, their mean, or the largest of each column. Inputs are
/// the table `weight [rows, width]` and, for a sum only, if wanted a factor for each number `[n]`; result `[bags,
/// width]`.
///
///     y[b, :] = Σ s[j]·weight[index[j], :] over the j of bag b
///     dweight[index[j], :] += s[j]·dy[b, :],  ds[j] = dy[b, :]·weight[index[j], :]
///
/// A mean divides both by the number of rows in the bag; the gradient of the largest goes to its row, the first of
/// equal ones. The padding row counts nowhere. A bag without rows is zeros. The table's gradient may be sparse, as
/// that of [Embedding].
public final class EmbeddingBag extends Operation {
    private final Mode mode;
    private final long[] index;
    private final int[] bounds;
    private final int padding;
    private final boolean scaledByFrequency;
    private final boolean sparse;
    private int[] largest = {};
    private boolean hasFactors;

    /// What becomes of a bag's rows.
    public enum Mode {
        /// Their sum.
        SUM,
        /// Their mean.
        MEAN,
        /// The largest of each column.
        MAX
    }

    /// With a dense gradient.
    public EmbeddingBag(LongArray index, int[] bounds, Mode mode, int padding, boolean scaledByFrequency) {
        this(index, bounds, mode, padding, scaledByFrequency, false);
    }

    /// Bag `b` has the numbers `index[bounds[b]]` to before `index[bounds[b + 1]]`.
    ///
    /// @param padding the row that does not count, or [Embedding#NO_PADDING]
    /// @param scaledByFrequency whether a row's gradient is divided by how often it was named
    /// @param sparse whether the table's gradient is to have only the rows that are named
    /// @throws IllegalArgumentException if the bounds do not rise from 0, or two of `MAX`, scaled and sparse come
    ///     together
    public EmbeddingBag(
            LongArray index, int[] bounds, Mode mode, int padding, boolean scaledByFrequency, boolean sparse) {
        if (mode == Mode.MAX && (scaledByFrequency || sparse) || scaledByFrequency && sparse) {
            throw new IllegalArgumentException("embeddingBag: mode is " + mode + ", scaledByFrequency "
                    + scaledByFrequency + " and sparse " + sparse + "; a gradient cannot be scaled by frequency and"
                    + " sparse, and that of the largest elements neither");
        }
        this.sparse = sparse;
        this.mode = mode;
        this.index = index.toArray();
        this.bounds = bounds.clone();
        this.padding = padding;
        this.scaledByFrequency = scaledByFrequency;
        for (int b = 0; b < bounds.length; b++) {
            int from = b == 0 ? 0 : bounds[b - 1];
            if (bounds[b] < from || bounds[b] > this.index.length || b == 0 && bounds[b] != 0) {
                throw new IllegalArgumentException("embeddingBag: bag " + b + " begins at " + bounds[b]
                        + "; the first must begin at 0, and the others in order, up to the " + this.index.length
                        + " numbers");
            }
        }
    }

    @Override
    public String name() {
        return "embeddingBag";
    }

    private int bags() {
        return Math.max(bounds.length - 1, 0);
    }

    @Override
    public NDArray forward(NDArray... inputs) {
        check(inputs);
        NDArray weight = inputs[0].contiguous();
        float[] factors = inputs.length > 1 ? inputs[1].toArray() : null;
        int width = weight.shape().dim(1);
        NDArray y = NDArray.full(Shape.of(bags(), width), 0f);
        largest = new int[mode == Mode.MAX ? bags() * width : 0];
        for (int b = 0; b < bags(); b++) {
            boolean first = true;
            for (int j = bounds[b]; j < bounds[b + 1]; j++) {
                if (index[j] == padding) {
                    continue;
                }
                int row = weight.offset() + (int) index[j] * width;
                if (mode == Mode.MAX) {
                    takeLarger(weight.data(), row, y.data(), b * width, width, (int) index[j], first);
                } else {
                    float factor = factors == null ? 1f : factors[j];
                    addScaled(weight.data(), row, factor, y.data(), b * width, width);
                }
                first = false;
            }
            int count = count(b);
            if (mode == Mode.MEAN && count > 1) {
                divide(y.data(), b * width, width, count);
            }
        }
        return y;
    }

    /// The rows of a bag that count.
    private int count(int b) {
        int count = 0;
        for (int j = bounds[b]; j < bounds[b + 1]; j++) {
            count += index[j] == padding ? 0 : 1;
        }
        return count;
    }

    private void takeLarger(float[] weight, int row, float[] y, int at, int width, int number, boolean first) {
        for (int d = 0; d < width; d++) {
            if (first || weight[row + d] > y[at + d]) {
                y[at + d] = weight[row + d];
                largest[at + d] = number;
            }
        }
    }

    private static void divide(float[] y, int at, int width, int count) {
        for (int d = 0; d < width; d++) {
            y[at + d] /= count;
        }
    }

    private static void addScaled(float[] x, int from, float factor, float[] y, int to, int width) {
        FloatVector scale = FloatVector.broadcast(SPECIES, factor);
        for (int d = 0; d < width; d += LANES) {
            FloatVector sum =
                    FloatVector.fromArray(SPECIES, x, from + d).fma(scale, FloatVector.fromArray(SPECIES, y, to + d));
            if (d <= width - LANES) {
                sum.intoArray(y, to + d);
            } else {
                sum.intoArray(y, to + d, SPECIES.indexInRange(0, width - d));
            }
        }
    }

    @Override
    public void backward(BackwardPass pass) {
        NDArray dy = pass.outputGradient();
        @Nullable GradientSum dWeight = pass.gradient(0);
        if (dWeight != null && mode == Mode.MAX) {
            addLargestGradient(dWeight.contributeToZeroed(), dy);
        } else if (dWeight != null) {
            addWeightGradient(dWeight, dy, hasFactors ? pass.input(1).toArray() : null);
        }
        @Nullable GradientSum dFactors = hasFactors ? pass.gradient(1) : null;
        if (dFactors != null) {
            addFactorGradient(dFactors.contributeToZeroed(), dy, pass.input(0).contiguous());
        }
    }

    private void addLargestGradient(NDArray sum, NDArray dy) {
        int width = sum.shape().dim(1);
        for (int b = 0; b < bags(); b++) {
            if (count(b) > 0) {
                for (int at = b * width; at < (b + 1) * width; at++) {
                    sum.data()[sum.offset() + largest[at] * width + at - b * width] += dy.data()[dy.offset() + at];
                }
            }
        }
    }

    private void addWeightGradient(GradientSum sum, NDArray dy, float @Nullable [] factors) {
        int width = dy.shape().dim(1);
        float[] shares = shares(factors);
        SparseRows rows = sparse ? sum.contributeRows() : null;
        if (rows != null) {
            NDArray scaled = NDArray.full(Shape.of(index.length, width), 0f);
            for (int b = 0; b < bags(); b++) {
                for (int j = bounds[b]; j < bounds[b + 1]; j++) {
                    addScaled(dy.data(), dy.offset() + b * width, shares[j], scaled.data(), j * width, width);
                }
            }
            rows.add(LongArray.of(Shape.of(index.length), index), scaled, padding);
            return;
        }
        NDArray dense = sum.contributeToZeroed();
        for (int b = 0; b < bags(); b++) {
            for (int j = bounds[b]; j < bounds[b + 1]; j++) {
                if (index[j] != padding) {
                    int to = dense.offset() + (int) index[j] * width;
                    addScaled(dy.data(), dy.offset() + b * width, shares[j], dense.data(), to, width);
                }
            }
        }
    }

    /// What part of its bag's gradient each number's row gets.
    private float[] shares(float @Nullable [] factors) {
        Map<Long, Integer> frequency = frequency();
        float[] shares = new float[index.length];
        for (int b = 0; b < bags(); b++) {
            int count = mode == Mode.MEAN ? Math.max(1, count(b)) : 1;
            for (int j = bounds[b]; j < bounds[b + 1]; j++) {
                shares[j] = (factors == null ? 1f : factors[j]) / count / frequency.getOrDefault(index[j], 1);
            }
        }
        return shares;
    }

    /// How often each number is there; nothing if that does not count.
    private Map<Long, Integer> frequency() {
        Map<Long, Integer> frequency = new HashMap<>();
        for (int j = 0; j < index.length && scaledByFrequency; j++) {
            frequency.merge(index[j], 1, Integer::sum);
        }
        return frequency;
    }

    private void addFactorGradient(NDArray sum, NDArray dy, NDArray weight) {
        int width = weight.shape().dim(1);
        for (int b = 0; b < bags(); b++) {
            for (int j = bounds[b]; j < bounds[b + 1]; j++) {
                if (index[j] == padding) {
                    continue;
                }
                int row = weight.offset() + (int) index[j] * width;
                double product = 0;
                for (int d = 0; d < width; d++) {
                    product += (double) weight.data()[row + d] * dy.data()[dy.offset() + b * width + d];
                }
                sum.data()[sum.offset() + j] += (float) product;
            }
        }
    }

    @Override
    public boolean savesInput(int i) {
        return hasFactors;
    }

    private void check(NDArray... inputs) {
        if (inputs.length != 1 && inputs.length != 2) {
            throw new IllegalArgumentException(message("one or two inputs expected, not " + inputs.length));
        }
        hasFactors = inputs.length == 2;
        Shape shape = inputs[0].shape();
        if (shape.rank() != 2) {
            throw new ShapeMismatchException(message("a table " + shape + " must have two dimensions"));
        }
        if (hasFactors && mode != Mode.SUM) {
            throw new IllegalArgumentException(message("factors are for a sum only, not for " + mode));
        }
        if (hasFactors && !inputs[1].shape().equals(Shape.of(index.length))) {
            throw new ShapeMismatchException(
                    message("the factors are " + inputs[1].shape() + " and must be [" + index.length + "]"));
        }
        for (long number : index) {
            if (number < 0 || number >= shape.dim(0)) {
                throw new IndexOutOfBoundsException(message(number + " is no row of the table " + shape));
            }
        }
    }
}
