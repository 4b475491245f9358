package lanewise.optim.lr;

import static java.lang.Math.PI;
import static java.lang.Math.cos;

import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;

/// Falls along half a cosine, flat at both ends, from the initial learning rate to `etaMin` at epoch `tMax`; then
/// it rises along the other half, and so on.
///
///     η ← η_min + (η − η_min)·(1 + cos(πt/T)) / (1 + cos(π(t − 1)/T))
///     η ← η + (η₀ − η_min)·(1 − cos(π/T)) / 2        one epoch after a minimum, where that would be 0/0
///     η = η_min + (η₀ − η_min)·(1 + cos(πt/T)) / 2
///
/// Loshchilov, Hutter 2017, "SGDR: stochastic gradient descent with warm restarts", arXiv:1608.03983, without the
/// restarts; [CosineAnnealingWarmRestarts] has them.
public final class CosineAnnealingLR extends EpochScheduler {
    private int tMax;
    private double etaMin;

    /// Down to 0.
    public CosineAnnealingLR(Optimizer<?> optimizer, int tMax) {
        this(optimizer, tMax, 0);
    }

    /// From the beginning.
    public CosineAnnealingLR(Optimizer<?> optimizer, int tMax, double etaMin) {
        this(optimizer, tMax, etaMin, -1);
    }

    /// Going on after an epoch.
    ///
    /// @throws IllegalArgumentException if `tMax` is below 1, or `etaMin` negative or not finite; or as
    ///     [EpochScheduler#EpochScheduler]
    public CosineAnnealingLR(Optimizer<?> optimizer, int tMax, double etaMin, int lastEpoch) {
        this.tMax = Range.POSITIVE_COUNT.check("CosineAnnealingLR", "tMax", tMax);
        this.etaMin = Range.NOT_NEGATIVE.check("CosineAnnealingLR", "etaMin", etaMin);
        super(optimizer, lastEpoch);
    }

    @Override
    protected double learningRate(int epoch, int group) {
        double present = presentRate(group);
        if (isInitial()) {
            return present;
        }
        if ((epoch - 1L - tMax) % (2L * tMax) == 0) {
            return present + (initialRate(group) - etaMin) * (1 - cos(PI / tMax)) / 2;
        }
        return (1 + cos(PI * epoch / tMax)) / (1 + cos(PI * (epoch - 1) / tMax)) * (present - etaMin) + etaMin;
    }

    @Override
    protected double closedForm(int epoch, int group) {
        return etaMin + (initialRate(group) - etaMin) * (1 + cos(PI * epoch / tMax)) / 2;
    }

    @Override
    protected void save(StateDict state) {
        super.save(state.put("T_max", tMax).put("eta_min", etaMin));
    }

    @Override
    protected Runnable read(SavedState state) {
        int savedTMax = state.integer("T_max", Range.POSITIVE_COUNT);
        double savedEtaMin = state.number("eta_min", Range.NOT_NEGATIVE);
        Runnable rest = super.read(state);
        return () -> {
            rest.run();
            tMax = savedTMax;
            etaMin = savedEtaMin;
        };
    }
}
