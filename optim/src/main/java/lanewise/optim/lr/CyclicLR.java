package lanewise.optim.lr;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;
import org.jspecify.annotations.Nullable;

/// Triangles: the learning rate rises in a straight line from `baseLr` to `maxLr`, falls back, and so on; with
/// [Mode#TRIANGULAR2] each triangle is half as high as the last, with [Mode#EXP_RANGE] they fade step by step.
///
///     c = ⌊1 + t/T⌋                                    the cycle, T = up + down
///     x = 1 + t/T − c                                  the part of it that is over
///     s = x·T/up while rising, (1 − x)·T/down while falling
///     η = base + (max − base)·s·scale(c), or ·scale(t)
///     μ = max − (max − base)·s·scale(...)              momentum, high where the rate is low
///
/// Meant to be stepped after every batch. The rates that the optimizer was given do not matter.
///
/// Smith 2017, "Cyclical learning rates for training neural networks", arXiv:1506.01186.
public final class CyclicLR extends MomentumScheduler {
    private double[] maxLrs;
    private double totalSize;
    private double stepRatio;
    private Mode mode;
    private double gamma;
    private final @Nullable DoubleUnaryOperator scaleFn;
    private ScaleMode scaleMode;
    private double[] baseMomentums;
    private double[] maxMomentums;

    /// With the defaults: 2,000 steps up and as many down, and the momentum from 0.9 to 0.8 and back.
    public CyclicLR(Optimizer<?> optimizer, double baseLr, double maxLr) {
        this(optimizer, new Options(baseLr, maxLr));
    }

    /// From the beginning.
    public CyclicLR(Optimizer<?> optimizer, Options options) {
        this(optimizer, options, -1);
    }

    /// Going on after an epoch.
    ///
    /// @throws IllegalArgumentException if values are neither one nor one for each group, or the momentum is to
    ///     cycle and the optimizer has none, or not such a one; or as [EpochScheduler#EpochScheduler]
    public CyclicLR(Optimizer<?> optimizer, Options options, int lastEpoch) {
        double[] baseLrs = PerGroup.spread("CyclicLR", "baseLr", options.baseLr, optimizer);
        double[] base = PerGroup.spread("CyclicLR", "baseMomentum", options.baseMomentum, optimizer);
        double[] max = PerGroup.spread("CyclicLR", "maxMomentum", options.maxMomentum, optimizer);
        double size = (double) options.stepSizeUp + options.stepSizeDown;
        maxLrs = PerGroup.spread("CyclicLR", "maxLr", options.maxLr, optimizer);
        totalSize = size;
        stepRatio = options.stepSizeUp / size;
        mode = options.mode;
        gamma = options.gamma;
        scaleFn = options.scaleFn;
        scaleMode = options.scaleMode;
        baseMomentums = base;
        maxMomentums = max;
        if (options.cycleMomentum) {
            checkMomentums("CyclicLR", optimizer, base);
            checkMomentums("CyclicLR", optimizer, max);
        }
        if (lastEpoch == -1) {
            setRates(optimizer, baseLrs);
        }
        super(optimizer, options.cycleMomentum, lastEpoch);
        setInitialRates(baseLrs); // till here, as in PyTorch, an initial_lr that another scheduler left counted
    }

    private static void setRates(Optimizer<?> optimizer, double[] rates) {
        for (int i = 0; i < rates.length; i++) {
            optimizer.paramGroups().get(i).setLearningRate(rates[i]);
        }
    }

    @Override
    protected double learningRate(int epoch, int group) {
        double base = initialRate(group);
        return base + (maxLrs[group] - base) * height(epoch) * scale(epoch);
    }

    @Override
    double momentum(int epoch, int group) {
        return maxMomentums[group] - (maxMomentums[group] - baseMomentums[group]) * height(epoch) * scale(epoch);
    }

    /// Of a triangle of height 1.
    private double height(int epoch) {
        double x = 1 + epoch / totalSize - cycle(epoch);
        return x <= stepRatio ? x / stepRatio : (x - 1) / (stepRatio - 1);
    }

    private double cycle(int epoch) {
        return Math.floor(1 + epoch / totalSize);
    }

