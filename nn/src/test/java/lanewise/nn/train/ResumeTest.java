package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import lanewise.autograd.Parameter;
import lanewise.engine.Generator;
import lanewise.engine.io.Stateful;
import lanewise.nn.Sequential;
import lanewise.optim.ASGD;
import lanewise.optim.AdaGrad;
import lanewise.optim.Adadelta;
import lanewise.optim.Adafactor;
import lanewise.optim.Adam;
import lanewise.optim.AdamW;
import lanewise.optim.Adamax;
import lanewise.optim.LAMB;
import lanewise.optim.LBFGS;
import lanewise.optim.Lion;
import lanewise.optim.Muon;
import lanewise.optim.NAdam;
import lanewise.optim.Optimizer;
import lanewise.optim.RAdam;
import lanewise.optim.RMSProp;
import lanewise.optim.Rprop;
import lanewise.optim.SGD;
import lanewise.optim.lr.AnnealStrategy;
import lanewise.optim.lr.ChainedScheduler;
import lanewise.optim.lr.ConstantLR;
import lanewise.optim.lr.CosineAnnealingLR;
import lanewise.optim.lr.CosineAnnealingWarmRestarts;
import lanewise.optim.lr.CyclicLR;
import lanewise.optim.lr.ExponentialLR;
import lanewise.optim.lr.LambdaLR;
import lanewise.optim.lr.LinearLR;
import lanewise.optim.lr.LinearWarmup;
import lanewise.optim.lr.MultiStepLR;
import lanewise.optim.lr.MultiplicativeLR;
import lanewise.optim.lr.OneCycleLR;
import lanewise.optim.lr.PolynomialLR;
import lanewise.optim.lr.ReduceLROnPlateau;
import lanewise.optim.lr.SWALR;
import lanewise.optim.lr.SequentialLR;
import lanewise.optim.lr.StepLR;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A run that is resumed from its file is the run that was never broken off, bit for bit.
class ResumeTest {
    private static final int STEPS = 25;

    @TempDir
    Path folder;

    /// What is made anew for each run.
    record Setting(Function<Sequential, Optimizer<?>> optimizer, Function<Optimizer<?>, Stateful> schedule) {}

    private static Named<Setting> row(
            String name, Function<Sequential, Optimizer<?>> optimizer, Function<Optimizer<?>, Stateful> schedule) {
        return Named.of(name, new Setting(optimizer, schedule));
    }

    /// Every optimizer, each with another scheduler.
    static Stream<Named<Setting>> optimizers() {
        return Stream.of(
                row("SGD", model -> new SGD(model.parameters(), 0.05), o -> new StepLR(o, 4, 0.7)),
                row(
                        "SGD with momentum",
                        model -> new SGD(model.parameters(), 0.05, 0.9),
                        o -> new OneCycleLR(o, 0.1, STEPS)),
                row("Adam", model -> new Adam(model.parameters(), 0.01), o -> new CosineAnnealingLR(o, 9, 1e-3)),
                row(
                        "AMSGrad",
                        model -> new Adam(model.parameters(), new Adam.Options(0.01).withAmsgrad(true)),
                        o -> new CyclicLR(o, new CyclicLR.Options(1e-3, 1e-2).withStepSize(4))),
                row(
                        "AdamW",
                        model -> new AdamW(model.parameters(), 0.01),
                        o -> new SequentialLR(
                                o, List.of(new LinearWarmup(o, 5), new CosineAnnealingWarmRestarts(o, 3, 2)), 5)),
                row(
                        "RMSProp",
                        model -> new RMSProp(model.parameters(), 0.01),
                        o -> new ReduceLROnPlateau(
                                o,
                                new ReduceLROnPlateau.Options()
                                        .withThreshold(10, ReduceLROnPlateau.ThresholdMode.ABS)
                                        .withPatience(3)
                                        .withCooldown(1)
                                        .withFactor(0.6))),
                row(
                        "centered RMSProp with momentum",
                        model -> new RMSProp(
                                model.parameters(),
                                new RMSProp.Options(0.01).withMomentum(0.9).withCentered(true)),
                        o -> new CyclicLR(
                                o,
                                new CyclicLR.Options(1e-3, 1e-2)
                                        .withStepSizes(3, 2)
                                        .withMode(CyclicLR.Mode.TRIANGULAR2))),
                row(
                        "AdaGrad",
                        model -> new AdaGrad(model.parameters(), new AdaGrad.Options(0.05).withLrDecay(0.1)),
                        o -> new MultiStepLR(o, new int[] {7, 12, 18}, 0.5)),
                row(
                        "Adadelta",
                        model -> new Adadelta(model.parameters()),
                        o -> new LambdaLR(o, step -> 1 + Math.sin(step) / 2)),
                row("Adamax", model -> new Adamax(model.parameters(), 0.01), o -> new PolynomialLR(o, 20, 1.5)),
                row("NAdam", model -> new NAdam(model.parameters(), 0.01), o -> new ExponentialLR(o, 0.9)),
                row("RAdam", model -> new RAdam(model.parameters(), 0.01), o -> new LinearLR(o, 0.2, 1, 12)),
                row(
                        "ASGD",
                        model -> new ASGD(model.parameters(), new ASGD.Options(0.05).withT0(6)),
                        o -> new ConstantLR(o, 0.5, 12)),
                row(
                        "Rprop",
                        model -> new Rprop(model.parameters(), 0.01),
                        o -> new MultiplicativeLR(o, step -> 1 - 1.0 / (step + 2))),
                row(
                        "Lion",
                        model -> new Lion(model.parameters(), 0.003),
                        o -> new CosineAnnealingWarmRestarts(o, 4, 2, 1e-4)),
                row(
                        "Adafactor",
                        model -> new Adafactor(model.parameters()),
                        o -> new ChainedScheduler(List.of(new LinearLR(o, 0.1, 1, 12), new ExponentialLR(o, 0.95)))),
                row("Muon", model -> new Muon(matrices(model), 0.02), o -> new SWALR(o, 1e-3, 16, AnnealStrategy.COS)),
                row("LAMB", model -> new LAMB(model.parameters(), 0.01), o -> new LinearWarmup(o, 16)),
                row("LBFGS", model -> new LBFGS(model.parameters(), LBFGS_OPTIONS), o -> new StepLR(o, 3, 0.9)));
    }

