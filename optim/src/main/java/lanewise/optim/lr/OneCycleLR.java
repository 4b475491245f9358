package lanewise.optim.lr;

import static lanewise.optim.ScheduleMark.BASE_MOMENTUM;
import static lanewise.optim.ScheduleMark.INITIAL_LR;
import static lanewise.optim.ScheduleMark.MAX_LR;
import static lanewise.optim.ScheduleMark.MAX_MOMENTUM;
import static lanewise.optim.ScheduleMark.MIN_LR;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;
import lanewise.optim.ParamGroup;
import lanewise.optim.ScheduleMark;

/// One hill: the learning rate rises from `maxLr / divFactor` to `maxLr` during the first `pctStart` of the steps,
/// and falls during the others to almost nothing, the start divided by `finalDivFactor`. The momentum runs the
/// other way, from `maxMomentum` to `baseMomentum` and back. With `threePhase` the fall is as long as the rise and
/// ends where that began, and the rest of the steps leads to almost nothing.
///
///     phases from step 0: n = totalSteps, p = pctStart
///         up to p·n − 1        initial → max
///         up to n − 1          max → min
///     with three phases
///         up to p·n − 1        initial → max
///         up to 2·p·n − 2      max → initial
///         up to n − 1          initial → min
///
/// The way between is an [AnnealStrategy]. The rates that the optimizer was given do not matter.
///
/// Meant to be stepped after every batch, at most `totalSteps` times. The last of these steps comes after the last
/// batch, and leads beyond the end of the last phase, as in PyTorch; but a straight line stops at 0 there, and at
/// the largest momentum where it would reach 1.
///
/// Smith, Topin 2017, "Super-convergence: very fast training of neural networks using large learning rates",
/// arXiv:1708.07120; that has three phases.
public final class OneCycleLR extends MomentumScheduler {
    private static final String METHOD_OF_OLD = "torch.optim.lr_scheduler.OneCycleLR._annealing_";

    private int totalSteps;
    private List<OneCyclePhase> phases;
    private AnnealStrategy annealStrategy;

    /// With the defaults.
    public OneCycleLR(Optimizer<?> optimizer, double maxLr, int totalSteps) {
        this(optimizer, new Options(maxLr, totalSteps));
    }

    /// From the beginning.
    public OneCycleLR(Optimizer<?> optimizer, Options options) {
        this(optimizer, options, -1);
    }

    /// Going on after an epoch, with groups that still have the marks of the first run.
    ///
    /// @throws IllegalArgumentException if values are neither one nor one for each group, or the momentum is to
    ///     cycle and the optimizer has none, or not such a one; or as [EpochScheduler#EpochScheduler]
    public OneCycleLR(Optimizer<?> optimizer, Options options, int lastEpoch) {
        totalSteps = options.totalSteps;
        phases = OneCyclePhase.all(options.pctStart, options.totalSteps, options.threePhase);
        annealStrategy = options.annealStrategy;
        mark(optimizer, options, lastEpoch);
        super(optimizer, options.cycleMomentum, lastEpoch);
    }

    /// Leaves the ends of the phases with the groups, where a run that is resumed finds them.
    private static void mark(Optimizer<?> optimizer, Options options, int lastEpoch) {
        double[] maxLrs = PerGroup.spread("OneCycleLR", "maxLr", options.maxLr, optimizer);
        double[] base = PerGroup.spread("OneCycleLR", "baseMomentum", options.baseMomentum, optimizer);
        double[] max = PerGroup.spread("OneCycleLR", "maxMomentum", options.maxMomentum, optimizer);
        checkStart("OneCycleLR", optimizer, lastEpoch, INITIAL_LR, MAX_LR, MIN_LR);
        if (options.cycleMomentum) {
            checkStart("OneCycleLR", optimizer, lastEpoch, BASE_MOMENTUM, MAX_MOMENTUM);
            checkMomentums("OneCycleLR", optimizer, base);
            checkMomentums("OneCycleLR", optimizer, max);
        }
        List<? extends ParamGroup<?>> groups = optimizer.paramGroups();
        for (int i = 0; lastEpoch == -1 && i < groups.size(); i++) {
            ParamGroup<?> group = groups.get(i);
            double initial = maxLrs[i] / options.divFactor;
            group.setMark(INITIAL_LR, initial);
            group.setMark(MAX_LR, maxLrs[i]);
            group.setMark(MIN_LR, initial / options.finalDivFactor);
            if (options.cycleMomentum) {
                group.setMark(MAX_MOMENTUM, max[i]);
                group.setMark(BASE_MOMENTUM, base[i]);
            }
        }
    }

