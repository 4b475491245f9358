package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import lanewise.engine.Generator;
import lanewise.nn.Sequential;
import lanewise.optim.AdaGrad;
import lanewise.optim.Adam;
import lanewise.optim.AdamW;
import lanewise.optim.Optimizer;
import lanewise.optim.RMSProp;
import lanewise.optim.SGD;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A run that is resumed from its file is the run that was never broken off, bit for bit.
class ResumeTest {
    private static final int STEPS = 25;

    @TempDir
    Path folder;

    private static Named<Function<Sequential, Optimizer<?>>> row(
            String name, Function<Sequential, Optimizer<?>> optimizer) {
        return Named.of(name, optimizer);
    }

    /// Every optimizer.
    static Stream<Named<Function<Sequential, Optimizer<?>>>> optimizers() {
        return Stream.of(
                row("SGD", model -> new SGD(model.parameters(), 0.05)),
                row("SGD with momentum", model -> new SGD(model.parameters(), 0.05, 0.9)),
                row("Adam", model -> new Adam(model.parameters(), 0.01)),
                row("AMSGrad", model -> new Adam(model.parameters(), new Adam.Options(0.01).withAmsgrad(true))),
                row("AdamW", model -> new AdamW(model.parameters(), 0.01)),
                row("RMSProp", model -> new RMSProp(model.parameters(), 0.01)),
                row(
                        "centered RMSProp with momentum",
                        model -> new RMSProp(
                                model.parameters(),
                                new RMSProp.Options(0.01).withMomentum(0.9).withCentered(true))),
                row("AdaGrad", model -> new AdaGrad(model.parameters(), 0.05)));
    }

    /// Broken off in the middle of an epoch, and behind the last batch of one, which has seven. The resumed run
    /// begins with other weights and random numbers.
    @ParameterizedTest
    @MethodSource("optimizers")
    void goesOnBitForBit(Function<Sequential, Optimizer<?>> optimizer) throws IOException {
        int[] expected = new int[STEPS];
        LongRun unbroken = new LongRun(folder.resolve("unused"), 1, optimizer);
        unbroken.train(Checkpoint.Position.start(), STEPS, STEPS + 1, recorder(expected));
        int fingerprint = unbroken.fingerprint();
        for (int savedAt : new int[] {10, 14}) {
            Path file = folder.resolve("run" + savedAt + ".safetensors");
            int[] losses = new int[STEPS];
            LongRun broken = new LongRun(file, 1, optimizer);
            broken.train(Checkpoint.Position.start(), savedAt, savedAt, recorder(losses));
            LongRun resumed = new LongRun(file, 2, optimizer);
            Checkpoint.Position start = resumed.checkpoint().resume().orElseThrow();
            assertThat(start.step()).isEqualTo(savedAt);
            resumed.train(start, STEPS, STEPS + 1, recorder(losses));
            assertThat(losses).isEqualTo(expected);
            assertThat(resumed.fingerprint()).isEqualTo(fingerprint);
        }
    }

    /// The run that saves goes on as if it had not.
    @ParameterizedTest
    @MethodSource("optimizers")
    void savingChangesNothing(Function<Sequential, Optimizer<?>> optimizer) throws IOException {
        int[] expected = new int[STEPS];
        new LongRun(folder.resolve("never"), 1, optimizer)
                .train(Checkpoint.Position.start(), STEPS, STEPS + 1, recorder(expected));
        Generator.State after = Generator.global().state();
        int[] losses = new int[STEPS];
        new LongRun(folder.resolve("often"), 1, optimizer)
                .train(Checkpoint.Position.start(), STEPS, 2, recorder(losses));
        assertThat(losses).isEqualTo(expected);
        assertThat(Generator.global().state()).isEqualTo(after);
    }

    private static LongRun.Observer recorder(int[] losses) {
        return (step, loss) -> losses[(int) step - 1] = Float.floatToRawIntBits(loss);
    }
}
