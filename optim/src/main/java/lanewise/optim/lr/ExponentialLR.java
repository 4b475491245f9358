package lanewise.optim.lr;

import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;

/// Falls by the same factor `gamma` every epoch.
///
///     η ← γ·η
///     η = η₀·γᵗ
public final class ExponentialLR extends FactorScheduler {
    private double gamma;

    /// From the beginning.
    public ExponentialLR(Optimizer<?> optimizer, double gamma) {
        this(optimizer, gamma, -1);
    }

    /// Going on after an epoch.
    ///
    /// @throws IllegalArgumentException if `gamma` is negative or not finite; or as
    ///     [EpochScheduler#EpochScheduler]
    public ExponentialLR(Optimizer<?> optimizer, double gamma, int lastEpoch) {
        this.gamma = Range.NOT_NEGATIVE.check("ExponentialLR", "gamma", gamma);
        super(optimizer, lastEpoch);
    }

    @Override
    double factor(int epoch) {
        return isInitial() ? 1 : gamma;
    }

    @Override
    double closedFactor(int epoch) {
        return Math.pow(gamma, epoch);
    }

    @Override
    protected void save(StateDict state) {
        super.save(state.put("gamma", gamma));
    }

    @Override
    protected Runnable read(SavedState state) {
        double savedGamma = state.number("gamma", Range.NOT_NEGATIVE);
        Runnable rest = super.read(state);
        return () -> {
            rest.run();
            gamma = savedGamma;
        };
    }
}
