package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Instance normalisation of `[n, c, ...]`, or of one example `[c, ...]`, the same for every number of dimensions.
abstract class InstanceNorm extends RunningNorm {
    private final int rank;

    InstanceNorm(int numFeatures, NormOptions options, int rank) {
        super(numFeatures, options);
        this.rank = rank;
    }

    @Override
    public final Tensor forward(Tensor input) {
        Double momentum = options.momentum();
        boolean single = input.rank() == rank - 1;
        check(input, single ? 0 : 1, rank - 1, rank);
        Tensor output = Functional.instanceNorm(
                single ? input.unsqueeze(0) : input,
                runningMean(),
                runningVar(),
                weight(),
                bias(),
                takesBatch(),
                momentum == null ? 0 : momentum, // as in PyTorch: they stay as they are
                options.eps());
        return single ? output.squeeze(0) : output;
    }
}
