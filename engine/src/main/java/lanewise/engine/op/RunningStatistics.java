package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// The mean and variance of each channel that a normalisation carries from step to step, PyTorch's `running_mean`
/// and `running_var`: an update goes the part `momentum` of the way to those of the batch, the variance to the
/// unbiased one. Changed in place.
///
/// @param mean `[c]`, contiguous
/// @param variance `[c]`, contiguous
public record RunningStatistics(NDArray mean, NDArray variance) {
    /// Checks the two.
    ///
    /// @throws IllegalArgumentException if they are not contiguous rows of one length
    public RunningStatistics {
        boolean rows = mean.shape().rank() == 1 && mean.shape().equals(variance.shape());
        if (!rows || !mean.isContiguous() || !variance.isContiguous()) {
            throw new IllegalArgumentException("running mean " + mean.shape() + " and variance " + variance.shape()
                    + " must be contiguous and have one number a channel, [c]");
        }
    }

    /// Copies of both, as a kernel takes them.
    ChannelNormalization.Statistics copies() {
        return new ChannelNormalization.Statistics(mean.copy(), variance.copy());
    }

    /// Goes part of the way to the statistics of sets, `groups·c` of them, over whose groups it takes the mean.
    ///
    /// @param elements of each set
    void update(ChannelNormalization.Statistics batch, int elements, double momentum) {
        int c = mean.elements();
        int groups = batch.mean().elements() / c;
        double unbiased = elements / (elements - 1.0);
        for (int channel = 0; channel < c; channel++) {
            double middle = 0;
            double squares = 0;
            for (int group = 0; group < groups; group++) {
                middle += batch.mean().data()[group * c + channel];
                squares += batch.variance().data()[group * c + channel];
            }
            follow(mean, channel, middle / groups, momentum);
            follow(variance, channel, squares / groups * unbiased, momentum);
        }
        mean.storage().touch();
        variance.storage().touch();
    }

    private static void follow(NDArray running, int channel, double value, double momentum) {
        float[] data = running.data();
        int at = running.offset() + channel;
        data[at] = (float) (momentum * value + (1 - momentum) * data[at]);
    }

    /// Whether there is one number for each channel of `x [n, c, ...]`.
    boolean fit(Shape x) {
        return mean.elements() == x.dim(1);
    }
}