    private double scale(int epoch) {
        if (scaleFn != null) {
            return scaleFn.applyAsDouble(scaleMode == ScaleMode.CYCLE ? cycle(epoch) : epoch);
        }
        return switch (mode) {
            case TRIANGULAR -> 1;
            case TRIANGULAR2 -> 1 / Math.pow(2, cycle(epoch) - 1);
            case EXP_RANGE -> Math.pow(gamma, epoch);
        };
    }

    @Override
    protected void save(StateDict state) {
        state.put("max_lrs", maxLrs).put("total_size", totalSize).put("step_ratio", stepRatio);
        state.put("mode", SavedState.text(mode)).put("gamma", gamma);
        state.putNull("_scale_fn_custom").put("scale_mode", SavedState.text(scaleMode));
        if (cyclesMomentum()) {
            state.put("base_momentums", baseMomentums).put("max_momentums", maxMomentums);
        }
        super.save(state);
    }

    @Override
    protected Runnable read(SavedState state) {
        int groups = maxLrs.length;
        double[] savedMaxLrs = state.numbers("max_lrs", groups, Range.NOT_NEGATIVE);
        double savedTotalSize = state.number("total_size", Range.POSITIVE);
        double savedStepRatio = state.number("step_ratio", Range.POSITIVE_SHARE);
        Mode savedMode = state.choice("mode", Mode.class);
        double savedGamma = state.number("gamma", Range.NOT_NEGATIVE);
        ScaleMode savedScaleMode = state.choice("scale_mode", ScaleMode.class);
        Runnable rest = super.read(state);
        boolean withMomentum = state.isTrue("cycle_momentum"); // or else PyTorch has none
        double[] savedBase = withMomentum ? state.numbers("base_momentums", groups, Range.NOT_NEGATIVE) : baseMomentums;
        double[] savedMax = withMomentum ? state.numbers("max_momentums", groups, Range.NOT_NEGATIVE) : maxMomentums;
        return () -> {
            rest.run();
            maxLrs = savedMaxLrs;
            totalSize = savedTotalSize;
            stepRatio = savedStepRatio;
            mode = savedMode;
            gamma = savedGamma;
            scaleMode = savedScaleMode;
            baseMomentums = savedBase;
            maxMomentums = savedMax;
        };
    }

    /// How the triangles shrink.
    public enum Mode {
        /// They do not.
        TRIANGULAR,
        /// Each is half as high as the last.
        TRIANGULAR2,
        /// After `t` steps they are `gammaᵗ` times as high.
        EXP_RANGE
    }

    /// What a scale of one's own is a function of.
    public enum ScaleMode {
        /// The number of the cycle, from 1 on.
        CYCLE,
        /// The number of steps, from 0 on.
        ITERATIONS
    }

