package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Workspace;
import lanewise.nn.BatchNorm1d;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.Embedding;
import lanewise.nn.Linear;
import lanewise.nn.MSELoss;
import lanewise.nn.Module;
import lanewise.nn.data.Batch;
import lanewise.nn.data.DataLoader;
import lanewise.nn.data.TensorDataset;
import lanewise.nn.metric.Accuracy;
import lanewise.nn.metric.MeanSquaredError;
import lanewise.optim.GradientClipping;
import lanewise.optim.LBFGS;
import lanewise.optim.SGD;
import lanewise.optim.lr.OneCycleLR;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final int EPOCHS = 3;

    @Test
    void fitIsTheLoopThatIsWrittenByHand() {
        SmallRun hand = new SmallRun();
        OneCycleLR rates = new OneCycleLR(hand.optimizer, 0.05, EPOCHS * SmallRun.BATCHES);
        List<Float> expected =
                hand.byHand(EPOCHS, () -> GradientClipping.clipGradNorm_(hand.model.parameters(), 0.5), rates::step);
        int fingerprint = hand.fingerprint();

        SmallRun run = new SmallRun();
        run.trainer
                .addMetric(Accuracy::new)
                .add(ClipGradients.norm(0.5))
                .add(LearningRateSchedule.perStep(new OneCycleLR(run.optimizer, 0.05, EPOCHS * SmallRun.BATCHES)));
        List<Float> losses = SmallRun.losses(run.trainer);
        FitResult result = run.trainer.fit(run.loader, SmallRun.loader(2), EPOCHS);

        assertThat(losses).isEqualTo(expected);
        assertThat(run.fingerprint()).isEqualTo(fingerprint);
        assertThat(result.stopped()).isNull();
        assertThat(result.epoch()).isEqualTo(EPOCHS);
        assertThat(result.step()).isEqualTo(EPOCHS * SmallRun.BATCHES);
    }

    @Test
    void severalBatchesMakeTheStepOfOneLargeOne() {
        SmallRun hand = new SmallRun();
        int[] sizes = {8, 8, 8, 8, 8, 8, 5};
        List<Batch<Tensor, LongTensor>> batches = new ArrayList<>();
        hand.loader.epoch(0).forEach(batches::add);
        CrossEntropyLoss lossFn = new CrossEntropyLoss();
        for (int from = 0; from < sizes.length; from += 3) { // 24, 24 and 5 examples
            int to = Math.min(from + 3, sizes.length);
            int all = batches.subList(from, to).stream().mapToInt(Batch::size).sum();
            hand.optimizer.zeroGrad();
            for (Batch<Tensor, LongTensor> batch : batches.subList(from, to)) {
                Tensor loss = lossFn.call(hand.model.call(batch.inputs()), batch.targets());
                (to == from + 1 ? loss : loss.mul((float) (batch.size() / (double) all))).backward();
            }
            GradientClipping.clipGradValue_(hand.model.parameters(), 0.01);
            hand.optimizer.step();
        }

        SmallRun run = new SmallRun();
        run.trainer.accumulate(3).add(ClipGradients.value(0.01));
        FitResult result = run.trainer.fit(run.loader, 1);
        assertThat(result.step()).isEqualTo(3);
        assertThat(run.fingerprint()).isEqualTo(hand.fingerprint());
    }

    @Test
    void theLossOfAStepOfSeveralBatchesIsTheMeanOverAllExamples() {
        Linear model = new Linear(2, 1);
        TensorDataset<Tensor, Tensor> data = TensorDataset.of(Tensor.randn(5, 2), Tensor.randn(5, 1));
        Trainer<Tensor, Tensor> trainer =
                new Trainer<Tensor, Tensor>(model, model::call, new MSELoss()::call, new SGD(model.parameters(), 0));
        double expected;
        try (GradMode _ = GradMode.noGrad()) {
            Batch<Tensor, Tensor> all = data.get(LongTensor.arange(5));
            expected =
                    new MSELoss().call(model.call(all.inputs()), all.targets()).item();
        }
        List<Float> losses = SmallRun.losses(trainer.accumulate(2));
        FitResult result = trainer.fit(new DataLoader<>(data, 3), 1);
        assertThat((double) losses.getFirst()).isCloseTo(expected, within(1e-5));
        assertThat(result.epochs().getFirst().value("loss")).isCloseTo(expected, within(1e-5));
    }

    @Test
    void takesTokensAndCountsThem() {
        Generator.manualSeed(1);
        Embedding model = new Embedding(10, 3);
        LongTensor tokens = LongTensor.arange(20).reshape(4, 5);
        TensorDataset<LongTensor, Tensor> data = TensorDataset.of(mod(tokens), Tensor.randn(4, 5, 3));
        Trainer<LongTensor, Tensor> trainer = new Trainer<LongTensor, Tensor>(
                        model, model::call, new MSELoss()::call, new SGD(model.parameters(), 0.1))
                .addMetric(MeanSquaredError::new);
        List<StepRecord> steps = new ArrayList<>();
        trainer.addListener(new RunListener() {
            @Override
            public void stepDone(StepRecord step) {
                steps.add(step);
            }
        });
        EpochRecord epoch = trainer.fit(new DataLoader<>(data, 3), 2).epochs().getLast();
        assertThat(epoch.tokens()).isEqualTo(20);
        assertThat(epoch.samples()).isEqualTo(4);
        assertThat(epoch.value("mse")).isCloseTo(epoch.value("loss"), within(1e-5));
        assertThat(steps).extracting(StepRecord::tokens).containsExactly(15L, 5L, 15L, 5L);
        assertThat(steps).extracting(StepRecord::samples).containsExactly(3, 1, 3, 1);
        assertThat(steps).extracting(StepRecord::batch).containsExactly(1, 2, 1, 2);
        StepRecord last = steps.getLast();
        assertThat(last.step()).isEqualTo(4);
        assertThat(last.tokensPerSecond()).isEqualTo(5 / last.seconds()).isPositive();
        assertThat(last.samplesPerSecond()).isEqualTo(1 / last.seconds());
        assertThat(last.learningRate()).isEqualTo(0.1);
        assertThat(last.gradientNorm()).isPositive();
        assertThat(last.usedHeap()).isPositive();
        assertThat(epoch.tokensPerSecond()).isEqualTo(20 / epoch.seconds()).isPositive();
        assertThat(epoch.samplesPerSecond()).isEqualTo(4 / epoch.seconds());
    }

    private static LongTensor mod(LongTensor tokens) {
        long[] small = tokens.toArray();
        for (int i = 0; i < small.length; i++) {
            small[i] %= 10;
        }
        return LongTensor.of(tokens.shape(), small);
    }

    @Test
    void evaluationChangesNothing() {
        SmallRun run = new SmallRun();
        BatchNorm1d frozen = (BatchNorm1d) run.model.children().get(1);
        frozen.eval();
        run.trainer.addMetric(Accuracy::new);
        int before = run.fingerprint();
        Map<String, Double> values = run.trainer.evaluate(SmallRun.loader(2));
        assertThat(run.fingerprint()).isEqualTo(before);
        assertThat(run.model.modules().stream().filter(Module::isTraining)).hasSize(6); // all but the frozen one
        assertThat(frozen.isTraining()).isFalse();

        run.model.eval();
        double sum = 0;
        int right = 0;
        for (Batch<Tensor, LongTensor> batch : SmallRun.loader(2)) {
            Tensor logits = run.model.call(batch.inputs());
            sum += new CrossEntropyLoss().call(logits, batch.targets()).item() * (double) batch.size();
            for (int i = 0; i < batch.size(); i++) {
                right += logits.argmax(1).get(i) == batch.targets().get(i) ? 1 : 0;
            }
        }
        assertThat(values)
                .containsExactly(
                        Map.entry("loss", sum / SmallRun.EXAMPLES),
                        Map.entry("accuracy", right / (double) SmallRun.EXAMPLES));
    }

    @Test
    void anEpochReportsItsFigures() {
        SmallRun run = new SmallRun();
        run.trainer.addMetric(Accuracy::new);
        DataLoader<Tensor, LongTensor> validation = SmallRun.loader(2);
        EpochRecord epoch = run.trainer.fit(run.loader, validation, 2).epochs().getLast();
        Map<String, Double> evaluated = run.trainer.evaluate(validation);
        assertThat(epoch.values().keySet()).containsExactly("loss", "accuracy", "val_loss", "val_accuracy");
        assertThat(epoch.value("val_loss")).isEqualTo(evaluated.get("loss"));
        assertThat(epoch.value("val_accuracy")).isEqualTo(evaluated.get("accuracy"));
        assertThat(epoch.samples()).isEqualTo(SmallRun.EXAMPLES);
        assertThat(epoch.epoch()).isEqualTo(1);
        assertThat(epoch.step()).isEqualTo(14);
        assertThat(epoch.learningRate()).isEqualTo(0.01);
        assertThat(epoch.memory().usedHeap()).isPositive();
        assertThatThrownBy(() -> epoch.value("val_f1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are loss, accuracy, val_loss, val_accuracy");
    }

    @Test
    void callbacksAreCalledInTheirOrderAndListenersAfterThem() {
        SmallRun run = new SmallRun();
        List<String> calls = new ArrayList<>();
        run.trainer.addListener(new Noting("log", calls));
        run.trainer.add(new Noted("a", calls)).add(new Noted("b", calls));
        run.trainer.addListener(new Noting("bar", calls));
        run.trainer.fit(new DataLoader<>(SmallRun.examples(1), 50), 1);
        List<String> step = List.of("a backward", "b backward", "a step", "b step", "log step", "bar step");
        List<String> expected = new ArrayList<>(List.of("a fit", "b fit", "log from 0 of 2", "bar from 0 of 2"));
        expected.addAll(step);
        expected.addAll(step);
        expected.addAll(
                List.of("a epoch", "b epoch", "log epoch", "bar epoch", "a end", "b end", "log end", "bar end"));
        assertThat(calls).isEqualTo(expected);
    }

    private record Noted(String name, List<String> calls) implements Callback {
        @Override
        public void beforeFit(Trainer<?, ?> trainer) {
            calls.add(name + " fit");
        }

        @Override
        public void afterBackward(Trainer<?, ?> trainer) {
            calls.add(name + " backward");
        }

        @Override
        public void afterStep(Trainer<?, ?> trainer, StepRecord step) {
            calls.add(name + " step");
        }

        @Override
        public void afterEpoch(Trainer<?, ?> trainer, EpochRecord epoch) {
            calls.add(name + " epoch");
        }

        @Override
        public void afterFit(Trainer<?, ?> trainer, FitResult result) {
            calls.add(name + " end");
        }
    }

    private record Noting(String name, List<String> calls) implements RunListener {
        @Override
        public void epochStarted(int epoch, int epochs, int batches, int done) {
            calls.add(name + " from " + done + " of " + batches);
        }

        @Override
        public void stepDone(StepRecord step) {
            calls.add(name + " step");
        }

        @Override
        public void epochDone(EpochRecord epoch) {
            calls.add(name + " epoch");
        }

        @Override
        public void runEnded(FitResult result) {
            calls.add(name + " end");
        }
    }

    /// The step that fails has moved running means and random numbers on, and they are put back.
    @Test
    void aCallbacksExceptionLeavesTheModelAsItWasAfterTheLastWholeStep() {
        SmallRun unbroken = new SmallRun();
        List<Integer> fingerprints = new ArrayList<>();
        unbroken.trainer.addListener(new RunListener() {
            @Override
            public void stepDone(StepRecord step) {
                fingerprints.add(unbroken.modelFingerprint());
            }
        });
        unbroken.trainer.fit(unbroken.loader, 2);

        for (boolean beforeStep : new boolean[] {true, false}) {
            SmallRun run = new SmallRun();
            AtomicInteger calls = new AtomicInteger();
            run.trainer.add(new Callback() {
                @Override
                public void afterBackward(Trainer<?, ?> trainer) {
                    if (beforeStep && calls.incrementAndGet() == 10) {
                        throw new IllegalStateException("no more");
                    }
                }

                @Override
                public void afterStep(Trainer<?, ?> trainer, StepRecord step) {
                    if (!beforeStep && calls.incrementAndGet() == 9) {
                        throw new IllegalStateException("no more");
                    }
                }
            });
            assertThatThrownBy(() -> run.trainer.fit(run.loader, 2)).hasMessage("no more");
            assertThat(run.trainer.step()).isEqualTo(9);
            assertThat(run.modelFingerprint()).isEqualTo(fingerprints.get(8));
            run.trainer.fit(run.loader, 2); // goes on
            assertThat(run.fingerprint()).as("goes on").isEqualTo(unbroken.fingerprint());
        }
    }

    @Test
    void aStopBeforeItBeginsIsNotForgotten() {
        SmallRun run = new SmallRun();
        int before = run.fingerprint();
        run.trainer.stop("not yet");
        FitResult result = run.trainer.fit(run.loader, 2);
        assertThat(result.stopped()).isEqualTo("not yet");
        assertThat(result.step()).isZero();
        assertThat(run.fingerprint()).isEqualTo(before);
        assertThat(run.trainer.fit(run.loader, 2).stopped()).isNull();
    }

    /// Neither in the middle of an epoch nor at its end; and the run is the same, bit for bit.
    @Test
    void anEvaluationOnTheTrainingBatchesLeavesTheirPlace() {
        SmallRun plain = new SmallRun();
        plain.trainer.fit(plain.loader, 2);
        SmallRun run = new SmallRun();
        List<Double> evaluated = new ArrayList<>();
        run.trainer.add(new Callback() {
            @Override
            public void afterStep(Trainer<?, ?> trainer, StepRecord step) {
                evaluated.add(run.trainer.evaluate(run.loader).get("loss"));
                if (step.step() == 10) {
                    trainer.stop();
                }
            }

            @Override
            public void afterEpoch(Trainer<?, ?> trainer, EpochRecord epoch) {
                evaluated.add(run.trainer.evaluate(run.loader).get("loss"));
            }
        });
        assertThat(run.trainer.fit(run.loader, 2).step()).isEqualTo(10);
        assertThat(run.trainer.fit(run.loader, 2).step()).isEqualTo(2 * SmallRun.BATCHES);
        assertThat(evaluated).hasSize(2 * SmallRun.BATCHES + 2);
        assertThat(run.fingerprint()).isEqualTo(plain.fingerprint());
    }

    @Test
    void anyThreadCanStopIt() throws InterruptedException {
        SmallRun unbroken = new SmallRun();
        unbroken.trainer.addMetric(Accuracy::new);
        EpochRecord expected = unbroken.trainer.fit(unbroken.loader, 2).epochs().getLast();
        int fingerprint = unbroken.fingerprint();

        SmallRun run = new SmallRun();
        run.trainer.addMetric(Accuracy::new);
        run.trainer.add(new Callback() {
            @Override
            public void afterStep(Trainer<?, ?> trainer, StepRecord step) {
                if (step.step() == 10) {
                    Thread other = new Thread(() -> trainer.stop("enough"));
                    other.start();
                    try {
                        other.join();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        });
        FitResult result = run.trainer.fit(run.loader, 2);
        assertThat(result.stopped()).isEqualTo("enough");
        assertThat(result.step()).isEqualTo(10);
        assertThat(result.epoch()).isEqualTo(1);
        EpochRecord epoch = run.trainer.fit(run.loader, 2).epochs().getLast();
        assertThat(run.fingerprint()).isEqualTo(fingerprint);
        assertThat(epoch.values()).isEqualTo(expected.values());
        assertThat(run.trainer.fit(run.loader, 2).epochs()).isEmpty(); // all epochs are over
        assertThat(run.fingerprint()).isEqualTo(fingerprint);
    }

    @Test
    void aModelsWorkspaceEndsWithItsStep() {
        SmallRun run = new SmallRun();
        List<Tensor> seen = new ArrayList<>();
        Trainer<Tensor, LongTensor> trainer = new Trainer<>(
                run.model,
                inputs -> {
                    Tensor logits = run.model.call(inputs);
                    seen.add(logits);
                    return logits;
                },
                new CrossEntropyLoss()::call,
                run.optimizer);
        trainer.fit(run.loader, 1);
        assertThatThrownBy(() -> seen.getFirst().toArray())
                .isInstanceOf(lanewise.engine.ClosedWorkspaceException.class);
        try (Workspace _ = Workspace.open()) {
            assertThat(run.optimizer.stateDict().size()).isEqualTo(2);
        }
    }

    @Test
    void betweenEpochsAnotherLoaderMayTakeOver() {
        SmallRun run = new SmallRun();
        run.trainer.fit(run.loader, 1);
        DataLoader<Tensor, LongTensor> other = new DataLoader<>(SmallRun.examples(2), 20);
        FitResult result = run.trainer.fit(other, 3);
        assertThat(result.step()).isEqualTo(SmallRun.BATCHES + 2 * other.batches());
    }

    @Test
    void refusesWhatItCannotDo() {
        SmallRun run = new SmallRun();
        Trainer<Tensor, LongTensor> trainer = run.trainer.addMetric(Accuracy::new);
        assertThatThrownBy(() -> new Trainer<Tensor, LongTensor>(
                        run.model,
                        run.model::call,
                        new CrossEntropyLoss()::call,
                        new LBFGS(run.model.parameters(), new LBFGS.Options(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("by hand");
        assertThatThrownBy(() -> trainer.addMetric(Accuracy::new))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("accuracy");
        assertThatThrownBy(() -> trainer.accumulate(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> trainer.addGenerator("dropped", new Generator(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> trainer.fit(run.loader, run.loader, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a loader of their own");
        assertThatThrownBy(() -> trainer.fit(run.loader, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> trainer.fit(new DataLoader<>(SmallRun.examples(1), 60).withDropLast(true), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no batches");
        assertThatThrownBy(
                        () -> trainer.fit(run.loader, new DataLoader<>(SmallRun.examples(1), 60).withDropLast(true), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("validation loader has no batches");
        assertThatThrownBy(trainer::checkpoint).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> trainer.saveOnInterrupt(_ -> {}).fit(run.loader, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no file");
        assertThat(trainer.step()).isZero();
        assertThatThrownBy(() -> trainer.evaluate(List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no example");
    }

    @Test
    void aTrainerOfALayer() {
        SmallRun run = new SmallRun();
        Trainer<Tensor, LongTensor> trainer = Trainer.of(run.model, new CrossEntropyLoss()::call, run.optimizer);
        assertThat(trainer.fit(run.loader, 1).step()).isEqualTo(SmallRun.BATCHES);
        assertThat(trainer.model()).isSameAs(run.model);
        assertThat(trainer.optimizer()).isSameAs(run.optimizer);
        assertThat(trainer.parameters()).hasSize(6);
        assertThat(trainer.epoch()).isEqualTo(1);
        assertThat(trainer.skipped()).isZero();
        assertThatThrownBy(() -> trainer.addMetric(Accuracy::new)).isInstanceOf(IllegalStateException.class);
    }
}
