package lanewise.optim.lr;

import lanewise.optim.Optimizer;

/// Multiplies the present learning rates of all groups by the same factor, so that it can be chained with others,
/// and a rate that was set by hand goes on from there.
abstract class FactorScheduler extends EpochScheduler {
    FactorScheduler(Optimizer<?> optimizer, int lastEpoch) {
        super(optimizer, lastEpoch);
    }

    /// From the present rate to the one at the epoch.
    abstract double factor(int epoch);

    /// From the initial rate to the one at the epoch.
    abstract double closedFactor(int epoch);

    @Override
    protected double learningRate(int epoch, int group) {
        return presentRate(group) * factor(epoch);
    }

    @Override
    protected final double closedForm(int epoch, int group) {
        return initialRate(group) * closedFactor(epoch);
    }

    /// Those that were added to the optimizer later, too.
    @Override
    final int scheduledGroups() {
        return groups().size();
    }
}
