package lanewise.optim.lr;

import java.util.List;
import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;
import lanewise.optim.ParamGroup;
import lanewise.optim.ScheduleMark;

/// Learning rates that follow from the epoch, the initial rates and the present ones. The class to extend for a
/// schedule of one's own:
///
/// ```java
/// final class InverseSquareRootLR extends EpochScheduler {
///     InverseSquareRootLR(Optimizer<?> optimizer) {
///         super(optimizer, -1);
///     }
///
///     @Override
///     protected double learningRate(int epoch, int group) {
///         return initialRate(group) / Math.sqrt(epoch + 1);
///     }
/// }
/// ```
///
/// The constructor calls [#learningRate], so a field that this needs is set before `super(...)`.
public abstract non-sealed class EpochScheduler extends LRScheduler {
    /// Below this part of the rate, a negative one is a rounding of 0.
    private static final double ROUNDING = 1e-12;

    private double[] baseLrs;
    private int lastEpoch;
    private int stepCount;
    private boolean initial;

    /// Starts the schedule, or, with another `lastEpoch` than -1, goes on after that epoch: with groups that still
    /// have their `initial_lr`, as after loading the optimizer's state. What PyTorch makes of that varies with the
    /// scheduler, and so here; [#loadStateDict] resumes all of them exactly.
    ///
    /// @throws IllegalArgumentException if `lastEpoch` is below -1, or is not -1 and a group has no `initial_lr`
    @SuppressWarnings("this-escape") // says the class comment
    protected EpochScheduler(Optimizer<?> optimizer, int lastEpoch) {
        super(optimizer);
        checkStart(name(), optimizer, lastEpoch, ScheduleMark.INITIAL_LR);
        this.lastEpoch = lastEpoch;
        baseLrs = groups().stream()
                .mapToDouble(group -> group.mark(ScheduleMark.INITIAL_LR).orElse(group.learningRate()))
                .toArray();
        initialStep();
        for (int i = 0; i < baseLrs.length; i++) {
            groups().get(i).setMark(ScheduleMark.INITIAL_LR, baseLrs[i]);
        }
    }

    /// A schedule that goes on after an epoch needs what its first run left with the groups.
    static void checkStart(String scheduler, Optimizer<?> optimizer, int lastEpoch, ScheduleMark... marks) {
        Range.LAST_EPOCH.check(scheduler, "lastEpoch", lastEpoch);
        List<? extends ParamGroup<?>> groups = optimizer.paramGroups();
        for (int i = 0; lastEpoch != -1 && i < groups.size(); i++) {
            for (ScheduleMark mark : marks) {
                if (groups.get(i).mark(mark).isEmpty()) {
                    throw new IllegalArgumentException(scheduler + ": lastEpoch is " + lastEpoch + ", but group " + i
                            + " has no " + mark.key() + "; load the optimizer's saved state first, or start with -1");
                }
            }
        }
    }

    /// The learning rate of a group at an epoch, from 0 on.
    protected abstract double learningRate(int epoch, int group);

    /// The same from the initial rate alone, for a scheduler whose [#learningRate] builds on the present one and
    /// whose turn has come in a [SequentialLR].
    protected double closedForm(int epoch, int group) {
        return learningRate(epoch, group);
    }

    /// The epoch of the last step: 0 after the constructor.
    public final int lastEpoch() {
        return lastEpoch;
    }

    /// The learning rate that a group began with, before any scheduler.
    protected final double initialRate(int group) {
        return baseLrs[group];
    }

    /// The learning rate that a group has, set by the last step or by hand.
    protected final double presentRate(int group) {
        return groups().get(group).learningRate();
    }

    /// Whether this is the constructor's step, which must not advance rates that a resumed run already has.
    protected final boolean isInitial() {
        return initial;
    }

    /// How many steps there were, with the first.
    final int stepCount() {
        return stepCount;
    }

    /// How many groups [#learningRate] is asked for. Those that are added to the optimizer later keep their rates.
    int scheduledGroups() {
        return baseLrs.length;
    }

    final void setInitialRates(double[] rates) {
        baseLrs = rates;
    }

    @Override
    public void step() {
        update(lastEpoch + 1, false);
        stepCount++;
    }

    @Override
    final void initialStep() {
        stepCount = 0;
        initial = true;
        try {
            step();
        } finally {
            initial = false;
        }
    }

    @Override
    final void undo() {
        lastEpoch = Math.max(-1, lastEpoch - 1);
    }

    @Override
    final void restart() {
        update(0, true);
    }

    /// All rates are known and good before the first is set.
    final void update(int epoch, boolean closed) {
        double[] rates = new double[closed ? baseLrs.length : scheduledGroups()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = checked(closed ? closedForm(epoch, i) : learningRate(epoch, i), epoch, i);
        }
        set(epoch, rates);
        lastEpoch = epoch;
        noteRates();
    }

    /// Sets the rates of the first groups.
    void set(int epoch, double[] rates) {
        for (int i = 0; i < rates.length; i++) {
            groups().get(i).setLearningRate(rates[i]);
        }
    }

    private double checked(double rate, int epoch, int group) {
        double before = presentRate(group);
        if (rate < 0 && rate >= -ROUNDING * before) {
            return 0;
        }
        if (!Range.NOT_NEGATIVE.has(rate)) {
            throw new IllegalStateException(name() + ": at epoch " + epoch + " the learning rate of group " + group
                    + ", " + before + " now, would be " + rate + "; it must be " + Range.NOT_NEGATIVE.words());
        }
        return rate;
    }

    @Override
    protected void save(StateDict state) {
        state.put("base_lrs", baseLrs).put("last_epoch", lastEpoch).put("_step_count", stepCount);
        super.save(state);
    }

    @Override
    protected Runnable read(SavedState state) {
        double[] rates = state.numbers("base_lrs", baseLrs.length, Range.NOT_NEGATIVE);
        int epoch = state.integer("last_epoch", Range.LAST_EPOCH);
        int count = state.integer("_step_count", Range.COUNT);
        Runnable rest = super.read(state);
        return () -> {
            rest.run();
            baseLrs = rates;
            lastEpoch = epoch;
            stepCount = count;
        };
    }
}
