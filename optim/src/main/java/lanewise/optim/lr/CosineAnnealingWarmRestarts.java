package lanewise.optim.lr;

import static java.lang.Math.PI;
import static java.lang.Math.cos;

import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;

/// Falls along half a cosine from the initial learning rate towards `etaMin`, jumps back up, and begins anew: the
/// first time after `t0` epochs, each next time after `tMult` times as many as the last.
///
///     η = η_min + (η₀ − η_min)·(1 + cos(π·t_cur / t_i)) / 2
///
/// with `t_cur` epochs since the last restart, and `t_i` from it to the next one.
///
/// Loshchilov, Hutter 2017, "SGDR: stochastic gradient descent with warm restarts", arXiv:1608.03983.
public final class CosineAnnealingWarmRestarts extends EpochScheduler {
    private int t0;
    private int tMult;
    private double etaMin;

    /// Epochs since the last restart.
    private double tCur;

    /// Epochs from the last restart to the next.
    private long tI;

    /// With periods of the same length, down to 0.
    public CosineAnnealingWarmRestarts(Optimizer<?> optimizer, int t0) {
        this(optimizer, t0, 1);
    }

    /// Down to 0.
    public CosineAnnealingWarmRestarts(Optimizer<?> optimizer, int t0, int tMult) {
        this(optimizer, t0, tMult, 0);
    }

    /// From the beginning.
    public CosineAnnealingWarmRestarts(Optimizer<?> optimizer, int t0, int tMult, double etaMin) {
        this(optimizer, t0, tMult, etaMin, -1);
    }

    /// Going on after an epoch. As in PyTorch, it counts as one of the first period; [#step(double)] sets it right.
    ///
    /// @throws IllegalArgumentException if `t0` or `tMult` is below 1, or `etaMin` negative or not finite; or as
    ///     [EpochScheduler#EpochScheduler]
    public CosineAnnealingWarmRestarts(Optimizer<?> optimizer, int t0, int tMult, double etaMin, int lastEpoch) {
        this.t0 = Range.POSITIVE_COUNT.check("CosineAnnealingWarmRestarts", "t0", t0);
        this.tMult = Range.POSITIVE_COUNT.check("CosineAnnealingWarmRestarts", "tMult", tMult);
        this.etaMin = Range.NOT_NEGATIVE.check("CosineAnnealingWarmRestarts", "etaMin", etaMin);
        tCur = lastEpoch;
        tI = t0;
        super(optimizer, lastEpoch);
    }

    @Override
    public void step() {
        if (lastEpoch() < 0) {
            step(0);
            return;
        }
        double next = tCur + 1;
        if (next >= tI) {
            moveTo(lastEpoch() + 1, next % tI, tI * tMult);
        } else {
            moveTo(lastEpoch() + 1, next, tI);
        }
    }

    /// Goes to an epoch, which may be a fraction: in the middle of epoch 3 it is 3.5.
    ///
    /// @throws IllegalArgumentException if it is negative or beyond the whole numbers
    public void step(double epoch) {
        Range.EPOCH.check("CosineAnnealingWarmRestarts", "epoch", epoch);
        int whole = (int) Math.floor(epoch);
        if (tMult == 1) {
            moveTo(whole, epoch % t0, t0);
            return;
        }
        long start = 0;
        long period = t0;
        while (epoch >= start + period) {
            start += period;
            period *= tMult;
        }
        moveTo(whole, epoch - start, period);
    }

    private void moveTo(int epoch, double sinceRestart, long period) {
        tCur = sinceRestart;
        tI = period;
        update(epoch, false);
    }

    @Override
    protected double learningRate(int epoch, int group) {
        return etaMin + (initialRate(group) - etaMin) * (1 + cos(PI * tCur / tI)) / 2;
    }

    @Override
    protected void save(StateDict state) {
        state.put("T_0", t0).put("T_i", tI).put("T_mult", tMult).put("eta_min", etaMin);
        super.save(state.put("T_cur", tCur));
    }

    @Override
    protected Runnable read(SavedState state) {
        int savedT0 = state.integer("T_0", Range.POSITIVE_COUNT);
        double savedTI = state.number("T_i", Range.POSITIVE);
        int savedTMult = state.integer("T_mult", Range.POSITIVE_COUNT);
        double savedEtaMin = state.number("eta_min", Range.NOT_NEGATIVE);
        double savedTCur = state.number("T_cur");
        Runnable rest = super.read(state);
        return () -> {
            rest.run();
            t0 = savedT0;
            tI = (long) savedTI;
            tMult = savedTMult;
            etaMin = savedEtaMin;
            tCur = savedTCur;
        };
    }
}
