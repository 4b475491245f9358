package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import lanewise.optim.AdaGrad;
import lanewise.optim.Optimizer;
import lanewise.optim.SGD;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Laws that hold for every scheduler.
@Tag("once")
class SchedulerStateTest {
    private static final int STEPS = 24;

    interface Maker extends Function<Optimizer<?>, LRScheduler> {}

    private static final IntToDoubleFunction WAVE = epoch -> 1 + Math.sin(epoch) / 2;

    static Stream<Named<Maker>> schedulers() {
        return Stream.of(
                named("LambdaLR", o -> new LambdaLR(o, WAVE)),
                named("MultiplicativeLR", o -> new MultiplicativeLR(o, WAVE)),
                named("StepLR", o -> new StepLR(o, 5, 0.3)),
                named("MultiStepLR", o -> new MultiStepLR(o, new int[] {4, 4, 9}, 0.3)),
                named("ConstantLR", o -> new ConstantLR(o, 0.3, 7)),
                named("LinearLR", o -> new LinearLR(o, 0.3, 0.9, 7)),
                named("LinearWarmup", o -> new LinearWarmup(o, 7)),
                named("ExponentialLR", o -> new ExponentialLR(o, 0.9)),
                named("PolynomialLR", o -> new PolynomialLR(o, 11, 1.5)),
                named("CosineAnnealingLR", o -> new CosineAnnealingLR(o, 7, 0.01)),
                named("CosineAnnealingWarmRestarts", o -> new CosineAnnealingWarmRestarts(o, 3, 2, 0.01)),
                named("CyclicLR", o -> new CyclicLR(o, cyclic(CyclicLR.Mode.TRIANGULAR2))),
                named(
                        "CyclicLR fading",
                        o -> new CyclicLR(o, cyclic(CyclicLR.Mode.EXP_RANGE).withGamma(0.9))),
                named(
                        "CyclicLR with a function",
                        o -> new CyclicLR(
                                o,
                                cyclic(CyclicLR.Mode.TRIANGULAR)
                                        .withScaleFn(t -> 1 / (1 + t), CyclicLR.ScaleMode.ITERATIONS))),
                named("OneCycleLR", o -> new OneCycleLR(o, 0.7, 30)),
                named(
                        "OneCycleLR in three phases",
                        o -> new OneCycleLR(
                                o,
                                new OneCycleLR.Options(0.7, 30)
                                        .withThreePhase(true)
                                        .withAnnealStrategy(AnnealStrategy.LINEAR)
                                        .withCycleMomentum(false))),
                named("SWALR", o -> new SWALR(o, 0.05, 9, AnnealStrategy.COS)),
                named(
                        "ChainedScheduler",
                        o -> new ChainedScheduler(
                                List.of(new LinearLR(o, 0.1, 1, 5), new CosineAnnealingLR(o, 12), new StepLR(o, 4)))),
                named(
                        "SequentialLR",
                        o -> new SequentialLR(
                                o,
                                List.of(
                                        new LinearWarmup(o, 4),
                                        new ChainedScheduler(
                                                List.of(new ExponentialLR(o, 0.8), new ConstantLR(o, 0.5, 3))),
                                        new CosineAnnealingWarmRestarts(o, 3, 2)),
                                4,
                                10)));
    }

    private static Named<Maker> named(String name, Maker maker) {
        return Named.of(name, maker);
    }

    private static CyclicLR.Options cyclic(CyclicLR.Mode mode) {
        return new CyclicLR.Options(0.02, 0.3).withStepSizes(3, 4).withMode(mode);
    }

