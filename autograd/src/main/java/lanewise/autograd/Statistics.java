package lanewise.autograd;

import lanewise.engine.op.Kthvalue;
import lanewise.engine.op.MaxDim;
import lanewise.engine.op.MeanInDouble;
import lanewise.engine.op.Median;
import lanewise.engine.op.MedianDim;
import lanewise.engine.op.MinDim;
import lanewise.engine.op.Std;
import lanewise.engine.op.Var;

/// Variances, and elements of a [Tensor] by their order, over whole dimensions. Dimensions are numbers from 0, or
/// from −1 downwards counted from the end; where several can be named, none means all.
sealed interface Statistics permits Tensor {
    /// The variance of all elements as those of a sample: divided by `n − 1`. Shape `[]`.
    default Tensor var() {
        return var(1, false);
    }

    /// As [#var()] over these dimensions, which are dropped.
    default Tensor var(int... dims) {
        return var(1, false, dims);
    }

    /// The variance over these dimensions, divided by `n − correction`; they stay with size 1 if `keepDim`.
    default Tensor var(double correction, boolean keepDim, int... dims) {
        return Tensor.applied(new Var(dims, correction, keepDim), self());
    }

    /// The standard deviation of all elements as those of a sample: the square root of [#var()]. Shape `[]`.
    default Tensor std() {
        return std(1, false);
    }

    /// As [#std()] over these dimensions, which are dropped.
    default Tensor std(int... dims) {
        return std(1, false, dims);
    }

    /// The square root of [#var(double, boolean, int...)].
    default Tensor std(double correction, boolean keepDim, int... dims) {
        return Tensor.applied(new Std(dims, correction, keepDim), self());
    }

    /// [#var(double, boolean, int...)] and the mean.
    default SpreadAndMean varMean(double correction, boolean keepDim, int... dims) {
        return new SpreadAndMean(
                var(correction, keepDim, dims), Tensor.applied(new MeanInDouble(dims, keepDim), self()));
    }

    /// [#std(double, boolean, int...)] and the mean.
    default SpreadAndMean stdMean(double correction, boolean keepDim, int... dims) {
        return new SpreadAndMean(
                std(correction, keepDim, dims), Tensor.applied(new MeanInDouble(dims, keepDim), self()));
    }

    /// The greatest along a dimension, which is dropped, and where they are; of equal ones the first.
    default ValuesAndIndices max(int dim) {
        return max(dim, false);
    }

    /// As [#max(int)]; the dimension stays with size 1 if `keepDim`.
    default ValuesAndIndices max(int dim, boolean keepDim) {
        MaxDim operation = new MaxDim(dim, keepDim);
        Tensor values = Tensor.applied(operation, self());
        return new ValuesAndIndices(values, LongTensor.of(operation.indices()));
    }

    /// The smallest along a dimension, which is dropped, and where they are; of equal ones the first.
    default ValuesAndIndices min(int dim) {
        return min(dim, false);
    }

    /// As [#min(int)]; the dimension stays with size 1 if `keepDim`.
    default ValuesAndIndices min(int dim, boolean keepDim) {
        MinDim operation = new MinDim(dim, keepDim);
        Tensor values = Tensor.applied(operation, self());
        return new ValuesAndIndices(values, LongTensor.of(operation.indices()));
    }

    /// The smallest and the greatest of all elements. Equal ones share the gradient.
    default MinAndMax aminmax() {
        return aminmax(false);
    }

    /// The smallest and the greatest over these dimensions, which stay with size 1 if `keepDim`; as in PyTorch a
    /// single number, of which a dimension is named, then becomes `[1]`.
    default MinAndMax aminmax(boolean keepDim, int... dims) {
        if (self().rank() == 0 && keepDim && dims.length > 0) {
            return Joining.atLeast(self(), 1).aminmax(true, dims);
        }
        return new MinAndMax(self().amin(keepDim, dims), self().amax(keepDim, dims));
    }

    /// The median of all elements, of an even number the smaller of the two in the middle; NaN if one is. Shape
    /// `[]`. Equal ones share the gradient.
    default Tensor median() {
        return Tensor.applied(Median.MEDIAN, self());
    }

    /// The medians along a dimension, which is dropped, and where they are.
    default ValuesAndIndices median(int dim) {
        return median(dim, false);
    }

    /// As [#median(int)]; the dimension stays with size 1 if `keepDim`.
    default ValuesAndIndices median(int dim, boolean keepDim) {
        MedianDim operation = new MedianDim(dim, keepDim);
        Tensor values = Tensor.applied(operation, self());
        return new ValuesAndIndices(values, LongTensor.of(operation.indices()));
    }

    /// The `k`-th smallest, from 1 on, along the last dimension, which is dropped, and where they are.
    default ValuesAndIndices kthvalue(int k) {
        return kthvalue(k, -1, false);
    }

    /// The `k`-th smallest, from 1 on, along a dimension, which stays with size 1 if `keepDim`, and where they are.
    /// NaN is greater than all else.
    default ValuesAndIndices kthvalue(int k, int dim, boolean keepDim) {
        Kthvalue operation = new Kthvalue(k, dim, keepDim);
        Tensor values = Tensor.applied(operation, self());
        return new ValuesAndIndices(values, LongTensor.of(operation.indices()));
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
