package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import lanewise.nn.BatchNorm1d;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.Dropout;
import lanewise.nn.LSTM;
import lanewise.nn.Layer;
import lanewise.nn.Linear;
import lanewise.nn.MSELoss;
import lanewise.nn.Sequential;
import lanewise.nn.data.DataLoader;
import lanewise.nn.data.TensorDataset;
import lanewise.optim.SGD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Steps whose loss or gradients are not finite.
class NonFiniteTest {
    private static final int EXAMPLES = 12;
    private static final int BAD = 7;

    @TempDir
    Path folder;

    /// A layer of one formula.
    private static final class Formula extends Layer {
        private final UnaryOperator<Tensor> formula;

        Formula(UnaryOperator<Tensor> formula) {
            this.formula = formula;
        }

        @Override
        public Tensor forward(Tensor input) {
            return formula.apply(input);
        }
    }

    /// Twelve examples of three numbers, one at a time; example 7 is `bad`.
    private static DataLoader<Tensor, Tensor> data(float bad) {
        return data(bad, 1);
    }

    private static DataLoader<Tensor, Tensor> data(float bad, int batchSize) {
        Tensor x = Tensor.zeros(EXAMPLES, 3);
        new Generator(3).fillUniform(x.array(), 0.5f, 1f);
        for (int i = 0; i < 3; i++) {
            x.array().set(bad, BAD, i);
        }
        return new DataLoader<>(TensorDataset.of(x, Tensor.ones(EXAMPLES, 1)), batchSize);
    }

    /// For batches of at least two.
    private static Sequential model(UnaryOperator<Tensor> formula) {
        Generator.manualSeed(8);
        return new Sequential(
                new Sequential(new Dropout(0.1), new Formula(formula)),
                new Linear(3, 4),
                new BatchNorm1d(4),
                new Linear(4, 1));
    }

    private static Trainer<Tensor, Tensor> trainer(Layer model) {
        return trainer(model, new MSELoss()::call);
    }

    private static Trainer<Tensor, Tensor> trainer(Layer model, BiFunction<Tensor, Tensor, Tensor> loss) {
        return Trainer.of(model, loss, new SGD(model.parameters(), 0.1, 0.9));
    }

    private static NonFinite found(Trainer<Tensor, Tensor> trainer, DataLoader<Tensor, Tensor> loader) {
        List<NonFinite> found = new ArrayList<>();
        assertThatThrownBy(() -> trainer.fit(loader, 1)).isInstanceOfSatisfying(NonFiniteException.class, e -> {
            found.add(e.found());
            assertThat(e).hasMessageStartingWith(e.found().toString());
        });
        return found.getFirst();
    }

    private static Sequential plain(UnaryOperator<Tensor> formula) {
        Generator.manualSeed(8);
        return new Sequential(new Sequential(new Linear(3, 3), new Formula(formula)), new Linear(3, 1));
    }

    @Test
    void namesTheOperationAndTheModule() {
        Sequential model = new Sequential(
                new Sequential(new Formula(x -> x.sub(0.25f).log()), new Linear(3, 3)), new Linear(3, 1));
        NonFinite found = found(trainer(model), data(-1));
        assertThat(found.epoch()).isZero();
        assertThat(found.batch()).isEqualTo(BAD);
        assertThat(found.step()).isEqualTo(BAD);
        assertThat(found.what()).isEqualTo("the loss is NaN");
        assertThat(found.origin())
                .isEqualTo("it began in log in module 0.0 (Formula): the result [1, 3] has a NaN, and the inputs,"
                        + " [1, 3], have none");
        assertThat(found.toString()).startsWith("epoch 0, batch 7, after step 7: the loss is NaN; it began in log");
    }

    @Test
    void namesTheOperationWhoseBackwardIsWrong() {
        Sequential model = new Sequential(
                new Linear(3, 3), new Sequential(new Formula(NonFiniteTest::rootOfZero)), new Linear(3, 1));
        NonFinite found = found(trainer(model), data(7));
        assertThat(found.batch()).isEqualTo(BAD);
        assertThat(found.what()).isEqualTo("the gradient of the parameter 0.weight is not finite");
        assertThat(found.origin()).startsWith("it began in backward of sqrt in module 1.0 (Formula): the gradient");
    }

