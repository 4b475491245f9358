package lanewise.optim.lr;

import java.util.List;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.Stateful;
import lanewise.optim.Optimizer;
import lanewise.optim.ParamGroup;

/// Lowers the learning rate when a metric has stopped getting better: stairs whose steps are as long as the
/// progress lasts.
///
/// ```java
/// var scheduler = new ReduceLROnPlateau(optimizer);
/// for (int epoch = 0; epoch < epochs; epoch++) {
///     train(model, optimizer);
///     scheduler.step(validationLoss(model));
/// }
/// ```
///
/// An epoch is bad if its metric is not better than the best so far by more than the threshold:
///
///     min, rel: metric < best·(1 − threshold)          max, rel: metric > best·(1 + threshold)
///     min, abs: metric < best − threshold              max, abs: metric > best + threshold
///
/// After more than `patience` bad epochs in a row, `η ← max(η·factor, minLr)`, unless that is less than `eps`
/// below; then `cooldown` epochs do not count as bad. A metric that is not a number is not better.
///
/// Its steps need a metric, so it is no [LRScheduler], and goes into no [ChainedScheduler] or [SequentialLR].
public final class ReduceLROnPlateau implements Stateful {
    private final Optimizer<?> optimizer;
    private Options options;
    private int lastEpoch;
    private double best;
    private int numBadEpochs;
    private int cooldownCounter;
    private double[] lastLr;

    /// With the defaults.
    public ReduceLROnPlateau(Optimizer<?> optimizer) {
        this(optimizer, new Options());
    }

    /// With these options.
    ///
    /// @throws IllegalArgumentException if `minLr` has neither one value nor one for each group
    public ReduceLROnPlateau(Optimizer<?> optimizer, Options options) {
        PerGroup.spread("ReduceLROnPlateau", "minLr", options.minLr, optimizer);
        this.optimizer = optimizer;
        this.options = options;
        best = options.worst();
        lastLr = LRScheduler.rates(optimizer);
    }

    /// The optimizer whose learning rates it sets.
    public Optimizer<?> optimizer() {
        return optimizer;
    }

    /// Takes the metric of one more epoch, and lowers the learning rates if it is time.
    public void step(double metric) {
        boolean better = options.isBetter(metric, best);
        boolean cooling = cooldownCounter > 0;
        int bad = better || cooling ? 0 : numBadEpochs + 1;
        boolean reduce = bad > options.patience;
        if (reduce) {
            reduce();
        }
        if (better) {
            best = metric;
        }
        numBadEpochs = reduce ? 0 : bad;
        cooldownCounter = reduce ? options.cooldown : cooldownCounter - (cooling ? 1 : 0);
        lastEpoch++;
        lastLr = LRScheduler.rates(optimizer);
    }

    private void reduce() {
        double[] least = PerGroup.spread("ReduceLROnPlateau", "minLr", options.minLr, optimizer);
        for (int i = 0; i < least.length; i++) {
            ParamGroup<?> group = optimizer.paramGroups().get(i);
            double before = group.learningRate();
            double after = Math.max(before * options.factor, least[i]);
            if (before - after > options.eps) {
                group.setLearningRate(after);
            }
        }
    }

    /// How many steps there were.
    public int lastEpoch() {
        return lastEpoch;
    }

    /// The best metric so far; infinite before the first.
    public double best() {
        return best;
    }

    /// How many epochs in a row were bad.
    public int numBadEpochs() {
        return numBadEpochs;
    }

    /// Whether bad epochs do not count just now.
    public boolean inCooldown() {
        return cooldownCounter > 0;
    }

    /// The learning rates after the last step, one for each group.
    public double[] getLastLr() {
        return lastLr.clone();
    }

    @Override
    public StateDict stateDict() {
        StateDict state = new StateDict()
                .put("factor", options.factor)
                .put("min_lrs", PerGroup.spread("ReduceLROnPlateau", "minLr", options.minLr, optimizer))
                .put("patience", options.patience)
                .put("cooldown", options.cooldown)
                .put("cooldown_counter", cooldownCounter)
                .put("mode", SavedState.text(options.mode))
                .put("threshold", options.threshold)
                .put("threshold_mode", SavedState.text(options.thresholdMode))
                .put("best", best)
                .put("num_bad_epochs", numBadEpochs)
                .put("mode_worse", options.worst())
                .put("eps", options.eps)
                .put("last_epoch", lastEpoch)
                .put("_last_lr", lastLr);
        return options.minLr.size() == 1
                ? state.put("default_min_lr", options.minLr.getFirst())
                : state.putNull("default_min_lr");
    }

    /// Takes over a state, the options with it. It leaves the optimizer alone: that has the learning rates in its
    /// own state.
    ///
    /// @throws lanewise.engine.io.StateDictException if it does not fit: the message names all that is missing or
    ///     not allowed, and nothing has been changed
    @Override
    public void loadStateDict(StateDict state) {
        read(state).run();
    }

    /// Reads a state as [#loadStateDict] does, and drops it.
    @Override
    public void checkStateDict(StateDict state) {
        read(state);
    }

