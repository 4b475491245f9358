package lanewise.bench.peers;

import java.util.ArrayList;
import java.util.List;
import lanewise.bench.UpdateRule;
import lanewise.engine.Shape;

/// The networks whose whole training steps are timed, with the optimizer and the batch of each.
enum Network {
    /// 784-512-256-10 with ReLU, cross entropy.
    MLP("mlp", 128, UpdateRule.ADAM),
    /// Two convolutions of 5 x 5 to 32 and 64 channels, each with ReLU and a maximum over 2 x 2, then 1024-512-10,
    /// on images of 28 x 28.
    LENET("lenet", 64, UpdateRule.ADAM),
    /// He et al. 2016: 3 stages of 3 blocks, 16, 32 and 64 channels, on images of 32 x 32 in colour.
    RESNET("resnet20", 32, UpdateRule.MOMENTUM),
    /// One layer, 64 to 256, over 64 steps; squared error of all of its states.
    LSTM("lstm", 32, UpdateRule.ADAM),
    /// nanoGPT's layout: 4 layers, 4 heads, 128 wide, context 64, 65 characters.
    GPT("gpt 4x128", 12, UpdateRule.ADAMW),
    /// 6 layers, 6 heads, 384 wide, context 256.
    LARGE_GPT("gpt 6x384", 4, UpdateRule.ADAMW);

    /// So small that the network is the same after a million steps: no denormal numbers, no dead units.
    static final double LEARNING_RATE = 1e-6;

    /// Of the networks that classify.
    static final int CLASSES = 10;

    /// Characters that the language models know.
    static final int VOCABULARY = 65;

    /// Of the LSTM.
    static final int STEPS = 64;

    /// Of the LSTM.
    static final int INPUT_SIZE = 64;

    /// Of the LSTM.
    static final int HIDDEN_SIZE = 256;

    final String label;
    final int batch;
    final UpdateRule rule;

    Network(String label, int batch, UpdateRule rule) {
        this.label = label;
        this.batch = batch;
        this.rule = rule;
    }

    /// What a parameter begins with: numbers around a mean.
    record Start(Shape shape, float mean, float deviation) {}

    /// Of the language models.
    int layers() {
        return this == GPT ? 4 : 6;
    }

    /// Of the language models.
    int heads() {
        return layers();
    }

    /// Of the language models.
    int width() {
        return this == GPT ? 128 : 384;
    }

    /// Of the language models.
    int context() {
        return this == GPT ? 64 : 256;
    }

    /// Whether it predicts characters from characters.
    boolean isLanguageModel() {
        return this == GPT || this == LARGE_GPT;
    }

    /// The input's shape; that of the language models' is of characters.
    Shape input(int examples) {
        return switch (this) {
            case MLP -> Shape.of(examples, 784);
            case LENET -> Shape.of(examples, 1, 28, 28);
            case RESNET -> Shape.of(examples, 3, 32, 32);
            case LSTM -> Shape.of(STEPS, examples, INPUT_SIZE);
            case GPT, LARGE_GPT -> Shape.of(examples, context());
        };
    }

    /// All parameters, in the order of the model's own list.
    List<Start> parameters() {
        List<Start> all = new ArrayList<>();
        switch (this) {
            case MLP -> {
                linear(all, 784, 512);
                linear(all, 512, 256);
                linear(all, 256, CLASSES);
            }
            case LENET -> {
                weight(all, 32, 1, 5, 5);
                bias(all, 32, 25);
                weight(all, 64, 32, 5, 5);
                bias(all, 64, 800);
                linear(all, 1024, 512);
                linear(all, 512, CLASSES);
            }
            case RESNET -> residual(all);
            case LSTM -> {
                float deviation = (float) (1 / Math.sqrt(3 * HIDDEN_SIZE));
                all.add(new Start(Shape.of(4 * HIDDEN_SIZE, INPUT_SIZE), 0, deviation));
                all.add(new Start(Shape.of(4 * HIDDEN_SIZE, HIDDEN_SIZE), 0, deviation));
                all.add(new Start(Shape.of(4 * HIDDEN_SIZE), 0, deviation));
                all.add(new Start(Shape.of(4 * HIDDEN_SIZE), 0, deviation));
            }
            case GPT, LARGE_GPT -> languageModel(all);
        }
        return all;
    }

    private static void residual(List<Start> all) {
        weight(all, 16, 3, 3, 3);
        norm(all, 16);
        int in = 16;
        for (int stage = 0; stage < 3; stage++) {
            int out = 16 << stage;
            for (int block = 0; block < 3; block++) {
                weight(all, out, in, 3, 3);
                norm(all, out);
                weight(all, out, out, 3, 3);
                norm(all, out);
                if (in != out) {
                    weight(all, out, in, 1, 1);
                    norm(all, out);
                }
                in = out;
            }
        }
        linear(all, in, CLASSES);
    }

    private void languageModel(List<Start> all) {
        int width = width();
        embedding(all, VOCABULARY, width);
        embedding(all, context(), width);
        for (int layer = 0; layer < layers(); layer++) {
            norm(all, width);
            embedding(all, 3 * width, width);
            embedding(all, width, width);
            norm(all, width);
            embedding(all, 4 * width, width);
            embedding(all, width, 4 * width);
        }
        norm(all, width);
    }

    private static void linear(List<Start> all, int in, int out) {
        weight(all, out, in);
        bias(all, out, in);
    }

    /// As evenly distributed numbers to ±1/√(inputs of a unit) have it.
    private static void weight(List<Start> all, int... sizes) {
        Shape shape = Shape.of(sizes);
        all.add(new Start(shape, 0, deviation(shape.elements() / sizes[0])));
    }

    private static void bias(List<Start> all, int units, int inputs) {
        all.add(new Start(Shape.of(units), 0, deviation(inputs)));
    }

    private static float deviation(int inputs) {
        return (float) (1 / Math.sqrt(3.0 * inputs));
    }

    private static void norm(List<Start> all, int channels) {
        all.add(new Start(Shape.of(channels), 1, 0));
        all.add(new Start(Shape.of(channels), 0, 0));
    }

    private static void embedding(List<Start> all, int rows, int columns) {
        all.add(new Start(Shape.of(rows, columns), 0, 0.02f));
    }

    /// Multiply-adds of an example's forward pass.
    double multiplyAdds() {
        return switch (this) {
            case MLP -> 784 * 512 + 512 * 256 + 256 * CLASSES;
            case LENET -> firstLayer() + 8 * 8 * 64 * 800 + 1024 * 512 + 512 * CLASSES;
            case RESNET -> {
                double stage = 16.0 * 16 * 9 * 32 * 32; // one convolution of any stage
                double half = stage / 2; // a stage's first, of half the channels
                double shortcut = half / 9;
                yield firstLayer() + 6 * stage + 2 * (5 * stage + half + shortcut) + 64 * CLASSES;
            }
            case LSTM -> firstLayer() + (double) STEPS * 4 * HIDDEN_SIZE * HIDDEN_SIZE;
            case GPT, LARGE_GPT -> {
                double width = width();
                // a position sees half of the others
                double layer = 12 * width * width + context() * width;
                yield context() * (layers() * layer + VOCABULARY * width);
            }
        };
    }

    /// Those of the layer whose input wants no gradient.
    double firstLayer() {
        return switch (this) {
            case MLP -> 784 * 512;
            case LENET -> 24 * 24 * 32 * 25;
            case RESNET -> 32 * 32 * 16 * 27;
            case LSTM -> STEPS * 4 * HIDDEN_SIZE * INPUT_SIZE;
            case GPT, LARGE_GPT -> 0;
        };
    }
}