    /// Zero where the input is 1 less or more than a large number, so that the root's slope is infinite, times
    /// zero.
    private static Tensor rootOfZero(Tensor x) {
        boolean large = x.detach().abs().max().item() > 2.5f;
        return large ? x.mul(0f).sqrt().mul(0f) : x;
    }

    @Test
    void namesTheLoss() {
        Sequential model = plain(x -> x);
        NonFinite found = found(
                trainer(model, (y, t) -> {
                    boolean large = y.detach().abs().max().item() > 1e3f;
                    return large ? y.sub(y).div(y.sub(y)).mean() : new MSELoss().call(y, t);
                }),
                data(1e6f));
        assertThat(found.origin()).startsWith("it began in div outside the model: ");
    }

    @Test
    void namesWhereInfinityBegan() {
        Sequential model = new Sequential(new Formula(x -> x.exp()), new Linear(3, 1, false));
        model.parameters().getFirst().array().fill(1f);
        NonFinite infinite = found(trainer(model, (y, t) -> y.sum()), data(1e6f));
        assertThat(infinite.what()).isEqualTo("the loss is -Infinity"); // the weights have become negative
        assertThat(infinite.origin())
                .startsWith("it began in exp in module 0 (Formula): the result [1, 3] has an infinite number");
    }

    @Test
    void saysWhenTheBatchItselfIsWrong() {
        NonFinite found = found(trainer(plain(x -> x)), data(Float.NaN));
        assertThat(found.origin()).isEqualTo("the inputs [1, 3] of the batch are not finite themselves");
        Sequential model = plain(x -> x);
        model.parameters().getFirst().array().set(Float.POSITIVE_INFINITY, 0, 0);
        assertThat(found(trainer(model), data(1)).origin())
                .isEqualTo("the parameter 0.0.weight was not finite before the step");
    }

    /// A model that is no layer, with a module in it that is none either.
    private static final class Reader extends lanewise.nn.Module {
        final LSTM lstm = registerModule("lstm", new LSTM(3, 3));
        final Linear head = registerModule("head", new Linear(3, 1));

        Tensor call(Tensor x) {
            return head.call(lstm.call(x.mul(1e30f).reshape(1, 1, 3)).output().reshape(1, 3));
        }
    }

    @Test
    void namesAModuleThatIsNoLayer() {
        Generator.manualSeed(3);
        Reader model = new Reader();
        Tensor x = Tensor.full(Shape.of(4, 3), 1e-30f);
        for (int i = 0; i < 3; i++) {
            x.array().set(1e20f, 2, i); // infinite when it is multiplied, and then inf − inf in the products
        }
        Trainer<Tensor, Tensor> trainer =
                new Trainer<Tensor, Tensor>(model, model::call, new MSELoss()::call, new SGD(model.parameters(), 0));
        NonFinite found = found(trainer, new DataLoader<>(TensorDataset.of(x, Tensor.ones(4, 1)), 1));
        assertThat(found.batch()).isEqualTo(2);
        assertThat(found.origin()).contains(" in module lstm (LSTM): ");
    }

    @Test
    void stopsBeforeAnythingIsChangedAndSaves() {
        Path file = folder.resolve("run");
        Sequential same = model(x -> x.add(0.25f).sqrt());
        List<float[]> expected = new ArrayList<>();
        trainer(same)
                .addListener(new RunListener() {
                    @Override
                    public void stepDone(StepRecord step) {
                        expected.add(bits(same));
                    }
                })
                .fit(data(1, 2), 1);
        Sequential model = model(x -> x.add(0.25f).sqrt());
        Trainer<Tensor, Tensor> trainer = trainer(model).checkpoint(new Checkpoint(file));
        assertThatThrownBy(() -> trainer.fit(data(-1e3f, 2), 1))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageContaining("it began in sqrt in module 0.1 (Formula)")
                .hasMessageContaining("the 3 steps before it are saved to " + file);
        assertThat(bits(model)).isEqualTo(expected.get(BAD / 2 - 1));
        assertThat(trainer.step()).isEqualTo(BAD / 2);
    }

