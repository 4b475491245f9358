package lanewise.optim.lr;

import java.util.Arrays;
import java.util.stream.IntStream;
import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;

/// Stairs that go down at given epochs: at each milestone, the learning rate is multiplied by `gamma`; by `gamma²`
/// at one that is there twice.
///
///     η ← η·γⁿ           where n milestones are t
///     η = η₀·γⁿ          where n milestones are at most t
public final class MultiStepLR extends FactorScheduler {
    /// In order.
    private int[] milestones;

    private double gamma;

    /// With a gamma of 0.1.
    public MultiStepLR(Optimizer<?> optimizer, int... milestones) {
        this(optimizer, milestones, 0.1);
    }

    /// From the beginning.
    public MultiStepLR(Optimizer<?> optimizer, int[] milestones, double gamma) {
        this(optimizer, milestones, gamma, -1);
    }

    /// Going on after an epoch.
    ///
    /// @throws IllegalArgumentException if a milestone is negative, or `gamma` negative or not finite; or as
    ///     [EpochScheduler#EpochScheduler]
    public MultiStepLR(Optimizer<?> optimizer, int[] milestones, double gamma, int lastEpoch) {
        for (int milestone : milestones) {
            Range.COUNT.check("MultiStepLR", "milestone", milestone);
        }
        this.milestones = IntStream.of(milestones).sorted().toArray();
        this.gamma = Range.NOT_NEGATIVE.check("MultiStepLR", "gamma", gamma);
        super(optimizer, lastEpoch);
    }

    @Override
    double factor(int epoch) {
        return Math.pow(gamma, passed(epoch) - passed(epoch - 1));
    }

    @Override
    double closedFactor(int epoch) {
        return Math.pow(gamma, passed(epoch));
    }

    private int passed(int epoch) {
        int passed = 0;
        while (passed < milestones.length && milestones[passed] <= epoch) {
            passed++;
        }
        return passed;
    }

    @Override
    protected void save(StateDict state) {
        state.put("milestones", Arrays.stream(milestones).boxed().toList()).put("gamma", gamma);
        super.save(state);
    }

    @Override
    protected Runnable read(SavedState state) {
        int[] savedMilestones = milestones(state);
        double savedGamma = state.number("gamma", Range.NOT_NEGATIVE);
        Runnable rest = super.read(state);
        return () -> {
            rest.run();
            milestones = savedMilestones;
            gamma = savedGamma;
        };
    }

    /// A list, or, as Python has it, how often there is each.
    private static int[] milestones(SavedState state) {
        if (!(state.get("milestones") instanceof StateDict counts)) {
            return state.integers("milestones", Range.COUNT);
        }
        IntStream.Builder all = IntStream.builder();
        for (String key : counts.keys()) {
            if (key.matches("[0-9]{1,9}") && counts.get(key) instanceof Long count) {
                IntStream.range(0, count.intValue()).forEach(_ -> all.add(Integer.parseInt(key)));
            } else {
                state.problem(
                        "milestones", "has " + key + ", " + counts.get(key) + " times; counts of epochs are needed");
            }
        }
        return all.build().sorted().toArray();
    }
}
