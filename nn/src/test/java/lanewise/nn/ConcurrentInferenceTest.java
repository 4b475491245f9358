package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Workspace;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Several threads call one model in evaluation mode at once; each gets what it gets alone, bit for bit.
class ConcurrentInferenceTest {
    private static final int THREADS = 4;
    private static final int CALLS = 25;

    /// A model, and its output for the input of a number.
    record Subject(Module model, IntFunction<Tensor> call) {
        static Subject of(Layer layer, int... sizes) {
            return new Subject(layer, number -> layer.call(input(number, sizes)));
        }
    }

    private static Tensor input(int number, int... sizes) {
        Tensor x = Tensor.zeros(sizes);
        new Generator(number).fillNormal(x.array(), 0f, 1f);
        return x;
    }

    static Stream<Named<Subject>> models() {
        Generator.manualSeed(5);
        LSTM lstm = new LSTM(
                12, 20, new RecurrentOptions().withNumLayers(2).withDropout(0.3).withBidirectional(true));
        GRU gru = new GRU(12, 20, new RecurrentOptions().withBatchFirst(true));
        RNN rnn = new RNN(12, 20);
        MultiheadAttention attention = new MultiheadAttention(32, 4, new AttentionOptions().withDropout(0.2));
        TransformerEncoder encoder = new TransformerEncoder(
                new TransformerEncoderLayer(32, 4, new TransformerOptions().withDimFeedforward(64)),
                2,
                new LayerNorm(32));
        Embedding embedding = new Embedding(50, 16);
        return Stream.of(
                Named.of(
                        "perceptron",
                        Subject.of(
                                new Sequential(
                                        new Linear(100, 300),
                                        new BatchNorm1d(300),
                                        new GELU(),
                                        new Dropout(0.5),
                                        new Linear(300, 10),
                                        new Softmax(1)),
                                64,
                                100)),
                Named.of(
                        "convolutions",
                        Subject.of(
                                new Sequential(
                                        new Conv2d(3, 16, 3),
                                        new BatchNorm2d(16),
                                        new ReLU(),
                                        new MaxPool2d(2),
                                        new Dropout2d(0.5),
                                        new Conv2d(16, 8, 3),
                                        new GroupNorm(2, 8),
                                        new AvgPool2d(2),
                                        new Flatten(),
                                        new Linear(8 * 6 * 6, 10)),
                                8,
                                3,
                                30,
                                30)),
                Named.of("transposed convolution", Subject.of(new ConvTranspose2d(6, 4, 3), 4, 6, 9, 9)),
                Named.of(
                        "lstm",
                        new Subject(lstm, n -> lstm.call(input(n, 9, 5, 12)).output())),
                Named.of(
                        "gru",
                        new Subject(gru, n -> gru.call(input(n, 5, 9, 12)).output())),
                Named.of(
                        "rnn",
                        new Subject(rnn, n -> rnn.call(input(n, 9, 5, 12)).output())),
                Named.of("attention", new Subject(attention, n -> {
                    Tensor x = input(n, 11, 3, 32);
                    return attention.call(x, x, x).output();
                })),
                Named.of("transformer", new Subject(encoder, n -> encoder.call(input(n, 11, 3, 32)))),
                Named.of(
                        "embedding",
                        new Subject(
                                embedding,
                                n -> embedding
                                        .call(LongTensor.of(n % 50, (7L * n + 1) % 50, 49))
                                        .logSoftmax(1))));
    }

    @ParameterizedTest
    @MethodSource("models")
    void eachThreadGetsWhatItGetsAlone(Subject subject) throws Exception {
        subject.model.eval();
        List<float[]> alone = new ArrayList<>();
        for (int number = 0; number < CALLS; number++) {
            alone.add(output(subject, number));
        }
        Generator.State random = Generator.global().state();
        CyclicBarrier start = new CyclicBarrier(THREADS);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<List<float[]>>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread * CALLS / THREADS;
                all.add(threads.submit(() -> {
                    List<float[]> outputs = new ArrayList<>();
                    start.await();
                    for (int i = 0; i < CALLS; i++) {
                        outputs.add(output(subject, (first + i) % CALLS));
                    }
                    return outputs;
                }));
            }
            for (int thread = 0; thread < THREADS; thread++) {
                List<float[]> outputs = all.get(thread).get();
                for (int i = 0; i < CALLS; i++) {
                    assertThat(outputs.get(i)).isEqualTo(alone.get((thread * CALLS / THREADS + i) % CALLS));
                }
            }
        }
        assertThat(Generator.global().state()).as("nothing is drawn").isEqualTo(random);
    }

    private static float[] output(Subject subject, int number) {
        try (GradMode _ = GradMode.noGrad();
                Workspace _ = Workspace.open()) {
            return subject.call.apply(number).toArray();
        }
    }
}