    private static float[] bits(Sequential model) {
        List<Float> all = new ArrayList<>();
        model.stateDict().flatten().arrays().values().forEach(array -> {
            if (array instanceof lanewise.engine.NDArray floats) {
                for (float x : floats.toArray()) {
                    all.add(x);
                }
            }
        });
        float[] bits = new float[all.size()];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = all.get(i);
        }
        return bits;
    }

    /// The run without the bad example, whose dropouts were drawn all the same.
    @Test
    void skipsAndCounts() {
        Sequential model = model(x -> x.add(0.25f).sqrt());
        Trainer<Tensor, Tensor> trainer = trainer(model).onNonFinite(OnNonFinite.SKIP);
        List<NonFinite> skipped = new ArrayList<>();
        List<Long> steps = new ArrayList<>();
        trainer.addListener(new RunListener() {
            @Override
            public void stepSkipped(NonFinite found) {
                skipped.add(found);
            }

            @Override
            public void stepDone(StepRecord step) {
                steps.add(step.step());
            }
        });
        FitResult result = trainer.fit(data(-1e3f, 2), 2);
        assertThat(result.skipped()).isEqualTo(2);
        assertThat(trainer.skipped()).isEqualTo(2);
        assertThat(result.step()).isEqualTo(2 * (EXAMPLES / 2 - 1));
        assertThat(result.epochs()).extracting(EpochRecord::skipped).containsExactly(1L, 1L);
        assertThat(result.epochs()).extracting(EpochRecord::samples).containsExactly(10L, 10L);
        assertThat(skipped).extracting(NonFinite::batch).containsExactly(BAD / 2, BAD / 2);
        assertThat(skipped.getLast().epoch()).isEqualTo(1);
        assertThat(steps).hasSize(10).endsWith(10L);
        assertThat(Arrays.stream(toDoubles(bits(model))).allMatch(Double::isFinite))
                .isTrue();

        Sequential hand = model(x -> x.add(0.25f).sqrt());
        SGD optimizer = new SGD(hand.parameters(), 0.1, 0.9);
        for (int epoch = 0; epoch < 2; epoch++) {
            int batch = 0;
            for (var one : data(1, 2).epoch(0)) {
                if (batch++ == BAD / 2) {
                    new Dropout(0.1).call(one.inputs()); // the same draw
                    continue;
                }
                Tensor loss = new MSELoss().call(hand.call(one.inputs()), one.targets());
                optimizer.zeroGrad();
                loss.backward();
                optimizer.step();
            }
        }
        assertThat(bits(model)).isEqualTo(bits(hand));
    }

    private static double[] toDoubles(float... x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i];
        }
        return y;
    }

    @Test
    void anEpochOfBadStepsHasNoFigures() {
        Sequential model = plain(x -> x.mul(Float.NaN));
        FitResult result =
                trainer(model).onNonFinite(OnNonFinite.SKIP).accumulate(5).fit(data(1), 1);
        assertThat(result.skipped()).isEqualTo(3);
        assertThat(result.step()).isZero();
        assertThat(result.epochs().getFirst().value("loss")).isNaN();
    }

    @Test
    void ignoresWhatItIsToldTo() {
        Sequential model = plain(x -> x);
        FitResult result = trainer(model).onNonFinite(OnNonFinite.IGNORE).fit(data(Float.NaN), 1);
        assertThat(result.step()).isEqualTo(EXAMPLES);
        assertThat(bits(model)).contains(Float.NaN);
    }

    @Test
    void labelsAreNotLookedInto() {
        SmallRun run = new SmallRun();
        Trainer<Tensor, LongTensor> trainer = new Trainer<>(
                run.model,
                run.model::call,
                (y, labels) -> new CrossEntropyLoss().call(y, labels).mul(Float.POSITIVE_INFINITY),
                run.optimizer);
        assertThatThrownBy(() -> trainer.fit(run.loader, 1))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageContaining("the loss is Infinity; it began in mul")
                .hasMessageContaining("outside the model");
    }
}
