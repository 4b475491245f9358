package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Batch normalisation of `[n, c, ...]`, the same for every number of dimensions.
abstract class BatchNorm extends RunningNorm {
    private final int[] ranks;
    private boolean cumulative;

    BatchNorm(int numFeatures, NormOptions options, int... ranks) {
        super(numFeatures, options);
        this.ranks = ranks;
    }

    /// Whether the running statistics are the mean of all batches for now, whatever the momentum is.
    final void setCumulative(boolean cumulative) {
        this.cumulative = cumulative;
    }

    @Override
    public final Tensor forward(Tensor input) {
        check(input, 1, ranks);
        Tensor output = Functional.batchNorm(
                input, runningMean(), runningVar(), weight(), bias(), takesBatch(), momentumOfNext(), options.eps());
        if (tracks()) {
            countBatch();
        }
        return output;
    }

    /// Without a fixed momentum the running statistics are the mean of all batches.
    private double momentumOfNext() {
        Double fixed = options.momentum();
        return fixed == null || cumulative ? 1.0 / (batches() + 1) : fixed;
    }
}
