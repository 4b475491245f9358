package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lanewise.engine.Layout;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.Threads;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CtcLossTest {
    private static final LongArray PADDED = LongArray.of(Shape.of(3, 3), 1, 2, 3, 2, 2, 0, 3, 1, 2);
    private static final LongArray INPUT_LENGTHS = LongArray.of(Shape.of(3), 5, 5, 4);
    private static final LongArray TARGET_LENGTHS = LongArray.of(Shape.of(3), 3, 2, 1);

    private final int threads = Threads.get();

    @AfterEach
    void restoreThreads() {
        Threads.set(threads);
    }

    /// Losses and gradients of PyTorch 1.13 in float64.
    @Test
    void isPyTorchs() {
        NDArray x = logProbabilities(PYTORCHS, 5, 3, 4);
        var none = new CtcLoss(PADDED, INPUT_LENGTHS, TARGET_LENGTHS, 0, Reduction.NONE, false);
        close(none.forward(x).toArray(), 4.05457494, 4.64842384, 3.49428331);
        close(
                OracleCheck.gradients(none, NDArray.of(Shape.of(3), 0.5f, 2, -1), x)
                        .getFirst()
                        .toArray(),
                NONE);
        var mean = new CtcLoss(PADDED, INPUT_LENGTHS, TARGET_LENGTHS, 0, Reduction.MEAN, false);
        close(mean.forward(x).toArray(), 2.39000674);
        close(
                OracleCheck.gradients(mean, NDArray.full(Shape.SCALAR, 1.5f), x)
                        .getFirst()
                        .toArray(),
                MEAN);
        var sum = new CtcLoss(PADDED, INPUT_LENGTHS, TARGET_LENGTHS, 0, Reduction.SUM, false);
        close(sum.forward(x).toArray(), 12.1972821);
    }

    @Test
    void targetsMayLieBehindEachOther() {
        NDArray x = logProbabilities(PYTORCHS, 5, 3, 4);
        LongArray joined = LongArray.of(Shape.of(6), 1, 2, 0, 2, 2, 1);
        var loss = new CtcLoss(joined, INPUT_LENGTHS, TARGET_LENGTHS, 3, Reduction.NONE, false);
        assertThat(loss.forward(x).toArray()).containsExactly(new float[] {2.6556f, 4.0870f, 3.6044f}, within(1e-4f));
    }

    @Test
    void oneExampleNeedsNoBatch() {
        NDArray x = logProbabilities(PYTORCHS, 5, 3, 4);
        NDArray first =
                NDArray.of(Shape.of(5, 4), x.view(x.layout().select(1, 0)).toArray());
        var loss = new CtcLoss(one(1, 2), one(5), one(2), 0, Reduction.NONE, false);
        NDArray result = loss.forward(first);
        assertThat(result.shape()).isEqualTo(Shape.SCALAR);
        assertThat(result.item()).isCloseTo(4.1145f, within(1e-4f));
    }

    /// The sum over all paths that collapse to the labels, in double, and the part of them that go through a class.
    @Test
    void isTheSumOverAllAlignments() {
        int[][] labels = {{}, {1}, {1, 1}, {1, 2}, {2, 1, 2}, {1, 1, 1}, {2, 2, 1}};
        for (int time = 1; time <= 5; time++) {
            for (int[] label : labels) {
                NDArray x = logProbabilities(random(Shape.of(time, 1, 3), time), time, 1, 3);
                LongArray targets = LongArray.of(
                        Shape.of(1, label.length),
                        Arrays.stream(label).asLongStream().toArray());
                var loss = new CtcLoss(targets, one(time), one(label.length), 0, Reduction.SUM, false);
                double[] posterior = new double[time * 3];
                double probability = enumerate(x, time, label, posterior);
                double actual = loss.forward(x).item();
                if (probability == 0) {
                    assertThat(actual).isEqualTo(Double.POSITIVE_INFINITY);
                    continue;
                }
                assertThat(actual).isCloseTo(-Math.log(probability), within(2e-6 * Math.max(1, actual)));
                float[] gradient = OracleCheck.gradients(loss, NDArray.full(Shape.SCALAR, 1f), x)
                        .getFirst()
                        .toArray();
                for (int i = 0; i < gradient.length; i++) {
                    double expected = Math.exp(x.data()[i]) - posterior[i] / probability;
                    assertThat((double) gradient[i])
                            .as("%d of %s", i, Arrays.toString(label))
                            .isCloseTo(expected, within(2e-6));
                }
            }
        }
    }

    /// Long sequences against the recursion in double. Far from the most probable states logarithms are some −100
    /// and floats there 7e-6 apart, which adds up over hundreds of times; kept without offsets they would be −1,000
    /// and more. The bits are the same for each number of threads.
    @Test
    void longSequencesLoseNoAccuracy() {
        int time = 400;
        int batch = 5;
        int classes = 29;
        var random = new Random(1);
        NDArray x = logProbabilities(random(Shape.of(time, batch, classes), 7), time, batch, classes);
        long[] targets = random.longs(300, 1, classes).toArray();
        targets[3] = targets[2]; // repeated, so that a blank must stand between
        LongArray inputLengths = LongArray.of(Shape.of(batch), 400, 399, 200, 121, 1);
        LongArray targetLengths = LongArray.of(Shape.of(batch), 60, 37, 59, 60, 0);
        List<float[]> results = new ArrayList<>();
        for (int count = 1; count <= 3; count++) {
            Threads.set(count);
            var loss = new CtcLoss(
                    LongArray.of(Shape.of(batch, 60), targets), inputLengths, targetLengths, 0, Reduction.NONE, false);
            results.add(loss.forward(x).toArray());
            results.add(OracleCheck.gradients(loss, NDArray.full(Shape.of(batch), 1f), x)
                    .getFirst()
                    .toArray());
        }
        for (int i = 2; i < results.size(); i++) {
            assertThat(results.get(i)).isEqualTo(results.get(i - 2));
        }
        for (int n = 0; n < batch; n++) {
            int length = (int) targetLengths.get(n);
            int[] label = new int[length];
            for (int k = 0; k < length; k++) {
                label[k] = (int) targets[n * 60 + k];
            }
            double[][] gradient = new double[time][classes];
            double expected = recursion(x, n, (int) inputLengths.get(n), label, gradient);
            assertThat((double) results.getFirst()[n]).isCloseTo(expected, within(3e-7 * expected));
            for (int t = 0; t < time; t++) {
                for (int c = 0; c < classes; c++) {
                    assertThat((double) results.get(1)[(t * batch + n) * classes + c])
                            .as("example %d, time %d, class %d", n, t, c)
                            .isCloseTo(gradient[t][c], within(1e-4));
                }
            }
        }
    }

    @Test
    void whatFitsInNoAlignmentIsInfiniteOrNothing() {
        NDArray x = logProbabilities(PYTORCHS, 5, 3, 4);
        LongArray targets = LongArray.of(Shape.of(3, 3), 1, 1, 1, 2, 1, 1, 1, 1, 1);
        LongArray times = LongArray.of(Shape.of(3), 4, 5, 5);
        LongArray lengths = LongArray.of(Shape.of(3), 3, 3, 3);
        var infinite = new CtcLoss(targets, times, lengths, 0, Reduction.NONE, false);
        close(infinite.forward(x).toArray(), Double.POSITIVE_INFINITY, 7.9041, 6.7968);
        NDArray gradient = OracleCheck.gradients(infinite, NDArray.full(Shape.of(3), 1f), x)
                .getFirst();
        for (int i = 0; i < gradient.elements(); i++) {
            boolean ofFirst = i / 4 % 3 == 0 && i / 12 < 4;
            assertThat(Float.isNaN(gradient.data()[i])).as("%d", i).isEqualTo(ofFirst);
        }
        var nothing = new CtcLoss(targets, times, lengths, 0, Reduction.MEAN, true);
        assertThat(nothing.forward(x).item()).isCloseTo(1.6334f, within(1e-4f));
        NDArray zeroed = OracleCheck.gradients(nothing, NDArray.full(Shape.SCALAR, 1f), x)
                .getFirst();
        for (int i = 0; i < zeroed.elements(); i++) {
            assertThat(zeroed.data()[i] == 0f).as("%d", i).isEqualTo(i / 4 % 3 == 0);
        }
    }

    @Test
    void withoutTimesThereIsRoomForNoLabels() {
        NDArray x = logProbabilities(PYTORCHS, 5, 3, 4);
        LongArray times = LongArray.of(Shape.of(3), 0, 0, 5);
        LongArray lengths = LongArray.of(Shape.of(3), 0, 1, 0);
        var loss = new CtcLoss(PADDED, times, lengths, 0, Reduction.NONE, false);
        float[] losses = loss.forward(x).toArray();
        assertThat(losses[0]).isZero();
        assertThat(losses[1]).isEqualTo(Float.POSITIVE_INFINITY);
        float blanks = 0;
        for (int t = 0; t < 5; t++) {
            blanks -= x.get(t, 2, 0);
        }
        assertThat(losses[2]).isCloseTo(blanks, within(1e-5f));
    }

    @Test
    void classesWithoutProbabilityAreNoAlignments() {
        NDArray x = NDArray.full(Shape.of(2, 1, 3), Float.NEGATIVE_INFINITY);
        x.set(0f, 0, 0, 1);
        x.set(0f, 1, 0, 0);
        var loss = new CtcLoss(one(1), one(2), one(1), 0, Reduction.SUM, false);
        assertThat(loss.forward(x).item()).isZero();
        assertThat(OracleCheck.gradients(loss, NDArray.full(Shape.SCALAR, 1f), x)
                        .getFirst()
                        .toArray())
                .containsOnly(0f);
    }

    @Test
    void saysWhatDoesNotFit() {
        NDArray x = logProbabilities(PYTORCHS, 5, 3, 4);
        refused(
                ShapeMismatchException.class,
                "[5] must be [time, batch, classes]",
                () -> of(PADDED, 0).forward(NDArray.zeros(Shape.of(5))));
        refused(
                IndexOutOfBoundsException.class,
                "the blank is 4; it must be one of the 4 classes",
                () -> of(PADDED, 4).forward(x));
        refused(
                ShapeMismatchException.class,
                "have 1 examples, inputLengths 3 and targetLengths 3",
                () -> of(PADDED, 0).forward(NDArray.zeros(Shape.of(5, 4))));
        refused(
                IllegalArgumentException.class,
                "inputLengths of example 0 is 5; log-probabilities [4, 3, 4] have 4 times",
                () -> of(PADDED, 0).forward(NDArray.zeros(Shape.of(4, 3, 4))));
        refused(
                ShapeMismatchException.class,
                "targets are [3]; for targetLengths [3, 2, 1] they must be [3, 3], or longer, or [6]",
                () -> of(one(1, 2, 3), 0).forward(x));
        refused(
                IndexOutOfBoundsException.class,
                "label 9 at position 1 of example 0 must be from 0 to 3",
                () -> of(one(1, 9, 3, 1, 1, 1), 0).forward(x));
        refused(
                IllegalArgumentException.class,
                "ctcLoss: inputLengths of example 0 is -1; it must be 0 or above",
                () -> new CtcLoss(PADDED, one(-1), one(1), 0, Reduction.SUM, false));
    }

    private static CtcLoss of(LongArray targets, int blank) {
        return new CtcLoss(targets, INPUT_LENGTHS, TARGET_LENGTHS, blank, Reduction.MEAN, false);
    }

    private static void refused(Class<? extends Exception> type, String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(type).hasMessageContaining(message);
    }

    private static LongArray one(long... numbers) {
        return LongArray.of(Shape.of(numbers.length), numbers);
    }

    private static NDArray logProbabilities(NDArray x, int... sizes) {
        return new LogSoftmax(-1).forward(x.view(Layout.rowMajor(Shape.of(sizes))));
    }

    /// The probability of the labels, over all `3^time` paths; adds each one's to the classes that it goes through.
    private static double enumerate(NDArray x, int time, int[] label, double[] through) {
        double sum = 0;
        int paths = (int) Math.pow(3, time);
        for (int path = 0; path < paths; path++) {
            double logarithm = 0;
            List<Integer> collapsed = new ArrayList<>();
            int rest = path;
            int before = 0;
            for (int t = 0; t < time; t++, rest /= 3) {
                int c = rest % 3;
                logarithm += x.data()[t * 3 + c];
                if (c != 0 && (t == 0 || c != before)) {
                    collapsed.add(c);
                }
                before = c;
            }
            if (Arrays.equals(collapsed.stream().mapToInt(Integer::intValue).toArray(), label)) {
                double probability = Math.exp(logarithm);
                sum += probability;
                rest = path;
                for (int t = 0; t < time; t++, rest /= 3) {
                    through[t * 3 + rest % 3] += probability;
                }
            }
        }
        return sum;
    }

    /// Equations 6 to 16 of the paper, in double and in logarithms.
    private static double recursion(NDArray x, int n, int time, int[] label, double[][] gradient) {
        int states = 2 * label.length + 1;
        int[] classOf = new int[states];
        for (int k = 0; k < label.length; k++) {
            classOf[2 * k + 1] = label[k];
        }
        double[][] alpha = new double[time][states];
        double[][] beta = new double[time][states];
        for (int t = 0; t < time; t++) {
            for (int s = 0; s < states; s++) {
                double sum = t == 0 ? (s < 2 ? 0 : Double.NEGATIVE_INFINITY) : alpha[t - 1][s];
                if (t > 0 && s > 0) {
                    sum = joined(sum, alpha[t - 1][s - 1]);
                }
                if (t > 0 && s > 2 && s % 2 == 1 && classOf[s] != classOf[s - 2]) {
                    sum = joined(sum, alpha[t - 1][s - 2]);
                }
                alpha[t][s] = sum + x.get(t, n, classOf[s]);
            }
        }
        for (int t = time - 1; t >= 0; t--) {
            for (int s = 0; s < states; s++) {
                double sum = t == time - 1
                        ? (s >= states - 2 ? 0 : Double.NEGATIVE_INFINITY)
                        : beta[t + 1][s] + x.get(t + 1, n, classOf[s]);
                for (int over = 1; t < time - 1 && over <= 2 && s + over < states; over++) {
                    int to = s + over;
                    if (over == 1 || to % 2 == 1 && classOf[to] != classOf[s]) {
                        sum = joined(sum, beta[t + 1][to] + x.get(t + 1, n, classOf[to]));
                    }
                }
                beta[t][s] = sum;
            }
        }
        double total =
                states > 1 ? joined(alpha[time - 1][states - 1], alpha[time - 1][states - 2]) : alpha[time - 1][0];
        for (int t = 0; t < time; t++) {
            for (int c = 0; c < gradient[t].length; c++) {
                gradient[t][c] = Math.exp(x.get(t, n, c));
            }
            for (int s = 0; s < states; s++) {
                gradient[t][classOf[s]] -= Math.exp(alpha[t][s] + beta[t][s] - total);
            }
        }
        return -total;
    }

    private static double joined(double a, double b) {
        double larger = Math.max(a, b);
        return larger == Double.NEGATIVE_INFINITY
                ? larger
                : larger + Math.log(Math.exp(a - larger) + Math.exp(b - larger));
    }

    private static void close(float[] actual, double... expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            if (Double.isInfinite(expected[i])) {
                assertThat((double) actual[i]).isEqualTo(expected[i]);
            } else {
                assertThat((double) actual[i])
                        .as("element %d", i)
                        .isCloseTo(expected[i], within(5e-6 * Math.max(1, 4 * Math.abs(expected[i]))));
            }
        }
    }

    /// `((7t + 5n + 3c) mod 11)/4 − 1`
    private static final NDArray PYTORCHS = pyTorchs();

    private static NDArray pyTorchs() {
        NDArray x = NDArray.empty(Shape.of(5, 3, 4));
        for (int i = 0; i < 60; i++) {
            x.data()[i] = (i / 12 * 7 + i / 4 % 3 * 5 + i % 4 * 3) % 11 / 4f - 1;
        }
        return x;
    }

    private static final double[] NONE = {
        -0.08524817,
        -0.3235391,
        0.1311477,
        0.2776396,
        -0.9720922,
        1.055851,
        -0.3862652,
        0.3025064,
        0.1827999,
        -0.06672118,
        -0.1412487,
        0.02517004,
        0.01508611,
        -0.08573908,
        -0.004973628,
        0.0756266,
        -0.008409835,
        0.2477991,
        -1.349948,
        1.110558,
        0.2826815,
        -0.5279255,
        -0.07144695,
        0.3166909,
        0.04534247,
        0.1113791,
        -0.1891022,
        0.03238066,
        -0.8983788,
        0.1334424,
        0.1668893,
        0.5980471,
        0.4101822,
        -0.2580065,
        -0.5461998,
        0.394024,
        0.0821008,
        0.03336059,
        -0.002321712,
        -0.1131397,
        -0.1409717,
        0.516013,
        -0.5228815,
        0.1478402,
        0.1827999,
        -0.06672118,
        -0.1412487,
        0.02517004,
        -0.04112205,
        0.2639628,
        0.03572347,
        -0.2585642,
        -0.1784963,
        0.2477991,
        -1.179861,
        1.110558,
        0.0,
        0.0,
        0.0,
        0.0
    };

    private static final double[] MEAN = {
        -0.02841606,
        -0.1078464,
        0.04371588,
        0.09254653,
        -0.1215115,
        0.1319814,
        -0.04828316,
        0.0378133,
        -0.09139993,
        0.03336059,
        0.07062437,
        -0.01258502,
        0.005028705,
        -0.02857969,
        -0.001657876,
        0.02520887,
        -0.001051229,
        0.03097488,
        -0.1687434,
        0.1388198,
        -0.1413408,
        0.2639628,
        0.03572347,
        -0.1583455,
        0.01511416,
        0.03712636,
        -0.06303407,
        0.01079355,
        -0.1122974,
        0.01668029,
        0.02086116,
        0.07475589,
        -0.2050911,
        0.1290032,
        0.2730999,
        -0.197012,
        0.02736693,
        0.0111202,
        -0.000773904,
        -0.03771323,
        -0.01762147,
        0.06450162,
        -0.06536018,
        0.01848002,
        -0.09139993,
        0.03336059,
        0.07062437,
        -0.01258502,
        -0.01370735,
        0.08798758,
        0.01190782,
        -0.08618806,
        -0.02231204,
        0.03097488,
        -0.1474826,
        0.1388198,
        0.0,
        0.0,
        0.0,
        0.0
    };
}