    /// @throws IllegalStateException after the last step
    @Override
    protected double learningRate(int epoch, int group) {
        if (epoch > totalSteps) {
            throw new IllegalStateException(
                    "OneCycleLR: step " + epoch + " is one too many; totalSteps is " + totalSteps);
        }
        int at = phaseAt(epoch);
        return Math.max(
                0,
                between(
                        epoch,
                        at,
                        group,
                        phases.get(at).startLr(),
                        phases.get(at).endLr()));
    }

    @Override
    double momentum(int epoch, int group) {
        int at = phaseAt(epoch);
        ScheduleMark end = phases.get(at).endMomentum();
        double momentum = between(epoch, at, group, phases.get(at).startMomentum(), end);
        return momentum < 1 ? momentum : mark(group, end);
    }

    private int phaseAt(int epoch) {
        int at = 0;
        while (at < phases.size() - 1 && epoch > phases.get(at).endStep()) {
            at++;
        }
        return at;
    }

    private double between(int epoch, int at, int group, ScheduleMark start, ScheduleMark end) {
        double from = at == 0 ? 0 : phases.get(at - 1).endStep();
        double length = phases.get(at).endStep() - from;
        double part = length == 0 ? 1 : (epoch - from) / length;
        return annealStrategy.between(mark(group, start), mark(group, end), part);
    }

    private double mark(int group, ScheduleMark mark) {
        return groups().get(group).mark(mark).orElseThrow();
    }

    @Override
    protected void save(StateDict state) {
        state.put("total_steps", totalSteps);
        state.put(
                "_schedule_phases",
                phases.stream().map(OneCyclePhase::toStateDict).toList());
        super.save(state.put("_anneal_func_type", SavedState.text(annealStrategy)));
    }

    @Override
    protected Runnable read(SavedState state) {
        int savedTotalSteps = state.integer("total_steps", Range.POSITIVE_COUNT);
        List<OneCyclePhase> savedPhases = new ArrayList<>();
        for (SavedState phase : state.states("_schedule_phases")) {
            savedPhases.add(OneCyclePhase.ofSaved(phase));
        }
        if (savedPhases.isEmpty() && state.has("_schedule_phases")) {
            state.problem("_schedule_phases", "has no phase");
        }
        AnnealStrategy savedStrategy = savedStrategy(state);
        Runnable rest = super.read(state);
        return () -> {
            rest.run();
            totalSteps = savedTotalSteps;
            phases = savedPhases;
            annealStrategy = savedStrategy;
        };
    }

    /// Up to PyTorch 2.1 a state has the method that anneals, not the method's kind.
    private static AnnealStrategy savedStrategy(SavedState state) {
        return state.has("anneal_func") && !state.has("_anneal_func_type")
                ? state.choice("anneal_func", METHOD_OF_OLD, AnnealStrategy.class)
                : state.choice("_anneal_func_type", AnnealStrategy.class);
    }

