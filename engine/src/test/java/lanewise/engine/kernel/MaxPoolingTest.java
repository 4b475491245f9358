package lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

class MaxPoolingTest {
    private static final int PLANES = 5;

    @Test
    void gatheringFindsWhatOneWindowAfterTheOtherDoes() {
        compare(new int[] {1, 8, 8}, new int[] {1, 4, 4}, new int[] {1, 2, 2}, 2, 0, 1);
        compare(new int[] {1, 24, 24}, new int[] {1, 12, 12}, new int[] {1, 2, 2}, 2, 0, 1);
        compare(new int[] {1, 17, 31}, new int[] {1, 9, 16}, new int[] {1, 3, 3}, 2, 1, 1);
        compare(new int[] {6, 7, 9}, new int[] {4, 5, 7}, new int[] {3, 3, 3}, 1, 0, 1);
        compare(new int[] {1, 1, 40}, new int[] {1, 1, 19}, new int[] {1, 1, 2}, 2, 0, 3);
        compare(new int[] {1, 1, 3}, new int[] {1, 1, 1}, new int[] {1, 1, 3}, 1, 0, 1);
    }

    @Test
    void gatheringFindsItInAsManyTablesAsThereAreWindowsFor() {
        compare(new int[] {1, 96, 150}, new int[] {1, 94, 148}, new int[] {1, 3, 3}, 1, 0, 1);
    }

    @Test
    void gatheringFindsItInWindowsOfSeveralSizes() {
        int[] input = {3, 11, 13};
        compare(PoolWindows.adaptive(input, new int[] {2, 4, 5}), 3 * 11 * 13);
        compare(PoolWindows.adaptive(input, new int[] {1, 1, 1}), 3 * 11 * 13);
    }

    /// Both elements of the only window are padding.
    @Test
    void ofNoElementNothingIsTheGreatest() {
        int[] one = {1, 1, 1};
        var windows = PoolWindows.regular(
                new int[] {1, 1, 4},
                one,
                new int[] {1, 1, 2},
                one,
                new int[] {0, 0, 1},
                new int[] {0, 0, 1},
                new int[] {1, 1, 5});
        float[] y = {Float.NaN};
        MaxPooling.run(windows, 1, new float[4 + Lanes.PADDING], 0, y, 0, new long[1]);
        assertThat(y).containsExactly(Float.NEGATIVE_INFINITY);
    }

    private static void compare(int[] input, int[] output, int[] kernel, int stride, int padding, int dilation) {
        int[] before = {0, kernel[1] > 1 ? padding : 0, kernel[2] > 1 ? padding : 0};
        int[] strides = {input[0] > 1 ? stride : 1, input[1] > 1 ? stride : 1, stride};
        int[] dilations = {1, 1, dilation};
        compare(
                PoolWindows.regular(input, output, kernel, strides, before, before, dilations),
                input[0] * input[1] * input[2]);
    }

    private static void compare(PoolWindows windows, int inputs) {
        int xAt = 3;
        int yAt = 2;
        float[] x = values(xAt + PLANES * inputs);
        int outputs = PLANES * windows.outputs;
        float[] expected = new float[yAt + outputs + 1];
        float[] y = expected.clone();
        long[] expectedPlaces = new long[outputs];
        long[] places = new long[outputs];
        MaxPooling.run(windows, PLANES, x, xAt, expected, yAt, expectedPlaces, false);
        MaxPooling.run(windows, PLANES, x, xAt, y, yAt, places, true);
        assertThat(y).containsExactly(expected);
        assertThat(places).containsExactly(expectedPlaces);
    }

    /// Few different ones, so that there are equal ones, some not numbers and some infinite.
    private static float[] values(int length) {
        var random = new SplittableRandom(7);
        float[] values = new float[length + Lanes.PADDING];
        for (int i = 0; i < length; i++) {
            int kind = random.nextInt(40);
            values[i] = kind == 0 ? Float.NaN : kind < 4 ? Float.NEGATIVE_INFINITY : random.nextInt(9) - 4f;
        }
        return values;
    }
}