    /// Through a file, into an optimizer and a scheduler that were made anew.
    @ParameterizedTest
    @MethodSource("schedulers")
    void resumedIsUninterrupted(Maker maker, @TempDir Path folder) throws IOException {
        List<double[]> straight = Trial.run(maker.apply(Trial.sgd(0.4, 0.1)), STEPS);
        SGD reference = Trial.sgd(0.4, 0.1);
        Trial.run(maker.apply(reference), STEPS);
        for (int split = 0; split < STEPS; split++) {
            SGD first = Trial.sgd(0.4, 0.1);
            LRScheduler before = maker.apply(first);
            Trial.run(before, split);
            Path file = folder.resolve("state" + split);
            new StateDict()
                    .put("optimizer", first.stateDict())
                    .put("scheduler", before.stateDict())
                    .save(file);

            SGD second = Trial.sgd(0.4, 0.1);
            LRScheduler after = maker.apply(second);
            StateDict saved = StateDict.load(file);
            second.loadStateDict(saved.dict("optimizer"));
            after.loadStateDict(saved.dict("scheduler"));
            assertThat(after.getLastLr()).isEqualTo(before.getLastLr());
            List<double[]> rest = Trial.run(after, STEPS - split);
            for (int t = split; t <= STEPS; t++) {
                assertThat(rest.get(t - split)).as("step %s after %s", t, split).isEqualTo(straight.get(t));
            }
            assertThat(Trial.momentums(second)).isEqualTo(Trial.momentums(reference));
        }
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void groupsAreIndependent(Maker maker) {
        List<double[]> both = Trial.run(maker.apply(Trial.sgd(0.4, 0.1)), STEPS);
        List<double[]> first = Trial.run(maker.apply(Trial.sgd(0.4)), STEPS);
        List<double[]> second = Trial.run(maker.apply(Trial.sgd(0.1)), STEPS);
        for (int t = 0; t <= STEPS; t++) {
            assertThat(both.get(t)).containsExactly(first.get(t)[0], second.get(t)[0]);
        }
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void aStateThatLacksAnythingNamesAllOfItAndChangesNothing(Maker maker) {
        LRScheduler scheduler = maker.apply(Trial.sgd(0.4, 0.1));
        scheduler.step();
        String before = scheduler.stateDict().toString();
        for (String key : scheduler.stateDict().keys()) {
            if (List.of("lr_lambdas", "use_beta1", "_scale_fn_custom").contains(key)) {
                continue; // not read
            }
            StateDict state = maker.apply(Trial.sgd(0.3, 0.2)).stateDict();
            assertThatThrownBy(() -> scheduler.loadStateDict(state.remove(key)))
                    .isInstanceOf(StateDictException.class)
                    .hasMessageContainingAll("the state does not fit the ", key + " is missing");
        }
        String another = scheduler instanceof EpochScheduler ? "base_lrs" : "_schedulers";
        assertThatThrownBy(() -> scheduler.loadStateDict(new StateDict()))
                .hasMessageContainingAll(another + " is missing", "_last_lr is missing");
        assertThat(scheduler.stateDict()).hasToString(before);
    }

    @Test
    void takesTheOptionsOver() {
        SGD first = Trial.sgd(1);
        var before = new StepLR(first, 2, 0.5);
        var after = new StepLR(Trial.sgd(1), 3, 0.1);
        after.loadStateDict(before.stateDict());
        Trial.follows(after, 1, 1, 0.5, 0.5, 0.25);
    }

    @Test
    void namesEveryProblemAtOnceWithItsPlace() {
        SGD sgd = Trial.sgd(1);
        var scheduler = new SequentialLR(sgd, List.of(new StepLR(sgd, 3), new ExponentialLR(sgd, 0.9)), 5);
        StateDict state = scheduler.stateDict().put("last_epoch", 0.5).put("_milestones", List.of(5L, 9L));
        List<StateDict> parts = state.dicts("_schedulers");
        parts.get(0).put("step_size", 0).put("base_lrs", 1, 2);
        parts.get(1).put("gamma", "x").put("last_epoch", -3).put("base_lrs", List.of(-1.0));
        assertThatThrownBy(() -> scheduler.loadStateDict(state))
                .hasMessage("the state does not fit the SequentialLR:"
                        + "\n  _milestones has 2 values, the scheduler 1"
                        + "\n  last_epoch is 0.5; it must be a whole number, -1 or above"
                        + "\n  _schedulers[0].step_size is 0.0; it must be a whole number, 1 or above"
                        + "\n  _schedulers[0].base_lrs has 2 values, the scheduler 1"
                        + "\n  _schedulers[1].gamma is x, not a number"
                        + "\n  _schedulers[1].base_lrs[0] is -1.0; it must be a finite number, 0 or above"
                        + "\n  _schedulers[1].last_epoch is -3.0; it must be a whole number, -1 or above");
        assertThatThrownBy(() -> scheduler.loadStateDict(scheduler.stateDict().put("_schedulers", List.of())))
                .hasMessageContaining("_schedulers has 0 states, the scheduler 2");
        assertThatThrownBy(() -> scheduler.loadStateDict(scheduler.stateDict().put("_schedulers", List.of(1L))))
                .hasMessageContaining("_schedulers is [1], not a list of states");
        assertThatThrownBy(() -> scheduler.loadStateDict(scheduler.stateDict().put("_milestones", List.of("x"))))
                .hasMessageContaining("_milestones is [x], not a list of numbers");
    }

    @Test
    void refusesAMomentumThatTheOptimizerHasNot() {
        var adaGrad = new AdaGrad(List.of(Trial.parameter()));
        var scheduler = new OneCycleLR(adaGrad, new OneCycleLR.Options(1, 10).withCycleMomentum(false));
        StateDict state = new OneCycleLR(Trial.sgd(1), 1, 10).stateDict();
        assertThat(state.flag("use_beta1")).isFalse();
        assertThat(new OneCycleLR(Trial.adam(1), 1, 10).stateDict().flag("use_beta1"))
                .isTrue();
        assertThatThrownBy(() -> scheduler.loadStateDict(state))
                .hasMessageContainingAll("cycle_momentum is true", "AdaGrad");
        assertThatThrownBy(() -> scheduler.loadStateDict(state.put("cycle_momentum", 1)))
                .hasMessageContaining("cycle_momentum is 1, not a truth value");
    }
}