    /// What the schedule can be told.
    ///
    /// @param maxLr the highest learning rate: one for all groups, or one for each
    /// @param totalSteps the number of steps
    /// @param pctStart the part of them that the rise takes, 0.3
    /// @param annealStrategy cosines or straight lines; [AnnealStrategy#COS]
    /// @param cycleMomentum whether the momentum moves too; true
    /// @param baseMomentum the momentum where the rate is highest, 0.85: one for all groups, or one for each
    /// @param maxMomentum the momentum where the rate is lowest, 0.95, likewise
    /// @param divFactor what the highest rate is divided by for the first, 25
    /// @param finalDivFactor what the first rate is divided by for the last, 10,000
    /// @param threePhase whether the fall has two parts; false
    public record Options(
            List<Double> maxLr,
            int totalSteps,
            double pctStart,
            AnnealStrategy annealStrategy,
            boolean cycleMomentum,
            List<Double> baseMomentum,
            List<Double> maxMomentum,
            double divFactor,
            double finalDivFactor,
            boolean threePhase) {
        /// @throws IllegalArgumentException if `totalSteps` is below 1, `pctStart` is not from 0 to 1, a divisor is
        ///     not above 0, or another value is negative or not finite
        public Options {
            maxLr = PerGroup.check("OneCycleLR", "maxLr", maxLr, Range.NOT_NEGATIVE);
            Range.POSITIVE_COUNT.check("OneCycleLR", "totalSteps", totalSteps);
            Range.SHARE.check("OneCycleLR", "pctStart", pctStart);
            baseMomentum = PerGroup.check("OneCycleLR", "baseMomentum", baseMomentum, Range.NOT_NEGATIVE);
            maxMomentum = PerGroup.check("OneCycleLR", "maxMomentum", maxMomentum, Range.NOT_NEGATIVE);
            Range.POSITIVE.check("OneCycleLR", "divFactor", divFactor);
            Range.POSITIVE.check("OneCycleLR", "finalDivFactor", finalDivFactor);
        }

        /// The defaults.
        public Options(double maxLr, int totalSteps) {
            this(
                    List.of(maxLr),
                    totalSteps,
                    0.3,
                    AnnealStrategy.COS,
                    true,
                    List.of(0.85),
                    List.of(0.95),
                    25,
                    1e4,
                    false);
        }

        /// The defaults, with `epochs · stepsPerEpoch` steps.
        public Options(double maxLr, int epochs, int stepsPerEpoch) {
            Range.POSITIVE_COUNT.check("OneCycleLR", "epochs", epochs);
            Range.POSITIVE_COUNT.check("OneCycleLR", "stepsPerEpoch", stepsPerEpoch);
            this(maxLr, Math.multiplyExact(epochs, stepsPerEpoch));
        }

        /// The same with another highest rate, for all groups or for each.
        public Options withMaxLr(double... maxLr) {
            return with(PerGroup.list(maxLr), pctStart, annealStrategy, threePhase);
        }

        /// The same with a rise of another length, as a part of the steps.
        public Options withPctStart(double pctStart) {
            return with(maxLr, pctStart, annealStrategy, threePhase);
        }

        /// The same with cosines or straight lines.
        public Options withAnnealStrategy(AnnealStrategy annealStrategy) {
            return with(maxLr, pctStart, annealStrategy, threePhase);
        }

        /// The same with or without a momentum that moves.
        public Options withCycleMomentum(boolean cycleMomentum) {
            return with(cycleMomentum, baseMomentum, maxMomentum, divFactor, finalDivFactor);
        }

        /// The same with another lowest momentum, for all groups or for each.
        public Options withBaseMomentum(double... baseMomentum) {
            return with(cycleMomentum, PerGroup.list(baseMomentum), maxMomentum, divFactor, finalDivFactor);
        }

        /// The same with another highest momentum, for all groups or for each.
        public Options withMaxMomentum(double... maxMomentum) {
            return with(cycleMomentum, baseMomentum, PerGroup.list(maxMomentum), divFactor, finalDivFactor);
        }

        /// The same with another divisor for the first rate.
        public Options withDivFactor(double divFactor) {
            return with(cycleMomentum, baseMomentum, maxMomentum, divFactor, finalDivFactor);
        }

        /// The same with another divisor for the last rate.
        public Options withFinalDivFactor(double finalDivFactor) {
            return with(cycleMomentum, baseMomentum, maxMomentum, divFactor, finalDivFactor);
        }

        /// The same with three phases or two.
        public Options withThreePhase(boolean threePhase) {
            return with(maxLr, pctStart, annealStrategy, threePhase);
        }

        private Options with(List<Double> maxLr, double pctStart, AnnealStrategy annealStrategy, boolean threePhase) {
            return new Options(
                    maxLr,
                    totalSteps,
                    pctStart,
                    annealStrategy,
                    cycleMomentum,
                    baseMomentum,
                    maxMomentum,
                    divFactor,
                    finalDivFactor,
                    threePhase);
        }

        private Options with(
                boolean cycleMomentum,
                List<Double> baseMomentum,
                List<Double> maxMomentum,
                double divFactor,
                double finalDivFactor) {
            return new Options(
                    maxLr,
                    totalSteps,
                    pctStart,
                    annealStrategy,
                    cycleMomentum,
                    baseMomentum,
                    maxMomentum,
                    divFactor,
                    finalDivFactor,
                    threePhase);
        }
    }
}
