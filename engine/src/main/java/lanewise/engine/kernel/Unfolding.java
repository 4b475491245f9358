package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// The matrix by which a convolution becomes a product (im2col), and back (col2im): a row for each input channel
/// and element of the kernel, a column for each output position; zero where the kernel lies outside the image.
/// Chellapilla, Puri, Simard 2006, "High Performance Convolutional Neural Networks for Document Processing".
final class Unfolding {
    /// What a row of the matrix needs behind its last column: vectors are stored whole.
    static final int GAP = LANES;

    private Unfolding() {}

    /// Writes the columns of `count` positions from `from` on. Rows are `rowLength` apart, at least `count + GAP`
    /// of which up to [#GAP] behind the last column is overwritten.
    ///
    /// @param xAt where the first of the channels begins
    static void unfold(
            ConvolutionShape s,
            float[] x,
            int xAt,
            int channels,
            int from,
            int count,
            float[] columns,
            int at,
            int rowLength) {
        int row = at;
        for (int c = 0; c < channels; c++) {
            int plane = xAt + c * s.inputs;
            for (int i = 0; i < s.kernel[0]; i++) {
                for (int j = 0; j < s.kernel[1]; j++) {
                    for (int k = 0; k < s.kernel[2]; k++) {
                        unfoldRow(s, x, plane, i, j, k, from, count, columns, row);
                        row += rowLength;
                    }
                }
            }
        }
    }

    /// Adds the columns to where they come from.
    static void fold(
            ConvolutionShape s,
            float[] columns,
            int at,
            int rowLength,
            int channels,
            int from,
            int count,
            float[] x,
            int xAt) {
        int row = at;
        for (int c = 0; c < channels; c++) {
            int plane = xAt + c * s.inputs;
            for (int i = 0; i < s.kernel[0]; i++) {
                for (int j = 0; j < s.kernel[1]; j++) {
                    for (int k = 0; k < s.kernel[2]; k++) {
                        foldRow(s, columns, row, i, j, k, from, count, x, plane);
                        row += rowLength;
                    }
                }
            }
        }
    }

    private static void unfoldRow(
            ConvolutionShape s,
            float[] x,
            int plane,
            int tap0,
            int tap1,
            int tap2,
            int from,
            int count,
            float[] columns,
            int row) {
        int width = s.output[2];
        int step = s.stride[2];
        int column = from % width;
        int line = from / width % s.output[1];
        int slice = from / width / s.output[1];
        int shift = tap2 * s.dilation[2] - s.padding[2];
        int j = 0;
        while (j < count) {
            int n = Math.min(width - column, count - j);
            int i0 = slice * s.stride[0] - s.padding[0] + tap0 * s.dilation[0];
            int i1 = line * s.stride[1] - s.padding[1] + tap1 * s.dilation[1];
            if (i0 < 0 || i0 >= s.input[0] || i1 < 0 || i1 >= s.input[1]) {
                Arrays.fill(columns, row + j, row + j + n, 0f);
            } else {
                int first = column * step + shift;
                int lo = Math.min(firstInside(first, step), n);
                int hi = Math.max(endInside(first, step, s.input[2], n), lo);
                int start = plane + (i0 * s.input[1] + i1) * s.input[2] + first;
                for (int p = 0; p < lo; p++) {
                    columns[row + j + p] = 0f;
                }
                if (step == 1) {
                    for (int p = lo; p < hi; p += LANES) {
                        FloatVector.fromArray(SPECIES, x, start + p).intoArray(columns, row + j + p);
                    }
                } else {
                    for (int p = lo; p < hi; p++) {
                        columns[row + j + p] = x[start + p * step];
                    }
                }
                for (int p = hi; p < n; p++) {
                    columns[row + j + p] = 0f;
                }
            }
            j += n;
            column = 0;
            line++;
            if (line == s.output[1]) {
                line = 0;
                slice++;
            }
        }
    }

    private static void foldRow(
            ConvolutionShape s,
            float[] columns,
            int row,
            int tap0,
            int tap1,
            int tap2,
            int from,
            int count,
            float[] x,
            int plane) {
        int width = s.output[2];
        int step = s.stride[2];
        int column = from % width;
        int line = from / width % s.output[1];
        int slice = from / width / s.output[1];
        int shift = tap2 * s.dilation[2] - s.padding[2];
        int j = 0;
        while (j < count) {
            int n = Math.min(width - column, count - j);
            int i0 = slice * s.stride[0] - s.padding[0] + tap0 * s.dilation[0];
            int i1 = line * s.stride[1] - s.padding[1] + tap1 * s.dilation[1];
            if (i0 >= 0 && i0 < s.input[0] && i1 >= 0 && i1 < s.input[1]) {
                int first = column * step + shift;
                int lo = Math.min(firstInside(first, step), n);
                int hi = endInside(first, step, s.input[2], n);
                int start = plane + (i0 * s.input[1] + i1) * s.input[2] + first;
                int p = lo;
                if (step == 1) {
                    for (; p <= hi - LANES; p += LANES) {
                        FloatVector.fromArray(SPECIES, x, start + p)
                                .add(FloatVector.fromArray(SPECIES, columns, row + j + p))
                                .intoArray(x, start + p);
                    }
                }
                for (; p < hi; p++) {
                    x[start + p * step] += columns[row + j + p];
                }
            }
            j += n;
            column = 0;
            line++;
            if (line == s.output[1]) {
                line = 0;
                slice++;
            }
        }
    }

    /// The first `p >= 0` with `first + p·step >= 0`.
    private static int firstInside(int first, int step) {
        return first >= 0 ? 0 : (step - 1 - first) / step;
    }

    /// The end of those `p < n` with `first + p·step < size`.
    private static int endInside(int first, int step, int size, int n) {
        return first >= size ? 0 : Math.min((size - 1 - first) / step + 1, n);
    }
}
