package lanewise.optim.lr;

import java.util.Arrays;
import java.util.List;
import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;

/// Several schedulers one after the other. Each but the first begins at a milestone, from the initial learning
/// rate, as if it had been alone.
///
/// ```java
/// var scheduler = new SequentialLR(
///         optimizer,
///         List.of(new ConstantLR(optimizer, 0.1, 20), new ExponentialLR(optimizer, 0.9)),
///         20);
/// ```
public final class SequentialLR extends CompositeScheduler {
    private int[] milestones;
    private int lastEpoch;

    /// From the beginning.
    ///
    /// @param milestones the epochs at which the second scheduler begins, the third, and so on
    public SequentialLR(Optimizer<?> optimizer, List<? extends LRScheduler> schedulers, int... milestones) {
        this(optimizer, schedulers, milestones, -1);
    }

    /// Going on after an epoch.
    ///
    /// @throws IllegalArgumentException if there is no scheduler, one is for another optimizer, there is not one
    ///     milestone less than schedulers, milestones are not above 0 and rising, or `lastEpoch` is below -1
    public SequentialLR(
            Optimizer<?> optimizer, List<? extends LRScheduler> schedulers, int[] milestones, int lastEpoch) {
        notEmpty("SequentialLR", schedulers);
        check("SequentialLR", optimizer, schedulers);
        check(milestones, schedulers.size());
        this.milestones = milestones.clone();
        this.lastEpoch = Range.LAST_EPOCH.check("SequentialLR", "lastEpoch", lastEpoch);
        super(optimizer, schedulers);
        resetRates();
        super.undo(); // the constructors of the schedulers have made their first steps
        initialStep();
    }

    private static void check(int[] milestones, int schedulers) {
        if (milestones.length != schedulers - 1) {
            throw new IllegalArgumentException("SequentialLR: there are " + milestones.length + " milestones for "
                    + schedulers + " schedulers; each but the first needs one");
        }
        if (!isRising(milestones)) {
            throw new IllegalArgumentException(
                    "SequentialLR: milestones are " + Arrays.toString(milestones) + "; they must be above 0 and rise");
        }
    }

    private static boolean isRising(int[] milestones) {
        for (int i = 0; i < milestones.length; i++) {
            if (milestones[i] <= (i == 0 ? 0 : milestones[i - 1])) {
                return false;
            }
        }
        return true;
    }

    /// The epoch of the last step: 0 after the constructor.
    public int lastEpoch() {
        return lastEpoch;
    }

    @Override
    public void step() {
        int epoch = lastEpoch + 1;
        int passed = (int) Arrays.stream(milestones).filter(m -> m <= epoch).count();
        LRScheduler scheduler = schedulers().get(passed);
        if (passed > 0 && milestones[passed - 1] == epoch) {
            scheduler.restart();
        } else {
            scheduler.step();
        }
        lastEpoch = epoch;
        noteRates();
    }

    @Override
    void initialStep() {
        schedulers().getFirst().initialStep();
        lastEpoch++;
        noteRates();
    }

    @Override
    void undo() {
        super.undo();
        lastEpoch = Math.max(-1, lastEpoch - 1);
    }

    @Override
    protected void save(StateDict state) {
        state.put("_milestones", Arrays.stream(milestones).boxed().toList()).put("last_epoch", lastEpoch);
        super.save(state);
    }

    @Override
    protected Runnable read(SavedState state) {
        int[] savedMilestones = state.integers("_milestones", Range.POSITIVE_COUNT);
        if (state.has("_milestones") && savedMilestones.length != milestones.length) {
            state.problem(
                    "_milestones", "has " + savedMilestones.length + " values, the scheduler " + milestones.length);
        } else if (!isRising(savedMilestones)) {
            state.problem("_milestones", "is " + Arrays.toString(savedMilestones) + "; they must rise");
        }
        int savedEpoch = state.integer("last_epoch", Range.LAST_EPOCH);
        Runnable rest = super.read(state);
        return () -> {
            rest.run();
            milestones = savedMilestones;
            lastEpoch = savedEpoch;
        };
    }
}
