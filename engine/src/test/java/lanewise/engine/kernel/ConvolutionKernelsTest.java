package lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import lanewise.engine.Threads;
import lanewise.engine.simd.Lanes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A convolution and its two gradients beside plain loops, at the sizes for which there are several ways: lines of
/// a vector, of half of one and of several, batches that fill the weight's gradient, strides.
class ConvolutionKernelsTest {
    private final int threads = Threads.get();

    /// Floats in front of each array's first element.
    private static final int FRONT = 3;

    @AfterEach
    void asBefore() {
        Threads.set(threads);
    }

    @ParameterizedTest(name = "{0} images, {2} channels of {4} x {5} to {3}, kernel {6}, stride {7}, padding {8}")
    @CsvSource({
        // images, groups, in, out, height, width, kernel, stride, padding, dilation
        "27, 1, 5, 9, 8, 8, 3, 1, 1, 1",
        "5, 1, 3, 8, 5, 8, 5, 1, 2, 1",
        "6, 1, 4, 6, 16, 16, 3, 1, 1, 1",
        "3, 1, 4, 8, 32, 32, 3, 1, 1, 1",
        "25, 1, 6, 16, 12, 12, 5, 1, 0, 1",
        "4, 1, 1, 8, 28, 28, 5, 1, 0, 1",
        "3, 1, 2, 8, 40, 44, 3, 1, 0, 1",
        "7, 1, 3, 7, 9, 4, 3, 1, 2, 2",
        "4, 2, 3, 8, 16, 16, 3, 1, 1, 1",
        "3, 1, 5, 8, 32, 32, 3, 2, 1, 1",
        "9, 1, 8, 16, 16, 16, 3, 2, 1, 1",
        "3, 1, 8, 16, 32, 32, 1, 2, 0, 1",
        "2, 1, 3, 8, 33, 35, 5, 2, 2, 1",
        "2, 2, 3, 6, 17, 19, 4, 3, 1, 1",
        "2, 1, 2, 5, 21, 40, 2, 3, 0, 1",
        "2, 1, 2, 3, 9, 70, 1, 2, 1, 1",
    })
    void agreesWithPlainLoops(
            int images,
            int groups,
            int in,
            int out,
            int height,
            int width,
            int kernel,
            int stride,
            int padding,
            int dilation) {
        ConvolutionShape s = shape(images, groups, in, out, height, width, kernel, stride, padding, dilation);
        float[] x = random(images * groups * in * height * width, 1);
        float[] w = random(groups * out * in * kernel * kernel, 2);
        float[] dy = random(images * groups * out * s.outputs, 3);
        float[] bias = random(groups * Math.max(in, out), 4);
        for (boolean add : new boolean[] {false, true}) {
            float[] y = random(images * groups * out * s.outputs, 5);
            double[] expectedY = start(y, add, add ? null : bias, groups * out, s.outputs);
            float[] dx = random(x.length - FRONT - Lanes.PADDING, 6);
            double[] expectedDx = start(dx, add, add ? null : bias, groups * in, s.inputs);
            float[] dw = random(w.length - FRONT - Lanes.PADDING, 7);
            double[] expectedDw = start(dw, add, null, 1, 1);
            plain(s, x, w, dy, expectedY, expectedDx, expectedDw);
            float @Nullable [] b = add ? null : bias;
            float[] firstY = y.clone();
            float[] firstDx = dx.clone();
            float[] firstDw = dw.clone();
            float[] working = new float[ConvolutionWeightGradient.working(s) + Lanes.PADDING];
            Threads.set(1);
            Convolution.run(s, x, FRONT, w, FRONT, b, FRONT, firstY, FRONT, add);
            ConvolutionInputGradient.run(s, dy, FRONT, w, FRONT, b, FRONT, firstDx, FRONT, add);
            ConvolutionWeightGradient.run(s, x, FRONT, dy, FRONT, working, firstDw, FRONT, add);
            agree("y", firstY, expectedY, in * kernel * kernel);
            agree("dx", firstDx, expectedDx, out * kernel * kernel);
            agree("dw", firstDw, expectedDw, images * s.outputs);
            Threads.set(2);
            Arrays.fill(working, Float.NaN);
            Convolution.run(s, x, FRONT, w, FRONT, b, FRONT, y, FRONT, add);
            ConvolutionInputGradient.run(s, dy, FRONT, w, FRONT, b, FRONT, dx, FRONT, add);
            ConvolutionWeightGradient.run(s, x, FRONT, dy, FRONT, working, dw, FRONT, add);
            assertThat(y).as("y by two threads").containsExactly(firstY);
            assertThat(dx).as("dx by two threads").containsExactly(firstDx);
            assertThat(dw).as("dw by two threads").containsExactly(firstDw);
        }
    }

