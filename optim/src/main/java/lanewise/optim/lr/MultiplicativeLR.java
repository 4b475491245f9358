package lanewise.optim.lr;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import lanewise.optim.Optimizer;

/// Any curve, told by its ratios: from each epoch to the next, the learning rate is multiplied by a function of the
/// epoch.
///
///     η ← η·f(t)         from t = 1 on
///
/// Functions are not saved with the state.
public final class MultiplicativeLR extends LambdaScheduler {
    /// One function for all groups, from the beginning.
    public MultiplicativeLR(Optimizer<?> optimizer, IntToDoubleFunction lambda) {
        this(optimizer, lambda, -1);
    }

    /// One function for all groups, going on after an epoch.
    public MultiplicativeLR(Optimizer<?> optimizer, IntToDoubleFunction lambda, int lastEpoch) {
        this(optimizer, forAll(optimizer, lambda), lastEpoch);
    }

    /// A function for each group, from the beginning.
    public MultiplicativeLR(Optimizer<?> optimizer, List<IntToDoubleFunction> lambdas) {
        this(optimizer, lambdas, -1);
    }

    /// A function for each group, going on after an epoch.
    ///
    /// @throws IllegalArgumentException if there are not as many functions as groups; or as
    ///     [EpochScheduler#EpochScheduler]
    public MultiplicativeLR(Optimizer<?> optimizer, List<IntToDoubleFunction> lambdas, int lastEpoch) {
        super("MultiplicativeLR", optimizer, lambdas, lastEpoch);
    }

    @Override
    protected double learningRate(int epoch, int group) {
        double factor = isInitial() || epoch == 0 ? 1 : factor(epoch, group);
        return presentRate(group) * factor;
    }
}
