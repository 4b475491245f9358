package lanewise.optim.lr;

import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;

/// Stairs that go down: every `stepSize` epochs, the learning rate is multiplied by `gamma`.
///
///     η ← γ·η            if t is a multiple of stepSize
///     η = η₀·γ^⌊t / stepSize⌋
public final class StepLR extends FactorScheduler {
    private int stepSize;
    private double gamma;

    /// With a gamma of 0.1.
    public StepLR(Optimizer<?> optimizer, int stepSize) {
        this(optimizer, stepSize, 0.1);
    }

    /// From the beginning.
    public StepLR(Optimizer<?> optimizer, int stepSize, double gamma) {
        this(optimizer, stepSize, gamma, -1);
    }

    /// Going on after an epoch.
    ///
    /// @throws IllegalArgumentException if `stepSize` is below 1, or `gamma` negative or not finite; or as
    ///     [EpochScheduler#EpochScheduler]
    public StepLR(Optimizer<?> optimizer, int stepSize, double gamma, int lastEpoch) {
        this.stepSize = Range.POSITIVE_COUNT.check("StepLR", "stepSize", stepSize);
        this.gamma = Range.NOT_NEGATIVE.check("StepLR", "gamma", gamma);
        super(optimizer, lastEpoch);
    }

    @Override
    double factor(int epoch) {
        return epoch == 0 || epoch % stepSize != 0 ? 1 : gamma;
    }

    @Override
    double closedFactor(int epoch) {
        int stairs = epoch / stepSize;
        return Math.pow(gamma, stairs);
    }

    @Override
    protected void save(StateDict state) {
        super.save(state.put("step_size", stepSize).put("gamma", gamma));
    }

    @Override
    protected Runnable read(SavedState state) {
        int savedStepSize = state.integer("step_size", Range.POSITIVE_COUNT);
        double savedGamma = state.number("gamma", Range.NOT_NEGATIVE);
        Runnable rest = super.read(state);
        return () -> {
            rest.run();
            stepSize = savedStepSize;
            gamma = savedGamma;
        };
    }
}