    /// With a history that is full before a run is broken off.
    private static final LBFGS.Options LBFGS_OPTIONS =
            new LBFGS.Options(0.1).withMaxIter(2).withHistorySize(3).withLineSearch(LBFGS.LineSearch.STRONG_WOLFE);

    private static List<Parameter> matrices(Sequential model) {
        return model.parameters().stream()
                .filter(parameter -> parameter.shape().rank() == 2)
                .toList();
    }

    /// Broken off in the middle of an epoch, and behind the last batch of one, which has seven. The resumed run
    /// begins with other weights, random numbers, learning rates and marks. The plateau's cooldown is on at the
    /// first break, and three of its epochs were bad at the second.
    @ParameterizedTest
    @MethodSource("optimizers")
    void goesOnBitForBit(Setting setting) throws IOException {
        int[] expected = new int[STEPS];
        LongRun unbroken = run(folder.resolve("unused"), 1, setting);
        unbroken.train(Checkpoint.Position.start(), STEPS, STEPS + 1, recorder(expected));
        int fingerprint = unbroken.fingerprint();
        for (int savedAt : new int[] {10, 14}) {
            Path file = folder.resolve("run" + savedAt + ".safetensors");
            int[] losses = new int[STEPS];
            LongRun broken = run(file, 1, setting);
            broken.train(Checkpoint.Position.start(), savedAt, savedAt, recorder(losses));
            LongRun resumed = run(file, 2, setting);
            resumed.disturb();
            Checkpoint.Position start = resumed.checkpoint().resume().orElseThrow();
            assertThat(start.step()).isEqualTo(savedAt);
            resumed.train(start, STEPS, STEPS + 1, recorder(losses));
            assertThat(losses).isEqualTo(expected);
            assertThat(Float.intBitsToFloat(losses[STEPS - 1])).isFinite();
            assertThat(resumed.fingerprint()).isEqualTo(fingerprint);
        }
    }

    /// The run that saves goes on as if it had not.
    @ParameterizedTest
    @MethodSource("optimizers")
    void savingChangesNothing(Setting setting) throws IOException {
        int[] expected = new int[STEPS];
        run(folder.resolve("never"), 1, setting)
                .train(Checkpoint.Position.start(), STEPS, STEPS + 1, recorder(expected));
        Generator.State after = Generator.global().state();
        int[] losses = new int[STEPS];
        run(folder.resolve("often"), 1, setting).train(Checkpoint.Position.start(), STEPS, 2, recorder(losses));
        assertThat(losses).isEqualTo(expected);
        assertThat(Generator.global().state()).isEqualTo(after);
    }

    private static LongRun run(Path file, long seed, Setting setting) {
        return new LongRun(file, seed, setting.optimizer, setting.schedule);
    }

    private static LongRun.Observer recorder(int[] losses) {
        return (step, loss) -> losses[(int) step - 1] = Float.floatToRawIntBits(loss);
    }
}
