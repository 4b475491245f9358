package lanewise.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.Generator;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Workspace;
import lanewise.engine.io.NamedArrays;
import lanewise.nn.BatchNorm1d;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.Dropout;
import lanewise.nn.Linear;
import lanewise.nn.ReLU;
import lanewise.nn.Sequential;
import lanewise.nn.data.Batch;
import lanewise.nn.data.DataLoader;
import lanewise.nn.data.TensorDataset;
import lanewise.optim.Adam;

/// All that a run has: a network whose steps change running means and two sources of random numbers beside its
/// parameters, an optimizer, and 53 examples in 7 batches.
final class SmallRun {
    static final int EXAMPLES = 53;
    static final int BATCH = 8;
    static final int BATCHES = 7;
    static final int FEATURES = 12;
    static final int CLASSES = 4;

    final Generator dropped = new Generator(9);
    final Sequential model;
    final Adam optimizer;
    final DataLoader<Tensor, LongTensor> loader;
    final Trainer<Tensor, LongTensor> trainer;

    SmallRun() {
        Generator.manualSeed(4);
        model = new Sequential(
                new Linear(FEATURES, 20),
                new BatchNorm1d(20),
                new ReLU(),
                new Dropout(0.2),
                new Dropout(0.1, dropped),
                new Linear(20, CLASSES));
        optimizer = new Adam(model.parameters(), 0.01);
        loader = loader(1);
        trainer = new Trainer<Tensor, LongTensor>(model, model::call, new CrossEntropyLoss()::call, optimizer)
                .addGenerator("dropped", dropped);
    }

    static DataLoader<Tensor, LongTensor> loader(long seed) {
        return new DataLoader<>(examples(seed), BATCH).withShuffle(seed);
    }

    static TensorDataset<Tensor, LongTensor> examples(long seed) {
        Tensor x = Tensor.zeros(EXAMPLES, FEATURES);
        new Generator(seed).fillNormal(x.array(), 0f, 1f);
        long[] labels = new long[EXAMPLES];
        Arrays.setAll(labels, i -> (i * i + i / 3) % CLASSES);
        return TensorDataset.of(x, LongTensor.of(labels));
    }

    /// The loop as one writes it by hand, with what comes before and after `optimizer.step()`. Returns the losses.
    List<Float> byHand(int epochs, Runnable before, Runnable after) {
        List<Float> losses = new ArrayList<>();
        CrossEntropyLoss lossFn = new CrossEntropyLoss();
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (Batch<Tensor, LongTensor> batch : loader.epoch(epoch)) {
                try (Workspace _ = Workspace.open()) {
                    Tensor loss = lossFn.call(model.call(batch.inputs()), batch.targets());
                    optimizer.zeroGrad();
                    loss.backward();
                    before.run();
                    optimizer.step();
                    after.run();
                    losses.add(loss.item());
                }
            }
        }
        return losses;
    }

    /// The losses of the steps that a trainer makes.
    static List<Float> losses(Trainer<?, ?> trainer) {
        List<Float> losses = new ArrayList<>();
        trainer.addListener(new RunListener() {
            @Override
            public void stepDone(StepRecord step) {
                losses.add((float) step.loss());
            }
        });
        return losses;
    }

    /// A number that depends on every bit of the model, the optimizer and the random numbers.
    int fingerprint() {
        int hash = Generator.global().state().hashCode();
        hash = 31 * hash + dropped.state().hashCode();
        hash = 31 * hash + fingerprint(model.stateDict().flatten());
        return 31 * hash + fingerprint(optimizer.stateDict().flatten());
    }

    /// The same of what a step changes before the optimizer does, and of the model.
    int modelFingerprint() {
        return 31 * fingerprint(model.stateDict().flatten())
                + 31 * Generator.global().state().hashCode()
                + dropped.state().hashCode();
    }

    private static int fingerprint(NamedArrays state) {
        int hash = state.metadata().hashCode();
        for (AnyArray array : state.arrays().values()) {
            hash = 31 * hash
                    + switch (array) {
                        case NDArray floats -> Arrays.hashCode(floats.toArray());
                        case LongArray longs -> Arrays.hashCode(longs.toArray());
                        case BoolArray bools -> Arrays.hashCode(bools.toArray());
                    };
        }
        return hash;
    }
}
