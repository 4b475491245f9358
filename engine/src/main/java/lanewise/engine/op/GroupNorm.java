package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.NormSets;

/// Group normalisation (Wu and He 2018, arXiv:1803.08494) of `x [n, c, ...]`: the channels are divided into groups
/// of neighbours, each of which, in each example, is brought to mean 0 and variance 1; then each channel is scaled
/// and shifted. Inputs `x`, if wanted `weight [c]`, and then if wanted `bias [c]`.
///
/// Formula and gradients are those of [BatchNorm] in training, with means over a group of one example.
public final class GroupNorm extends ChannelNormalization {
    private final int groups;

    /// With so many groups, and `epsilon` added to the variance.
    ///
    /// @throws IllegalArgumentException if there is not at least one group
    public GroupNorm(int groups, double epsilon) {
        super(epsilon);
        if (groups < 1) {
            throw new IllegalArgumentException("groupNorm: there must be at least 1 group, not " + groups);
        }
        this.groups = groups;
    }

    @Override
    public String name() {
        return "groupNorm";
    }

    /// @throws ShapeMismatchException if the shapes do not fit, or the channels cannot be divided into the groups
    /// @throws IllegalArgumentException if there is one value only: its variance is 0
    @Override
    public NDArray forward(NDArray... inputs) {
        check(inputs);
        Shape x = inputs[0].shape();
        int c = x.dim(1);
        if (c % groups != 0) {
            throw new ShapeMismatchException(
                    message("the " + c + " channels of x " + x + " cannot be divided into " + groups + " groups"));
        }
        NormSets sets = NormSets.ofGroups(x.dim(0), c, groups, length(x));
        if ((long) x.dim(0) * sets.elements() == 1) {
            throw new IllegalArgumentException(
                    message("expected more than 1 value per channel when training, got x " + x));
        }
        Shape each = Shape.of(sets.count());
        return normalize(sets, inputs, new Statistics(NDArray.empty(each), NDArray.empty(each)), true);
    }
}
