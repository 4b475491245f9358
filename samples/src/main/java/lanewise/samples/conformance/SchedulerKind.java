package lanewise.samples.conformance;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import lanewise.optim.Optimizer;
import lanewise.optim.lr.AnnealStrategy;
import lanewise.optim.lr.ChainedScheduler;
import lanewise.optim.lr.ConstantLR;
import lanewise.optim.lr.CosineAnnealingLR;
import lanewise.optim.lr.CosineAnnealingWarmRestarts;
import lanewise.optim.lr.CyclicLR;
import lanewise.optim.lr.ExponentialLR;
import lanewise.optim.lr.LRScheduler;
import lanewise.optim.lr.LambdaLR;
import lanewise.optim.lr.LinearLR;
import lanewise.optim.lr.MultiStepLR;
import lanewise.optim.lr.MultiplicativeLR;
import lanewise.optim.lr.OneCycleLR;
import lanewise.optim.lr.PolynomialLR;
import lanewise.optim.lr.ReduceLROnPlateau;
import lanewise.optim.lr.SWALR;
import lanewise.optim.lr.SequentialLR;
import lanewise.optim.lr.StepLR;
import lanewise.samples.conformance.calls.MissingException;

/// How to make a scheduler of one kind.
@FunctionalInterface
interface SchedulerKind {
    /// The library's schedulers under PyTorch's names, but for [ReduceLROnPlateau], whose steps need a metric.
    Map<String, SchedulerKind> KINDS = Map.ofEntries(
            entry("LambdaLR", (m, o) -> new LambdaLR(m, lambdas(m, o))),
            entry("MultiplicativeLR", (m, o) -> new MultiplicativeLR(m, lambdas(m, o))),
            entry("StepLR", (m, o) -> new StepLR(m, o.integer("step_size"), o.number("gamma", 0.1))),
            entry("MultiStepLR", (m, o) -> new MultiStepLR(m, o.integers("milestones"), o.number("gamma", 0.1))),
            entry("ConstantLR", (m, o) -> new ConstantLR(m, o.number("factor", 1.0 / 3), o.integer("total_iters", 5))),
            entry("LinearLR", SchedulerKind::linear),
            entry("ExponentialLR", (m, o) -> new ExponentialLR(m, OptionValues.number(o.get("gamma")))),
            entry("PolynomialLR", (m, o) -> new PolynomialLR(m, o.integer("total_iters", 5), o.number("power", 1))),
            entry("CosineAnnealingLR", (m, o) -> new CosineAnnealingLR(m, o.integer("T_max"), o.number("eta_min", 0))),
            entry("CosineAnnealingWarmRestarts", SchedulerKind::warmRestarts),
            entry("CyclicLR", SchedulerKind::cyclic),
            entry("OneCycleLR", SchedulerKind::oneCycle),
            entry("SWALR", SchedulerKind::swa),
            entry("ChainedScheduler", (m, o) -> new ChainedScheduler(nested(m, o))),
            entry("SequentialLR", (m, o) -> new SequentialLR(m, nested(m, o), o.integers("milestones"))));

    /// A scheduler for the optimizer with the options.
    LRScheduler make(Optimizer<?> optimizer, SchedulerOptions options);

    /// The scheduler of that name.
    ///
    /// @throws MissingException if the library has none, or not all of the options
    static LRScheduler build(String name, Optimizer<?> optimizer, JsonNode options) {
        SchedulerKind kind = KINDS.get(name);
        if (kind == null) {
            throw new MissingException("scheduler " + name);
        }
        SchedulerOptions reader = new SchedulerOptions(options);
        LRScheduler scheduler = kind.make(optimizer, reader);
        reader.checkAllRead();
        return scheduler;
    }

