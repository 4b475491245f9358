package lanewise.samples;

import java.io.IOException;
import java.nio.file.Path;
import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Workspace;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.Layer;
import lanewise.nn.data.Batch;
import lanewise.nn.data.DataLoader;
import lanewise.nn.data.Dataset;
import lanewise.nn.data.MnistFiles;
import lanewise.nn.data.TensorDataset;
import lanewise.nn.train.Checkpoint;
import lanewise.optim.Optimizer;
import lanewise.optim.lr.LRScheduler;
import picocli.CommandLine.Option;

/// What the programs that classify images have in common: their options, their data and their loop, written by
/// hand.
final class ImageOptions {
    private static final int DRAWN_TO_TRAIN = 8000;
    private static final int DRAWN_TO_TEST = 2000;
    private static final int TEST_BATCH = 100;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory with MNIST's four files or those of a data set in the same format."
                    + " Default: digits that the program draws itself.")
    private Path data;

    @Option(names = "--images", paramLabel = "N", description = "Use only the first N images to train and to test.")
    private Integer images;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "10", description = "How often to see every image.")
    private int epochs;

    @Option(names = "--batch-size", paramLabel = "N", defaultValue = "64", description = "Images a step.")
    private int batchSize;

    /// Images `[n, channels, side, side]` with their labels, to train on and to test with.
    record Examples(TensorDataset<Tensor, LongTensor> train, TensorDataset<Tensor, LongTensor> test) {
        int channels() {
            return train.inputs().dim(1);
        }

        int side() {
            return train.inputs().dim(2);
        }
    }

    /// Reads the images, or draws them.
    Examples examples(long seed) throws IOException {
        RunOptions.atLeast(1, "--epochs", epochs);
        RunOptions.atLeast(1, "--batch-size", batchSize);
        if (images != null) {
            RunOptions.atLeast(1, "--images", images);
        }
        Examples examples;
        if (data == null) {
            SyntheticDigits digits = SyntheticDigits.create();
            examples = new Examples(
                    prepared(digits.draw(images == null ? DRAWN_TO_TRAIN : images, seed)),
                    prepared(digits.draw(images == null ? DRAWN_TO_TEST : images, ~seed)));
        } else {
            MnistFiles files = MnistFiles.in(data);
            examples = new Examples(prepared(files.train()), prepared(files.test()));
        }
        System.out.println(examples.train().size() + " images to train and "
                + examples.test().size() + " to test, "
                + (data == null ? "drawn; --data DIR reads real ones" : "read from " + data));
        return examples;
    }

    /// How many steps the training has.
    int steps(Dataset<?, ?> train) {
        return epochs * Math.ceilDiv(train.size(), batchSize);
    }

    /// Trains, and tests after each epoch. The run is saved after each epoch, too.
    ///
    /// @param train the examples as they are learned: augmented, perhaps
    /// @param scheduler moves on after each step; null if the rate stays
    void train(
            String name,
            RunOptions run,
            Layer model,
            Optimizer<?> optimizer,
            LRScheduler scheduler,
            Dataset<Tensor, LongTensor> train,
            Dataset<Tensor, LongTensor> test)
            throws IOException {
        CrossEntropyLoss lossFn = new CrossEntropyLoss();
        DataLoader<Tensor, LongTensor> loader = new DataLoader<>(train, batchSize).withShuffle(run.seed());
        Checkpoint checkpoint = run.checkpoint();
        if (checkpoint != null) {
            checkpoint = checkpoint.with("model", model).with("optimizer", optimizer);
            checkpoint = scheduler == null ? checkpoint : checkpoint.with("scheduler", scheduler);
        }
        int batches = loader.batches();
        try (TrainingRun training = TrainingRun.begin(run, name, epochs * batches, batches, checkpoint, "test")) {
            for (int epoch = training.firstStep() / batches; epoch < epochs; epoch++) {
                for (Batch<Tensor, LongTensor> batch : loader.epoch(epoch)) {
                    try (Workspace _ = Workspace.open()) {
                        Tensor logits = model.call(batch.inputs());
                        Tensor loss = lossFn.call(logits, batch.targets());
                        optimizer.zeroGrad();
                        loss.backward();
                        optimizer.step();
                        if (scheduler != null) {
                            scheduler.step();
                        }
                        training.add(Figures.of(loss, logits, batch.targets()));
                    }
                }
                training.endStage(test(model, test));
            }
            training.plot();
        }
    }

    private static Figures test(Layer model, Dataset<Tensor, LongTensor> examples) {
        CrossEntropyLoss lossFn = new CrossEntropyLoss();
        Figures sum = Figures.NONE;
        model.eval();
        try (var _ = GradMode.noGrad()) {
            for (Batch<Tensor, LongTensor> batch : new DataLoader<>(examples, TEST_BATCH)) {
                try (Workspace _ = Workspace.open()) {
                    Tensor logits = model.call(batch.inputs());
                    sum = sum.plus(Figures.of(lossFn.call(logits, batch.targets()), logits, batch.targets()));
                }
            }
        }
        model.train();
        return sum;
    }

    /// With a dimension for the channel, and about as much below zero as above.
    private TensorDataset<Tensor, LongTensor> prepared(TensorDataset<Tensor, LongTensor> examples) {
        Tensor inputs = examples.inputs();
        int count = images == null ? examples.size() : Math.min(images, examples.size());
        return TensorDataset.of(
                inputs.narrow(0, 0, count).sub(0.5f).mul(2f).unsqueeze(1),
                examples.targets().narrow(0, 0, count));
    }
}
