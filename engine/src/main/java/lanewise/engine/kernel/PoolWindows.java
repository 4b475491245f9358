package lanewise.engine.kernel;

/// The windows of a pooling over three dimensions (depth, height, width; those that there are not have size 1): a
/// box of the input for each element of the output, given dimension by dimension.
public final class PoolWindows {
    final int[] input;
    final int[] output;

    /// From one element of a window to the next, a dimension.
    final int[] step;

    /// The first element of each output's window, a dimension.
    final int[][] starts = new int[3][];

    /// The end of each output's window, a dimension.
    final int[][] ends = new int[3][];

    /// What each output's window counts as, padding included, a dimension.
    final int[][] counts = new int[3][];

    /// The elements of a channel of the input.
    final int inputs;

    /// The elements of a channel of the output.
    final int outputs;

    private PoolWindows(int[] input, int[] output, int[] step) {
        this.input = input;
        this.output = output;
        this.step = step;
        this.inputs = input[0] * input[1] * input[2];
        this.outputs = output[0] * output[1] * output[2];
        for (int d = 0; d < 3; d++) {
            starts[d] = new int[output[d]];
            ends[d] = new int[output[d]];
            counts[d] = new int[output[d]];
        }
    }

    /// Windows of one size at equal distances. All arrays have three elements.
    ///
    /// @param before elements of padding in front
    /// @param after elements of padding behind
    public static PoolWindows regular(
            int[] input, int[] output, int[] kernel, int[] stride, int[] before, int[] after, int[] dilation) {
        PoolWindows windows = new PoolWindows(input, output, dilation);
        for (int d = 0; d < 3; d++) {
            for (int o = 0; o < output[d]; o++) {
                int start = o * stride[d] - before[d];
                int end = start + (kernel[d] - 1) * dilation[d] + 1;
                windows.counts[d][o] = Math.min(end, input[d] + after[d]) - start;
                int skipped = start < 0 ? GemmBlocking.tiles(-start, dilation[d]) : 0;
                windows.starts[d][o] = start + skipped * dilation[d];
                windows.ends[d][o] = Math.min(end, input[d]);
            }
        }
        return windows;
    }

    /// Windows that divide the input among the outputs as equally as whole elements can.
    public static PoolWindows adaptive(int[] input, int[] output) {
        PoolWindows windows = new PoolWindows(input, output, new int[] {1, 1, 1});
        for (int d = 0; d < 3; d++) {
            for (int o = 0; o < output[d]; o++) {
                int start = (int) ((long) o * input[d] / output[d]);
                int end = (int) (((o + 1L) * input[d] + output[d] - 1) / output[d]);
                windows.starts[d][o] = start;
                windows.ends[d][o] = end;
                windows.counts[d][o] = end - start;
            }
        }
        return windows;
    }

    /// The elements of the largest window.
    int largest() {
        int product = 1;
        for (int d = 0; d < 3; d++) {
            int most = 0;
            for (int o = 0; o < output[d]; o++) {
                most = Math.max(most, elements(d, o));
            }
            product *= most;
        }
        return product;
    }

    /// Whether a window has no element, as with dilation and padding: all of its elements are in the padding.
    boolean hasEmpty() {
        for (int d = 0; d < 3; d++) {
            for (int o = 0; o < output[d]; o++) {
                if (elements(d, o) == 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private int elements(int d, int o) {
        return Math.max(GemmBlocking.tiles(ends[d][o] - starts[d][o], step[d]), 0);
    }

    /// Writes to `places[at + i·distance]` which element of a channel the i-th of a window is; behind the last one
    /// that one again, until there are so many.
    void places(int o, int count, int[] places, int at, int distance) {
        int o2 = o % output[2];
        int o1 = o / output[2] % output[1];
        int o0 = o / output[2] / output[1];
        int to = at;
        int last = 0;
        for (int i = starts[0][o0]; i < ends[0][o0]; i += step[0]) {
            for (int j = starts[1][o1]; j < ends[1][o1]; j += step[1]) {
                for (int k = starts[2][o2]; k < ends[2][o2]; k += step[2], to += distance) {
                    last = (i * input[1] + j) * input[2] + k;
                    places[to] = last;
                }
            }
        }
        for (; to < at + count * distance; to += distance) {
            places[to] = last;
        }
    }

    /// How many channels a thread should have at least.
    int grain() {
        return grain(inputs, outputs);
    }

    /// How many channels of so many elements a thread should have at least.
    static int grain(int inputs, int outputs) {
        return (int) Math.max(1, RowNorm.PARALLEL_FROM / Math.max(1, (long) inputs + outputs));
    }
}
