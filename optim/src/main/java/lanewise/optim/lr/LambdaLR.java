package lanewise.optim.lr;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import lanewise.optim.Optimizer;

/// Any curve: the initial learning rate times a function of the epoch.
///
///     η = η₀·f(t)
///
/// ```java
/// var scheduler = new LambdaLR(optimizer, epoch -> Math.pow(0.95, epoch));
/// ```
///
/// Functions are not saved with the state.
public final class LambdaLR extends LambdaScheduler {
    /// One function for all groups, from the beginning.
    public LambdaLR(Optimizer<?> optimizer, IntToDoubleFunction lambda) {
        this(optimizer, lambda, -1);
    }

    /// One function for all groups, going on after an epoch.
    public LambdaLR(Optimizer<?> optimizer, IntToDoubleFunction lambda, int lastEpoch) {
        this(optimizer, forAll(optimizer, lambda), lastEpoch);
    }

    /// A function for each group, from the beginning.
    public LambdaLR(Optimizer<?> optimizer, List<IntToDoubleFunction> lambdas) {
        this(optimizer, lambdas, -1);
    }

    /// A function for each group, going on after an epoch.
    ///
    /// @throws IllegalArgumentException if there are not as many functions as groups; or as
    ///     [EpochScheduler#EpochScheduler]
    public LambdaLR(Optimizer<?> optimizer, List<IntToDoubleFunction> lambdas, int lastEpoch) {
        super("LambdaLR", optimizer, lambdas, lastEpoch);
    }

    @Override
    protected double learningRate(int epoch, int group) {
        return initialRate(group) * factor(epoch, group);
    }
}
