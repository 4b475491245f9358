package lanewise.optim.lr;

import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;

/// Falls to 0 in `totalIters` epochs, in a straight line with a power of 1, the flatter towards the end the higher
/// the power.
///
///     η ← η·((1 − t/T) / (1 − (t − 1)/T))ᵖ     up to t = T
///     η = η₀·(1 − min(t, T)/T)ᵖ
public final class PolynomialLR extends FactorScheduler {
    private int totalIters;
    private double power;

    /// A straight line over 5 epochs.
    public PolynomialLR(Optimizer<?> optimizer) {
        this(optimizer, 5, 1);
    }

    /// From the beginning.
    public PolynomialLR(Optimizer<?> optimizer, int totalIters, double power) {
        this(optimizer, totalIters, power, -1);
    }

    /// Going on after an epoch.
    ///
    /// @throws IllegalArgumentException if `totalIters` is below 1, or `power` negative or not finite; or as
    ///     [EpochScheduler#EpochScheduler]
    public PolynomialLR(Optimizer<?> optimizer, int totalIters, double power, int lastEpoch) {
        this.totalIters = Range.POSITIVE_COUNT.check("PolynomialLR", "totalIters", totalIters);
        this.power = Range.NOT_NEGATIVE.check("PolynomialLR", "power", power);
        super(optimizer, lastEpoch);
    }

    @Override
    double factor(int epoch) {
        if (isInitial() || epoch > totalIters) {
            return 1;
        }
        double rest = 1 - (double) epoch / totalIters;
        double restBefore = 1 - (double) (epoch - 1) / totalIters;
        return Math.pow(rest / restBefore, power);
    }

    @Override
    double closedFactor(int epoch) {
        return Math.pow(1 - (double) Math.min(totalIters, epoch) / totalIters, power);
    }

    @Override
    protected void save(StateDict state) {
        super.save(state.put("total_iters", totalIters).put("power", power));
    }

    @Override
    protected Runnable read(SavedState state) {
        int savedTotalIters = state.integer("total_iters", Range.POSITIVE_COUNT);
        double savedPower = state.number("power", Range.NOT_NEGATIVE);
        Runnable rest = super.read(state);
        return () -> {
            rest.run();
            totalIters = savedTotalIters;
            power = savedPower;
        };
    }
}
