package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.Reduce;
import lanewise.engine.kernel.ReduceColumns;
import lanewise.engine.kernel.SmallSums;
import lanewise.engine.kernel.StridedCopy;

/// Sums over dimensions, and their mirror image: gradients that are spread over dimensions.
final class Summation {
    /// Elements from which one long row is summed by chunks on several threads.
    private static final int SPLIT_FROM = 8 * Reduce.CHUNK;

    private Summation() {}

    /// Writes the sums to `y`, contiguous and of as many elements as the result has.
    static void run(ReducedAxes axes, NDArray y) {
        if (y.elements() == 0) {
            return;
        }
        if (axes.n == 0) {
            y.fill(0f);
        } else if (SmallSums.areFew(axes.outer, axes.n, axes.inner)) {
            SmallSums.sum(axes.x.data(), axes.x.offset(), axes.outer, axes.n, axes.inner, y.data(), y.offset());
        } else if (axes.inner > 1) {
            ReduceColumns.sum(axes.x.data(), axes.x.offset(), axes.outer, axes.n, axes.inner, y.data(), y.offset());
        } else if (axes.outer == 1 && axes.n >= SPLIT_FROM) {
            y.data()[y.offset()] = sumByChunks(axes.x);
        } else {
            Reduce.sumRows(axes.x.data(), axes.x.offset(), axes.outer * axes.n, axes.n, y.data(), y.offset());
        }
    }

    /// The same bits as of [Reduce#sum(float[], int, int)].
    private static float sumByChunks(NDArray x) {
        int chunks = (x.elements() + Reduce.CHUNK - 1) / Reduce.CHUNK;
        float[] partial = NDArray.empty(Shape.of(chunks)).data();
        Reduce.sumRows(x.data(), x.offset(), x.elements(), Reduce.CHUNK, partial, 0);
        return Reduce.sumOfChunks(partial, 0, chunks);
    }

    /// Contributes to the gradient of an array that was broadcast: `gradient` summed over the repeated dimensions.
    static void contributeReduced(GradientSum dx, NDArray gradient) {
        ReducedAxes axes = ReducedAxes.to(gradient, dx.shape());
        if (dx.contribute() == Write.OVERWRITE) {
            run(axes, dx.array());
        } else {
            NDArray sum = NDArray.empty(dx.shape());
            run(axes, sum);
            InPlace.add(dx.array(), sum, 1f);
        }
    }

    /// Contributes to the gradient of an array that was reduced: `gradient`, which broadcasts to its shape,
    /// repeated.
    static void contributeRepeated(GradientSum dx, NDArray gradient) {
        NDArray repeated = gradient.view(gradient.layout().expand(dx.shape()));
        if (dx.contribute() == Write.ADD) {
            InPlace.add(dx.array(), repeated, 1f);
            return;
        }
        StridedCopy.gather(
                repeated.data(),
                repeated.offset(),
                repeated.shape().toArray(),
                repeated.layout().strides(),
                dx.array().data(),
                dx.array().offset());
    }

    /// The gradient of a reduction's result, with size 1 in place of the dimensions that were reduced.
    static NDArray keepingDimensions(NDArray gradient, Shape input, int[] dimensions) {
        if (gradient.shape().rank() == input.rank()) {
            return gradient;
        }
        int[] sizes = input.toArray();
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = dimensions.length == 0 ? 1 : sizes[d];
        }
        for (int dimension : dimensions) {
            sizes[input.axis(dimension)] = 1;
        }
        return Reshape.reshaped(gradient, sizes);
    }
}
