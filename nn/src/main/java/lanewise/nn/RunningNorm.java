package lanewise.nn;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.nn.init.Init;
import org.jspecify.annotations.Nullable;

/// What batch and instance normalisation have in common: `weight` and `bias` of each channel, and the running
/// statistics `running_mean`, `running_var` and `num_batches_tracked`.
abstract class RunningNorm extends Layer {
    final NormOptions options;
    private final int numFeatures;
    private final @Nullable Parameter weight;
    private final @Nullable Parameter bias;
    private final @Nullable Tensor runningMean;
    private final @Nullable Tensor runningVar;
    private final @Nullable LongTensor numBatchesTracked;

    RunningNorm(int numFeatures, NormOptions options) {
        if (numFeatures < 1) {
            throw new IllegalArgumentException(
                    getClass().getSimpleName() + ": numFeatures must be at least 1, not " + numFeatures);
        }
        this.numFeatures = numFeatures;
        this.options = options;
        Shape shape = Shape.of(numFeatures);
        boolean track = options.trackRunningStats();
        this.weight = options.affine() ? registerParameter("weight", LayerNorm.parameter(shape)) : null;
        this.bias = options.affine() ? registerParameter("bias", LayerNorm.parameter(shape)) : null;
        this.runningMean = track ? registerBuffer("running_mean", Tensor.of(NDArray.zerosKept(shape))) : null;
        this.runningVar = track ? registerBuffer("running_var", Tensor.of(NDArray.zerosKept(shape))) : null;
        this.numBatchesTracked = track ? registerBuffer("num_batches_tracked", LongTensor.zeros()) : null;
        resetParameters();
    }

    /// Sets the weight to ones and the bias to zeros, and forgets the running statistics.
    public final void resetParameters() {
        resetRunningStats();
        if (weight != null && bias != null) {
            Init.ones_(weight);
            Init.zeros_(bias);
        }
    }

    /// Sets the running mean to zeros, the running variance to ones, and the count of batches to zero.
    public final void resetRunningStats() {
        if (runningMean != null && runningVar != null && numBatchesTracked != null) {
            runningMean.array().fill(0f);
            runningVar.array().fill(1f);
            count(0);
        }
    }

    /// The weight, `[c]`, or null if the layer has none.
    public final @Nullable Parameter weight() {
        return weight;
    }

    /// The bias, `[c]`, or null if the layer has none.
    public final @Nullable Parameter bias() {
        return bias;
    }

    /// The running mean, `[c]`, or null if the layer carries none. Live.
    public final @Nullable Tensor runningMean() {
        return runningMean;
    }

    /// The running variance, `[c]`, or null if the layer carries none. Live.
    public final @Nullable Tensor runningVar() {
        return runningVar;
    }

    /// Whether the statistics of the input count: in training mode, and where there are no others.
    final boolean takesBatch() {
        return isTraining() || runningMean == null;
    }

    /// Whether a forward pass changes the running statistics.
    final boolean tracks() {
        return isTraining() && runningMean != null;
    }

    /// The batches that have been counted.
    final long batches() {
        LongTensor count = numBatchesTracked;
        return count == null ? 0 : count.array().data()[count.array().offset()];
    }

    /// A batch more has been seen.
    final void countBatch() {
        count(batches() + 1);
    }

    private void count(long batches) {
        LongTensor count = numBatchesTracked;
        if (count != null) {
            count.array().data()[count.array().offset()] = batches;
            count.array().storage().touch();
        }
    }

    /// @throws ShapeMismatchException if the input has another number of dimensions, or of channels
    final void check(Tensor input, int channelDimension, int... ranks) {
        Shape shape = input.shape();
        boolean fits = false;
        for (int rank : ranks) {
            fits |= shape.rank() == rank;
        }
        if (!fits) {
            String wanted = IntStream.of(ranks).mapToObj(Integer::toString).collect(Collectors.joining(" or "));
            throw new ShapeMismatchException(
                    getClass().getSimpleName() + ": an input of " + wanted + " dimensions is expected, not " + shape);
        }
        if (shape.dim(channelDimension) != numFeatures) {
            throw new ShapeMismatchException(getClass().getSimpleName() + ": input " + shape + " has "
                    + shape.dim(channelDimension) + " channels, the layer " + numFeatures);
        }
    }

    @Override
    protected final String extraRepr() {
        Double momentum = options.momentum();
        return numFeatures + ", eps=" + Repr.of(options.eps()) + ", momentum="
                + (momentum == null ? "None" : Repr.of(momentum)) + ", affine=" + Repr.of(options.affine())
                + ", track_running_stats=" + Repr.of(options.trackRunningStats());
    }
}