    /// Phases are taken of some images at a time; the last time there are fewer.
    @Test
    void phasesOfManyImages() {
        ConvolutionShape s = shape(7, 1, 64, 8, 32, 32, 3, 2, 1, 1);
        float[] dy = random(7 * 8 * s.outputs, 1);
        float[] w = random(8 * 64 * 9, 2);
        float[] dx = random(7 * 64 * 32 * 32, 3);
        double[] expected = start(dx, false, null, 64, s.inputs);
        plain(s, random(dx.length, 4), w, dy, new double[7 * 8 * s.outputs], expected, new double[8 * 64 * 9]);
        ConvolutionInputGradient.run(s, dy, FRONT, w, FRONT, null, 0, dx, FRONT, false);
        agree("dx", dx, expected, 8 * 9);
    }

    private static ConvolutionShape shape(
            int images,
            int groups,
            int in,
            int out,
            int height,
            int width,
            int kernel,
            int stride,
            int padding,
            int dilation) {
        int reach = dilation * (kernel - 1) + 1;
        int[] output = {
            1, (height + 2 * padding - reach) / stride + 1, (width + 2 * padding - reach) / stride + 1,
        };
        return new ConvolutionShape(
                images,
                groups,
                in,
                out,
                new int[] {1, height, width},
                output,
                new int[] {1, kernel, kernel},
                new int[] {1, stride, stride},
                new int[] {0, padding, padding},
                new int[] {1, dilation, dilation});
    }

    private static float[] random(int length, long seed) {
        var random = new SplittableRandom(seed);
        float[] values = new float[FRONT + length + Lanes.PADDING];
        Arrays.fill(values, Float.NaN);
        for (int i = FRONT; i < FRONT + length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /// What sums begin with.
    private static double[] start(float[] values, boolean add, float @Nullable [] bias, int channels, int each) {
        double[] sums = new double[values.length - FRONT - Lanes.PADDING];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = add ? values[FRONT + i] : bias == null ? 0 : bias[FRONT + i / each % channels];
        }
        return sums;
    }

    private static void plain(
            ConvolutionShape s, float[] x, float[] w, float[] dy, double[] y, double[] dx, double[] dw) {
        for (int n = 0; n < s.images; n++) {
            for (int m = 0; m < s.groups * s.outChannels; m++) {
                for (int i = 0; i < s.output[1]; i++) {
                    for (int j = 0; j < s.output[2]; j++) {
                        position(s, n, m, i, j, x, w, dy, y, dx, dw);
                    }
                }
            }
        }
    }

    private static void position(
            ConvolutionShape s,
            int n,
            int m,
            int i,
            int j,
            float[] x,
            float[] w,
            float[] dy,
            double[] y,
            double[] dx,
            double[] dw) {
        int out = ((n * s.groups * s.outChannels + m) * s.output[1] + i) * s.output[2] + j;
        for (int c = 0; c < s.inChannels; c++) {
            for (int k1 = 0; k1 < s.kernel[1]; k1++) {
                for (int k2 = 0; k2 < s.kernel[2]; k2++) {
                    int i1 = i * s.stride[1] - s.padding[1] + k1 * s.dilation[1];
                    int i2 = j * s.stride[2] - s.padding[2] + k2 * s.dilation[2];
                    if (i1 < 0 || i1 >= s.input[1] || i2 < 0 || i2 >= s.input[2]) {
                        continue;
                    }
                    int channel = m / s.outChannels * s.inChannels + c;
                    int at = ((n * s.groups * s.inChannels + channel) * s.input[1] + i1) * s.input[2] + i2;
                    int tap = ((m * s.inChannels + c) * s.kernel[1] + k1) * s.kernel[2] + k2;
                    y[out] += (double) x[FRONT + at] * w[FRONT + tap];
                    dx[at] += (double) dy[FRONT + out] * w[FRONT + tap];
                    dw[tap] += (double) dy[FRONT + out] * x[FRONT + at];
                }
            }
        }
    }

    /// The padding around the elements is as it was.
    private static void agree(String name, float[] values, double[] expected, int terms) {
        double bound = 1e-7 * terms + 1e-6;
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) values[FRONT + i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(bound));
        }
        for (int i = 0; i < values.length; i++) {
            if (i < FRONT || i >= FRONT + expected.length) {
                assertThat(values[i]).as("%s, padding at %d", name, i).isNaN();
            }
        }
    }
}
