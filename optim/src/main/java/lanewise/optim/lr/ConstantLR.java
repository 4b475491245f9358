package lanewise.optim.lr;

import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;

/// A step that goes up: the learning rate is `factor` times the given one for `totalIters` epochs, and whole from
/// then on.
///
///     η ← f·η            at the start
///     η ← η / f          at t = totalIters
///     η = f·η₀ before, η₀ from then on
///
/// A factor of 0 cannot be taken back by dividing, so the initial rate is set then.
public final class ConstantLR extends FactorScheduler {
    private double factor;
    private int totalIters;

    /// A third for 5 epochs.
    public ConstantLR(Optimizer<?> optimizer) {
        this(optimizer, 1.0 / 3, 5);
    }

    /// From the beginning.
    public ConstantLR(Optimizer<?> optimizer, double factor, int totalIters) {
        this(optimizer, factor, totalIters, -1);
    }

    /// Going on after an epoch.
    ///
    /// @throws IllegalArgumentException if `factor` is not from 0 to 1, or `totalIters` below 1; or as
    ///     [EpochScheduler#EpochScheduler]
    public ConstantLR(Optimizer<?> optimizer, double factor, int totalIters, int lastEpoch) {
        this.factor = Range.SHARE.check("ConstantLR", "factor", factor);
        this.totalIters = Range.POSITIVE_COUNT.check("ConstantLR", "totalIters", totalIters);
        super(optimizer, lastEpoch);
    }

    @Override
    protected double learningRate(int epoch, int group) {
        boolean nothingToDivide = factor == 0 && epoch == totalIters && group < super.scheduledGroups();
        return nothingToDivide ? initialRate(group) : super.learningRate(epoch, group);
    }

    @Override
    double factor(int epoch) {
        if (epoch == 0) {
            return factor;
        }
        return epoch == totalIters ? 1 / factor : 1;
    }

    @Override
    double closedFactor(int epoch) {
        return epoch >= totalIters ? 1 : factor;
    }

    @Override
    protected void save(StateDict state) {
        super.save(state.put("factor", factor).put("total_iters", totalIters));
    }

    @Override
    protected Runnable read(SavedState state) {
        double savedFactor = state.number("factor", Range.SHARE);
        int savedTotalIters = state.integer("total_iters", Range.POSITIVE_COUNT);
        Runnable rest = super.read(state);
        return () -> {
            rest.run();
            factor = savedFactor;
            totalIters = savedTotalIters;
        };
    }
}
