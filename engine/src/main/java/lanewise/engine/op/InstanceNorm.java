package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.NormSets;
import org.jspecify.annotations.Nullable;

/// Instance normalisation (Ulyanov, Vedaldi, Lempitsky 2016, arXiv:1607.08022) of `x [n, c, ...]`: each channel of
/// each example is brought to mean 0 and variance 1, then scaled and shifted. Inputs `x`, if wanted `weight [c]`,
/// and then if wanted `bias [c]`.
///
/// That is [GroupNorm] with a group a channel. Running statistics, where there are any, follow the means over the
/// examples; to normalise with them is [BatchNorm] out of training.
public final class InstanceNorm extends ChannelNormalization {
    private final @Nullable RunningStatistics running;
    private final double momentum;

    /// Without running statistics.
    public InstanceNorm(double epsilon) {
        this(null, 0, epsilon);
    }

    /// @param running carried from step to step, or null: none
    /// @param momentum how far the running statistics go towards the batch's
    public InstanceNorm(@Nullable RunningStatistics running, double momentum, double epsilon) {
        super(epsilon);
        this.running = running;
        this.momentum = momentum;
    }

    @Override
    public String name() {
        return "instanceNorm";
    }

    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws IllegalArgumentException if a channel of an example has one element only: its variance is 0
    @Override
    public NDArray forward(NDArray... inputs) {
        check(inputs);
        Shape x = inputs[0].shape();
        if (running != null && !running.fit(x)) {
            checkChannels("running mean", running.mean(), x);
        }
        NormSets sets = NormSets.ofGroups(x.dim(0), x.dim(1), x.dim(1), length(x));
        if (sets.length() == 1) {
            throw new IllegalArgumentException(
                    message("expected more than 1 spatial element when training, got x " + x));
        }
        Shape each = Shape.of(sets.count());
        var own = new Statistics(NDArray.empty(each), NDArray.empty(each));
        NDArray y = normalize(sets, inputs, own, true);
        if (running != null && y.elements() > 0) {
            running.update(own, sets.elements(), momentum);
        }
        return y;
    }
}
