package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import lanewise.nn.Dropout;
import lanewise.nn.Linear;
import lanewise.nn.Module;
import lanewise.nn.Sequential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AveragedModelTest {
    private static final int SIZE = 37;

    /// A parameter, a running mean and a count.
    private static final class Net extends Module {
        final Parameter weight = registerParameter("weight", new Parameter(Tensor.randn(SIZE)));
        final Tensor mean = registerBuffer("mean", Tensor.zeros(SIZE));
        final LongTensor count = registerBuffer("count", LongTensor.zeros());

        /// As a training step would.
        void change(int t) {
            new Generator(t).fillNormal(weight.array(), t, 1f);
            new Generator(-t).fillNormal(mean.array(), -t, 1f);
            count.array().fill(t);
        }
    }

    @Test
    void beginsAsACopyThatNoValueCountsIn() {
        Net model = new Net();
        var averaged = new AveragedModel<>(model, Net::new);
        assertThat(averaged.module().weight.toArray()).isEqualTo(model.weight.toArray());
        assertThat(averaged.averagedCount()).isZero();
        model.change(1);
        assertThat(averaged.module().weight.toArray()).isNotEqualTo(model.weight.toArray());
    }

    @Test
    void theFirstUpdateCopies() {
        Net model = new Net();
        var averaged = new AveragedModel<>(model, Net::new, Averaging.ema(), true);
        model.change(1);
        averaged.updateParameters(model);
        assertThat(averaged.module().weight.toArray()).isEqualTo(model.weight.toArray());
        assertThat(averaged.module().mean.toArray()).isEqualTo(model.mean.toArray());
        assertThat(averaged.module().count.item()).isEqualTo(1);
        assertThat(averaged.averagedCount()).isEqualTo(1);
    }

    /// SWA against the mean in double, over parameters, and over buffers if told to.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void swaIsTheMean(boolean useBuffers) {
        Net model = new Net();
        var averaged = new AveragedModel<>(model, Net::new, Averaging.swa(), useBuffers);
        double[] weight = new double[SIZE];
        double[] mean = new double[SIZE];
        int updates = 10;
        for (int t = 1; t <= updates; t++) {
            model.change(t);
            averaged.updateParameters(model);
            add(weight, model.weight, 1.0 / updates);
            add(mean, model.mean, 1.0 / updates);
        }
        assertClose(averaged.module().weight, weight);
        if (useBuffers) {
            assertClose(averaged.module().mean, mean);
        } else {
            assertThat(averaged.module().mean.toArray()).isEqualTo(model.mean.toArray());
        }
        assertThat(averaged.module().count.item()).as("a count is copied").isEqualTo(updates);
        assertThat(averaged.averagedCount()).isEqualTo(updates);
    }

    /// EMA against `avg = d·avg + (1 − d)·p` in double, from the first value on.
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.999, 1})
    void emaDecays(double decay) {
        Net model = new Net();
        var averaged = new AveragedModel<>(model, Net::new, Averaging.ema(decay));
        double[] expected = new double[SIZE];
        for (int t = 1; t <= 20; t++) {
            model.change(t);
            averaged.updateParameters(model);
            for (int i = 0; i < SIZE; i++) {
                double present = model.weight.toArray()[i];
                expected[i] = t == 1 ? present : decay * expected[i] + (1 - decay) * present;
            }
        }
        assertClose(averaged.module().weight, expected);
    }

    @Test
    void decayIs0999UnlessGiven() {
        assertThat(Averaging.ema().weight(5)).isEqualTo(1 - 0.999);
        assertThat(Averaging.swa().weight(3)).isEqualTo(0.25);
    }

    @Test
    void theWeightMayBeOnesOwn() {
        Net model = new Net();
        var averaged = new AveragedModel<>(model, Net::new, n -> n == 1 ? 0.5 : 0);
        model.weight.array().fill(2f);
        averaged.updateParameters(model);
        model.weight.array().fill(4f);
        averaged.updateParameters(model);
        model.weight.array().fill(100f);
        averaged.updateParameters(model);
        assertThat(averaged.module().weight.toArray()).containsOnly(3f);
    }

    @Test
    void takesValuesFromAnyModelOfTheSameMake() {
        Net first = new Net();
        Net second = new Net();
        var averaged = new AveragedModel<>(first, Net::new);
        first.weight.array().fill(1f);
        second.weight.array().fill(3f);
        averaged.updateParameters(first);
        averaged.updateParameters(second);
        assertThat(averaged.module().weight.toArray()).containsOnly(2f);
        averaged.updateParameters(first);
        assertThat(averaged.module().weight.toArray()[0]).isCloseTo(5f / 3, within(1e-6f));
    }

    /// PyTorch's `AveragedModel(torch.nn.Linear(2, 1)).state_dict()`.
    @Test
    void hasPyTorchsKeys() {
        Linear model = new Linear(2, 1);
        var averaged = new AveragedModel<>(model, () -> new Linear(2, 1));
        assertThat(averaged.stateDict().keys()).containsExactly("n_averaged", "module.weight", "module.bias");
        assertThat(averaged.stateDict().longs("n_averaged").shape().rank()).isZero();
    }

    @Test
    void goesOnFromItsState(@TempDir Path folder) throws IOException {
        Net model = new Net();
        var straight = new AveragedModel<>(model, Net::new);
        var broken = new AveragedModel<>(model, Net::new);
        for (int t = 1; t <= 6; t++) {
            model.change(t);
            straight.updateParameters(model);
            broken.updateParameters(model);
            Path file = folder.resolve("averaged" + t);
            broken.stateDict().save(file);
            broken = new AveragedModel<>(model, Net::new);
            broken.loadStateDict(StateDict.load(file));
        }
        assertThat(broken.averagedCount()).isEqualTo(6);
        assertThat(broken.module().weight.toArray())
                .isEqualTo(straight.module().weight.toArray());
    }

    @Test
    void drawsNothingFromTheRunsRandomNumbers() {
        Net model = new Net();
        Generator.manualSeed(3);
        Generator.State before = Generator.global().state();
        new AveragedModel<>(model, Net::new);
        assertThat(Generator.global().state()).isEqualTo(before);
    }

    @Test
    void hasTheModelsModesPartByPart() {
        var model = new Sequential(new Dropout(), new Sequential(new Dropout()));
        model.get(1).eval();
        var averaged = new AveragedModel<>(model, () -> new Sequential(new Dropout(), new Sequential(new Dropout())));
        assertThat(averaged.module().modules())
                .extracting(Module::isTraining)
                .containsExactly(true, true, false, false);
        averaged.eval();
        assertThat(averaged.module().isTraining()).isFalse();
        assertThat(model.isTraining()).isTrue();
    }

    /// What is registered in two places is averaged once.
    @Test
    void averagesSharedPartsOnce() {
        Sequential model = tied();
        var averaged = new AveragedModel<>(model, AveragedModelTest::tied, Averaging.ema(0.5));
        Parameter weight = model.parameters().getFirst();
        weight.array().fill(0f);
        averaged.updateParameters(model);
        weight.array().fill(4f);
        averaged.updateParameters(model);
        assertThat(averaged.parameters().getFirst().toArray()).containsOnly(2f);
    }

    private static Sequential tied() {
        Linear shared = new Linear(2, 2, false);
        return new Sequential(shared, shared);
    }

    @Test
    void refusesModelsThatAreBuiltOtherwise() {
        Linear model = new Linear(2, 3);
        assertThatThrownBy(() -> new AveragedModel<>(model, () -> new Linear(2, 4)))
                .isInstanceOf(StateDictException.class)
                .hasMessageContaining("weight is float32 [3, 2], not float32 [4, 2]");
        var averaged = new AveragedModel<>(model, () -> new Linear(2, 3));
        assertThatThrownBy(() -> averaged.updateParameters(new Linear(2, 3, false)))
                .isInstanceOf(StateDictException.class)
                .hasMessageContaining("missing: bias");
        assertThatThrownBy(() -> new AveragedModel<>(model, () -> model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("AveragedModel: the factory's model shares memory with the model; it must be a new one");
        for (double decay : List.of(-0.1, 1.1, Double.NaN)) {
            assertThatThrownBy(() -> Averaging.ema(decay))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("ema: decay must be from 0 to 1, not " + decay);
        }
    }

    private static void add(double[] sum, Tensor values, double factor) {
        float[] x = values.toArray();
        for (int i = 0; i < x.length; i++) {
            sum[i] += factor * x[i];
        }
    }

    private static void assertClose(Tensor actual, double[] expected) {
        float[] x = actual.toArray();
        for (int i = 0; i < x.length; i++) {
            assertThat((double) x[i]).isCloseTo(expected[i], within(2e-6 * (1 + Math.abs(expected[i]))));
        }
    }
}
