package lanewise.optim.lr;

import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;

/// A straight line from `startFactor` times the learning rate to `endFactor` times it, over `totalIters` epochs;
/// level from then on.
///
///     η ← a·η                                           at the start
///     η ← η·(1 + (b − a) / (T·a + (t − 1)·(b − a)))     up to t = T
///     η = η₀·(a + (b − a)·min(t, T) / T)
///
/// See [LinearWarmup] for the most frequent use.
public sealed class LinearLR extends FactorScheduler permits LinearWarmup {
    private double startFactor;
    private double endFactor;
    private int totalIters;

    /// From a third to the whole in 5 epochs.
    public LinearLR(Optimizer<?> optimizer) {
        this(optimizer, 1.0 / 3, 1, 5);
    }

    /// From the beginning.
    public LinearLR(Optimizer<?> optimizer, double startFactor, double endFactor, int totalIters) {
        this(optimizer, startFactor, endFactor, totalIters, -1);
    }

    /// Going on after an epoch.
    ///
    /// @throws IllegalArgumentException if `startFactor` is not above 0 and at most 1, `endFactor` not from 0 to 1,
    ///     or `totalIters` below 1; or as [EpochScheduler#EpochScheduler]
    public LinearLR(Optimizer<?> optimizer, double startFactor, double endFactor, int totalIters, int lastEpoch) {
        this.startFactor = Range.POSITIVE_SHARE.check("LinearLR", "startFactor", startFactor);
        this.endFactor = Range.SHARE.check("LinearLR", "endFactor", endFactor);
        this.totalIters = Range.POSITIVE_COUNT.check("LinearLR", "totalIters", totalIters);
        super(optimizer, lastEpoch);
    }

    @Override
    final double factor(int epoch) {
        if (epoch == 0) {
            return startFactor;
        }
        if (isInitial() || epoch > totalIters) {
            return 1;
        }
        double rise = endFactor - startFactor;
        return 1 + rise / (totalIters * startFactor + (epoch - 1) * rise);
    }

    @Override
    final double closedFactor(int epoch) {
        return startFactor + (endFactor - startFactor) * Math.min(totalIters, epoch) / totalIters;
    }

    @Override
    protected final void save(StateDict state) {
        state.put("start_factor", startFactor).put("end_factor", endFactor).put("total_iters", totalIters);
        super.save(state);
    }

    @Override
    protected final Runnable read(SavedState state) {
        double savedStart = state.number("start_factor", Range.POSITIVE_SHARE);
        double savedEnd = state.number("end_factor", Range.SHARE);
        int savedTotalIters = state.integer("total_iters", Range.POSITIVE_COUNT);
        Runnable rest = super.read(state);
        return () -> {
            rest.run();
            startFactor = savedStart;
            endFactor = savedEnd;
            totalIters = savedTotalIters;
        };
    }
}