    /// Changes nothing; what it returns takes the state over.
    private Runnable read(StateDict state) {
        SavedState saved = new SavedState(state);
        Mode mode = saved.choice("mode", Mode.class);
        double factor = saved.number("factor", Range.BELOW_ONE);
        int patience = saved.integer("patience", Range.COUNT);
        double threshold = saved.number("threshold", Range.NOT_NEGATIVE);
        ThresholdMode thresholdMode = saved.choice("threshold_mode", ThresholdMode.class);
        int cooldown = saved.integer("cooldown", Range.COUNT);
        int groups = optimizer.paramGroups().size();
        double[] minLrs = saved.has("default_min_lr") // PyTorch has had it since 2.5
                ? new double[] {saved.number("default_min_lr", Range.NOT_NEGATIVE)}
                : saved.numbers("min_lrs", groups, Range.NOT_NEGATIVE);
        double eps = saved.number("eps", Range.NOT_NEGATIVE);
        double savedBest = saved.number("best");
        int savedBad = saved.integer("num_bad_epochs", Range.COUNT);
        int savedCounter = saved.integer("cooldown_counter", Range.COUNT);
        int savedEpoch = saved.integer("last_epoch", Range.COUNT);
        double[] savedRates = saved.has("_last_lr") ? saved.numbers("_last_lr") : lastLr;
        saved.finish("ReduceLROnPlateau");
        Options savedOptions =
                new Options(mode, factor, patience, threshold, thresholdMode, cooldown, PerGroup.list(minLrs), eps);
        return () -> {
            options = savedOptions;
            best = savedBest;
            numBadEpochs = savedBad;
            cooldownCounter = savedCounter;
            lastEpoch = savedEpoch;
            lastLr = savedRates;
        };
    }

    /// Which metrics are good.
    public enum Mode {
        /// Small ones, as a loss.
        MIN,
        /// Large ones, as an accuracy.
        MAX
    }

    /// What the threshold is compared with.
    public enum ThresholdMode {
        /// The progress as a part of the best metric.
        REL,
        /// The progress itself.
        ABS
    }

    /// What the schedule can be told.
    ///
    /// @param mode which metrics are good; [Mode#MIN]
    /// @param factor what the learning rate is multiplied by, 0.1
    /// @param patience how many bad epochs in a row are borne, 10
    /// @param threshold the least progress, 1e-4
    /// @param thresholdMode what it is compared with; [ThresholdMode#REL]
    /// @param cooldown how many epochs after a reduction do not count as bad, 0
    /// @param minLr the lowest learning rate, 0: one for all groups, or one for each
    /// @param eps the least reduction that is made, 1e-8
    public record Options(
            Mode mode,
            double factor,
            int patience,
            double threshold,
            ThresholdMode thresholdMode,
            int cooldown,
            List<Double> minLr,
            double eps) {
        /// @throws IllegalArgumentException if `factor` is not at least 0 and below 1, or another value is negative
        ///     or not finite
        public Options {
            Range.BELOW_ONE.check("ReduceLROnPlateau", "factor", factor);
            Range.COUNT.check("ReduceLROnPlateau", "patience", patience);
            Range.NOT_NEGATIVE.check("ReduceLROnPlateau", "threshold", threshold);
            Range.COUNT.check("ReduceLROnPlateau", "cooldown", cooldown);
            minLr = PerGroup.check("ReduceLROnPlateau", "minLr", minLr, Range.NOT_NEGATIVE);
            Range.NOT_NEGATIVE.check("ReduceLROnPlateau", "eps", eps);
        }

        /// The defaults.
        public Options() {
            this(Mode.MIN, 0.1, 10, 1e-4, ThresholdMode.REL, 0, List.of(0.0), 1e-8);
        }

        /// The same with another mode.
        public Options withMode(Mode mode) {
            return new Options(mode, factor, patience, threshold, thresholdMode, cooldown, minLr, eps);
        }

        /// The same with another factor.
        public Options withFactor(double factor) {
            return new Options(mode, factor, patience, threshold, thresholdMode, cooldown, minLr, eps);
        }

        /// The same with another patience.
        public Options withPatience(int patience) {
            return new Options(mode, factor, patience, threshold, thresholdMode, cooldown, minLr, eps);
        }

        /// The same with another threshold.
        public Options withThreshold(double threshold, ThresholdMode thresholdMode) {
            return new Options(mode, factor, patience, threshold, thresholdMode, cooldown, minLr, eps);
        }

        /// The same with another cooldown.
        public Options withCooldown(int cooldown) {
            return new Options(mode, factor, patience, threshold, thresholdMode, cooldown, minLr, eps);
        }

        /// The same with another lowest rate, for all groups or for each.
        public Options withMinLr(double... minLr) {
            return new Options(mode, factor, patience, threshold, thresholdMode, cooldown, PerGroup.list(minLr), eps);
        }

        /// The same with another least reduction.
        public Options withEps(double eps) {
            return new Options(mode, factor, patience, threshold, thresholdMode, cooldown, minLr, eps);
        }

        private double worst() {
            return mode == Mode.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }

        private boolean isBetter(double metric, double best) {
            boolean relative = thresholdMode == ThresholdMode.REL;
            return switch (mode) {
                case MIN -> metric < (relative ? best * (1 - threshold) : best - threshold);
                case MAX -> metric > (relative ? best * (1 + threshold) : best + threshold);
            };
        }
    }
}
