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
    static final int GAP = 2 * LANES;

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
        if (s.isFlat()) {
            unfoldPadded(s, x, xAt, channels, from, count, columns, at, rowLength);
            return;
        }
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

    /// The same for images of two dimensions: the lines of a channel are copied once with their padding, and with
    /// strides so that every `stride`-th element lies beside the next; from there the rows of the matrix are whole
    /// runs.
    private static void unfoldPadded(
            ConvolutionShape s,
            float[] x,
            int xAt,
            int channels,
            int from,
            int count,
            float[] columns,
            int at,
            int rowLength) {
        int width = s.output[2];
        int step = s.stride[2];
        int firstLine = from / width;
        int lines = (from + count - 1) / width + 1 - firstLine;
        int phaseLength = width + (s.kernel[2] - 1) * s.dilation[2] / step;
        int lineLength = step * phaseLength;
        int top = firstLine * s.stride[1] - s.padding[1];
        int height = (lines - 1) * s.stride[1] + (s.kernel[1] - 1) * s.dilation[1] + 1;
        float[] padded = ConvolutionScratch.ofThread().padded(height * lineLength + GAP);
        int row = at;
        for (int c = 0; c < channels; c++) {
            int plane = xAt + c * s.inputs;
            for (int h = 0; h < height; h++) {
                int line = h * lineLength;
                if (top + h < 0 || top + h >= s.input[1]) {
                    Arrays.fill(padded, line, line + lineLength, 0f);
                } else if (step == 1) {
                    pad(x, plane + (top + h) * s.input[2], s.input[2], s.padding[2], padded, line, lineLength);
                } else {
                    int start = plane + (top + h) * s.input[2];
                    padApart(x, start, s.input[2], s.padding[2], step, padded, line, phaseLength);
                }
            }
            for (int j = 0; j < s.kernel[1]; j++) {
                for (int k = 0; k < s.kernel[2]; k++) {
                    int shift = k * s.dilation[2];
                    int start = j * s.dilation[1] * lineLength + shift % step * phaseLength + shift / step;
                    copyLines(
                            padded,
                            start + from % width,
                            s.stride[1] * lineLength,
                            width,
                            width - from % width,
                            count,
                            columns,
                            row);
                    row += rowLength;
                }
            }
        }
    }

    /// A line with zeros around: `padding` in front, or so many elements less, the rest behind.
    private static void pad(float[] x, int xAt, int size, int padding, float[] y, int yAt, int length) {
        int before = Math.clamp(padding, 0, length);
        int skipped = Math.max(-padding, 0);
        int inside = Math.clamp(size - skipped, 0, length - before);
        for (int p = 0; p < before; p++) {
            y[yAt + p] = 0f;
        }
        for (int p = 0; p < inside; p += LANES) {
            FloatVector.fromArray(SPECIES, x, xAt + skipped + p).intoArray(y, yAt + before + p);
        }
        for (int p = before + inside; p < length; p++) {
            y[yAt + p] = 0f;
        }
    }

    /// The same, every `step`-th element beside the next.
    private static void padApart(
            float[] x, int xAt, int size, int before, int step, float[] y, int yAt, int phaseLength) {
        for (int phase = 0; phase < step; phase++) {
            int target = yAt + phase * phaseLength;
            int first = phase - before;
            int lo = Math.min(firstInside(first, step), phaseLength);
            int hi = Math.max(endInside(first, step, size, phaseLength), lo);
            for (int p = 0; p < lo; p++) {
                y[target + p] = 0f;
            }
            for (int p = lo; p < hi; p++) {
                y[target + p] = x[xAt + first + p * step];
            }
            for (int p = hi; p < phaseLength; p++) {
                y[target + p] = 0f;
            }
        }
    }

    /// Runs of `width` elements, `step` apart, side by side; the first one has `first` elements.
    private static void copyLines(float[] x, int xAt, int step, int width, int first, int count, float[] y, int yAt) {
        int n = Math.min(first, count);
        for (int p = 0; p < n; p += LANES) {
            FloatVector.fromArray(SPECIES, x, xAt + p).intoArray(y, yAt + p);
        }
        int source = xAt + first - width + step;
        int target = yAt + n;
        int end = yAt + count;
        if (width <= LANES) {
            for (; target < end; target += width, source += step) {
                FloatVector.fromArray(SPECIES, x, source).intoArray(y, target);
            }
        } else if (width <= 2 * LANES) {
            for (; target < end; target += width, source += step) {
                FloatVector.fromArray(SPECIES, x, source).intoArray(y, target);
                FloatVector.fromArray(SPECIES, x, source + LANES).intoArray(y, target + LANES);
            }
        } else {
            for (; target < end; target += width, source += step) {
                int length = Math.min(width, end - target);
                for (int p = 0; p < length; p += LANES) {
                    FloatVector.fromArray(SPECIES, x, source + p).intoArray(y, target + p);
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
        // of a whole line, since two divisions a line cost more than its copy
        int lineStart = firstInside(shift, step);
        int lineEnd = endInside(shift, step, s.input[2], width);
        int j = 0;
        while (j < count) {
            int n = Math.min(width - column, count - j);
            int i0 = slice * s.stride[0] - s.padding[0] + tap0 * s.dilation[0];
            int i1 = line * s.stride[1] - s.padding[1] + tap1 * s.dilation[1];
            if (i0 < 0 || i0 >= s.input[0] || i1 < 0 || i1 >= s.input[1]) {
                Arrays.fill(columns, row + j, row + j + n, 0f);
            } else {
                int first = column * step + shift;
                boolean whole = n == width;
                int lo = Math.min(whole ? lineStart : firstInside(first, step), n);
                int hi = Math.max(whole ? lineEnd : endInside(first, step, s.input[2], n), lo);
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
        // of a whole line, since two divisions a line cost more than its copy
        int lineStart = firstInside(shift, step);
        int lineEnd = endInside(shift, step, s.input[2], width);
        int j = 0;
        while (j < count) {
            int n = Math.min(width - column, count - j);
            int i0 = slice * s.stride[0] - s.padding[0] + tap0 * s.dilation[0];
            int i1 = line * s.stride[1] - s.padding[1] + tap1 * s.dilation[1];
            if (i0 >= 0 && i0 < s.input[0] && i1 >= 0 && i1 < s.input[1]) {
                int first = column * step + shift;
                boolean whole = n == width;
                int lo = Math.min(whole ? lineStart : firstInside(first, step), n);
                int hi = whole ? lineEnd : endInside(first, step, s.input[2], n);
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
