package lanewise.optim.lr;

import java.util.List;
import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;
import lanewise.optim.ScheduleMark;

/// From whatever the learning rate is to `swaLr` in `annealEpochs` steps, and level from then on: the schedule for
/// the end of a training whose weights are averaged.
///
///     a(t) = (1 − cos(π·t/n)) / 2, or t/n; 1 from t = n on
///     η = swaLr·a(t) + start·(1 − a(t))
///
/// where the start is what the present rate would have come from.
///
/// Izmailov et al. 2018, "Averaging weights leads to wider optima and better generalization", arXiv:1803.05407.
public final class SWALR extends EpochScheduler {
    private int annealEpochs;
    private AnnealStrategy annealStrategy;

    /// Half a cosine over 10 epochs.
    public SWALR(Optimizer<?> optimizer, double swaLr) {
        this(optimizer, swaLr, 10, AnnealStrategy.COS);
    }

    /// One rate for all groups, from the beginning.
    public SWALR(Optimizer<?> optimizer, double swaLr, int annealEpochs, AnnealStrategy annealStrategy) {
        this(optimizer, new double[] {swaLr}, annealEpochs, annealStrategy);
    }

    /// A rate for each group, from the beginning.
    public SWALR(Optimizer<?> optimizer, double[] swaLrs, int annealEpochs, AnnealStrategy annealStrategy) {
        this(optimizer, swaLrs, annealEpochs, annealStrategy, -1);
    }

    /// Going on after an epoch. As in PyTorch, the annealing begins anew.
    ///
    /// @param swaLrs one for all groups, or one for each
    /// @throws IllegalArgumentException if `swaLrs` are neither one nor one for each group, one of them is negative
    ///     or not finite, or `annealEpochs` is negative; or as [EpochScheduler#EpochScheduler]
    public SWALR(
            Optimizer<?> optimizer, double[] swaLrs, int annealEpochs, AnnealStrategy annealStrategy, int lastEpoch) {
        List<Double> checked = PerGroup.check("SWALR", "swaLr", PerGroup.list(swaLrs), Range.NOT_NEGATIVE);
        double[] rates = PerGroup.spread("SWALR", "swaLr", checked, optimizer);
        this.annealEpochs = Range.COUNT.check("SWALR", "annealEpochs", annealEpochs);
        this.annealStrategy = annealStrategy;
        checkStart("SWALR", optimizer, lastEpoch, ScheduleMark.INITIAL_LR);
        for (int i = 0; i < rates.length; i++) {
            optimizer.paramGroups().get(i).setMark(ScheduleMark.SWA_LR, rates[i]);
        }
        super(optimizer, lastEpoch);
    }

    @Override
    protected double learningRate(int epoch, int group) {
        return at(stepCount(), group);
    }

    @Override
    protected double closedForm(int epoch, int group) {
        return at(stepCount() - 1, group);
    }

    private double at(int stepsMade, int group) {
        double end = groups().get(group).mark(ScheduleMark.SWA_LR).orElseThrow();
        int step = annealEpochs == 0 ? Math.max(1, stepsMade) : stepsMade;
        double before = share(step - 1);
        double start = before == 1 ? end : (presentRate(group) - before * end) / (1 - before);
        double now = share(step);
        return end * now + start * (1 - now);
    }

    private double share(int step) {
        return annealStrategy.share(Math.clamp(step / Math.max(1.0, annealEpochs), 0, 1));
    }

    @Override
    protected void save(StateDict state) {
        state.put("anneal_epochs", annealEpochs).put("_anneal_strategy", SavedState.text(annealStrategy));
        super.save(state);
    }

    @Override
    protected Runnable read(SavedState state) {
        int savedEpochs = state.integer("anneal_epochs", Range.COUNT);
        AnnealStrategy savedStrategy = state.choice("_anneal_strategy", AnnealStrategy.class);
        Runnable rest = super.read(state);
        return () -> {
            rest.run();
            annealEpochs = savedEpochs;
            annealStrategy = savedStrategy;
        };
    }
}