    /// What the schedule can be told.
    ///
    /// @param baseLr the lowest learning rate: one for all groups, or one for each
    /// @param maxLr the highest, likewise
    /// @param stepSizeUp steps from the lowest to the highest, 2,000
    /// @param stepSizeDown steps back, 2,000
    /// @param mode how the triangles shrink; [Mode#TRIANGULAR]
    /// @param gamma for [Mode#EXP_RANGE], 1
    /// @param scaleFn the height of the triangles, in place of a mode, or null; it is not saved
    /// @param scaleMode what `scaleFn` is a function of; [ScaleMode#CYCLE]
    /// @param cycleMomentum whether the momentum moves too; true
    /// @param baseMomentum the momentum where the rate is highest, 0.8: one for all groups, or one for each
    /// @param maxMomentum the momentum where the rate is lowest, 0.9, likewise
    public record Options(
            List<Double> baseLr,
            List<Double> maxLr,
            int stepSizeUp,
            int stepSizeDown,
            Mode mode,
            double gamma,
            @Nullable DoubleUnaryOperator scaleFn,
            ScaleMode scaleMode,
            boolean cycleMomentum,
            List<Double> baseMomentum,
            List<Double> maxMomentum) {
        /// @throws IllegalArgumentException if a value is negative or not finite, or `stepSizeUp` is 0
        public Options {
            baseLr = PerGroup.check("CyclicLR", "baseLr", baseLr, Range.NOT_NEGATIVE);
            maxLr = PerGroup.check("CyclicLR", "maxLr", maxLr, Range.NOT_NEGATIVE);
            Range.POSITIVE_COUNT.check("CyclicLR", "stepSizeUp", stepSizeUp);
            Range.COUNT.check("CyclicLR", "stepSizeDown", stepSizeDown);
            Range.NOT_NEGATIVE.check("CyclicLR", "gamma", gamma);
            baseMomentum = PerGroup.check("CyclicLR", "baseMomentum", baseMomentum, Range.NOT_NEGATIVE);
            maxMomentum = PerGroup.check("CyclicLR", "maxMomentum", maxMomentum, Range.NOT_NEGATIVE);
        }

        /// The defaults.
        public Options(double baseLr, double maxLr) {
            this(
                    List.of(baseLr),
                    List.of(maxLr),
                    2000,
                    2000,
                    Mode.TRIANGULAR,
                    1,
                    null,
                    ScaleMode.CYCLE,
                    true,
                    List.of(0.8),
                    List.of(0.9));
        }

        /// The same with another lowest rate, for all groups or for each.
        public Options withBaseLr(double... baseLr) {
            return with(PerGroup.list(baseLr), maxLr, cycleMomentum, baseMomentum, maxMomentum);
        }

        /// The same with another highest rate, for all groups or for each.
        public Options withMaxLr(double... maxLr) {
            return with(baseLr, PerGroup.list(maxLr), cycleMomentum, baseMomentum, maxMomentum);
        }

        /// The same with as many steps up as down.
        public Options withStepSize(int stepSize) {
            return withStepSizes(stepSize, stepSize);
        }

        /// The same with other numbers of steps.
        public Options withStepSizes(int up, int down) {
            return new Options(
                    baseLr, maxLr, up, down, mode, gamma, scaleFn, scaleMode, cycleMomentum, baseMomentum, maxMomentum);
        }

        /// The same with another mode.
        public Options withMode(Mode mode) {
            return withScale(mode, gamma, scaleFn, scaleMode);
        }

        /// The same with another gamma.
        public Options withGamma(double gamma) {
            return withScale(mode, gamma, scaleFn, scaleMode);
        }

        /// The same with a scale of one's own, from 0 to 1.
        public Options withScaleFn(DoubleUnaryOperator scaleFn, ScaleMode scaleMode) {
            return withScale(mode, gamma, scaleFn, scaleMode);
        }

        /// The same with or without a momentum that moves.
        public Options withCycleMomentum(boolean cycleMomentum) {
            return with(baseLr, maxLr, cycleMomentum, baseMomentum, maxMomentum);
        }

        /// The same with another lowest momentum, for all groups or for each.
        public Options withBaseMomentum(double... baseMomentum) {
            return with(baseLr, maxLr, cycleMomentum, PerGroup.list(baseMomentum), maxMomentum);
        }

        /// The same with another highest momentum, for all groups or for each.
        public Options withMaxMomentum(double... maxMomentum) {
            return with(baseLr, maxLr, cycleMomentum, baseMomentum, PerGroup.list(maxMomentum));
        }

        private Options with(
                List<Double> baseLr,
                List<Double> maxLr,
                boolean cycleMomentum,
                List<Double> baseMomentum,
                List<Double> maxMomentum) {
            return new Options(
                    baseLr,
                    maxLr,
                    stepSizeUp,
                    stepSizeDown,
                    mode,
                    gamma,
                    scaleFn,
                    scaleMode,
                    cycleMomentum,
                    baseMomentum,
                    maxMomentum);
        }

        private Options withScale(Mode mode, double gamma, @Nullable DoubleUnaryOperator scaleFn, ScaleMode scaleMode) {
            return new Options(
                    baseLr,
                    maxLr,
                    stepSizeUp,
                    stepSizeDown,
                    mode,
                    gamma,
                    scaleFn,
                    scaleMode,
                    cycleMomentum,
                    baseMomentum,
                    maxMomentum);
        }
    }
}