    /// The scheduler that takes a metric.
    ///
    /// @throws MissingException if the library has not all of the options
    static ReduceLROnPlateau plateau(Optimizer<?> optimizer, JsonNode json) {
        SchedulerOptions o = new SchedulerOptions(json);
        ReduceLROnPlateau.Options options = new ReduceLROnPlateau.Options()
                .withMode(ReduceLROnPlateau.Mode.valueOf(o.constant("mode", ReduceLROnPlateau.Mode.MIN)))
                .withFactor(o.number("factor", 0.1))
                .withPatience(o.integer("patience", 10))
                .withThreshold(
                        o.number("threshold", 1e-4),
                        ReduceLROnPlateau.ThresholdMode.valueOf(
                                o.constant("threshold_mode", ReduceLROnPlateau.ThresholdMode.REL)))
                .withCooldown(o.integer("cooldown", 0))
                .withMinLr(o.numbers("min_lr", 0))
                .withEps(o.number("eps", 1e-8));
        o.checkAllRead();
        return new ReduceLROnPlateau(optimizer, options);
    }

    private static List<IntToDoubleFunction> lambdas(Optimizer<?> optimizer, SchedulerOptions o) {
        return o.functions(
                o.oneOf("lr_lambda", "lr_lambdas", "lambda", "lambdas", "formula", "formulas"),
                optimizer.paramGroups().size());
    }

    /// Each is a list of its name and its options.
    private static List<LRScheduler> nested(Optimizer<?> optimizer, SchedulerOptions options) {
        List<LRScheduler> schedulers = new ArrayList<>();
        for (JsonNode one : options.get("schedulers")) {
            schedulers.add(build(one.get(0).asText(), optimizer, one.get(1)));
        }
        return schedulers;
    }

    private static LRScheduler linear(Optimizer<?> optimizer, SchedulerOptions o) {
        return new LinearLR(
                optimizer, o.number("start_factor", 1.0 / 3), o.number("end_factor", 1), o.integer("total_iters", 5));
    }

    private static LRScheduler warmRestarts(Optimizer<?> optimizer, SchedulerOptions o) {
        return new CosineAnnealingWarmRestarts(
                optimizer, o.integer("T_0"), o.integer("T_mult", 1), o.number("eta_min", 0));
    }

    private static LRScheduler cyclic(Optimizer<?> optimizer, SchedulerOptions o) {
        int up = o.integer("step_size_up", 2000);
        CyclicLR.Options options = new CyclicLR.Options(0, 1)
                .withBaseLr(o.numbers("base_lr"))
                .withMaxLr(o.numbers("max_lr"))
                .withStepSizes(up, o.integer("step_size_down", up))
                .withMode(CyclicLR.Mode.valueOf(o.constant("mode", CyclicLR.Mode.TRIANGULAR)))
                .withGamma(o.number("gamma", 1))
                .withCycleMomentum(o.flag("cycle_momentum", true))
                .withBaseMomentum(o.numbers("base_momentum", 0.8))
                .withMaxMomentum(o.numbers("max_momentum", 0.9));
        CyclicLR.ScaleMode scaleMode = CyclicLR.ScaleMode.valueOf(o.constant("scale_mode", CyclicLR.ScaleMode.CYCLE));
        if (o.has("scale_fn")) {
            options = options.withScaleFn(o.formula(o.get("scale_fn"))::at, scaleMode);
        }
        return new CyclicLR(optimizer, options);
    }

    private static LRScheduler oneCycle(Optimizer<?> optimizer, SchedulerOptions o) {
        int steps = o.integer("epochs", 1) * o.integer("steps_per_epoch", 1);
        return new OneCycleLR(
                optimizer,
                new OneCycleLR.Options(1, o.integer("total_steps", steps))
                        .withMaxLr(o.numbers("max_lr"))
                        .withPctStart(o.number("pct_start", 0.3))
                        .withAnnealStrategy(annealing(o))
                        .withCycleMomentum(o.flag("cycle_momentum", true))
                        .withBaseMomentum(o.numbers("base_momentum", 0.85))
                        .withMaxMomentum(o.numbers("max_momentum", 0.95))
                        .withDivFactor(o.number("div_factor", 25))
                        .withFinalDivFactor(o.number("final_div_factor", 1e4))
                        .withThreePhase(o.flag("three_phase", false)));
    }

    private static LRScheduler swa(Optimizer<?> optimizer, SchedulerOptions o) {
        return new SWALR(optimizer, o.numbers("swa_lr"), o.integer("anneal_epochs", 10), annealing(o));
    }

    private static AnnealStrategy annealing(SchedulerOptions o) {
        return AnnealStrategy.valueOf(o.constant("anneal_strategy", AnnealStrategy.COS));
    }
}
