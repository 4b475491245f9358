package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/// Copies images as [LoweredBlocks] says.
final class Lowering {
    /// Every second element, twice.
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(SPECIES, lane -> 2 * lane & (LANES - 1));

    private static final VectorMask<Float> UPPER = VectorMask.fromLong(SPECIES, -1L << LANES / 2 & (1L << LANES) - 1);

    private Lowering() {}

    /// Lowers a block of a group, `channels` of its channels from `channel` on, into `y` from 0 on.
    static void lower(LoweredBlocks b, int block, int group, int channel, int channels, float[] x, int xAt, float[] y) {
        ConvolutionShape s = b.s;
        int first = b.firstPlane(block);
        for (int p = 0; p < b.planesOf(block); p++) {
            int image = b.imageOf(first + p);
            int slice = b.sliceOf(first + p) * s.stride[0] - s.padding[0];
            int at = p * b.planeSize;
            for (int c = 0; c < channels; c++) {
                int start = xAt + s.startOfInput(image, group, channel + c);
                for (int i = 0; i < s.kernel[0]; i++) {
                    int i0 = slice + i * s.dilation[0];
                    boolean inside = i0 >= 0 && i0 < s.input[0];
                    for (int k = 0; k < s.kernel[2]; k++) {
                        if (inside) {
                            int plane = start + i0 * s.input[1] * s.input[2];
                            copy(b, block, k * s.dilation[2] - s.padding[2], x, plane, y, at);
                        } else {
                            Arrays.fill(y, at, at + b.copy, 0f);
                        }
                        at += b.copy;
                    }
                }
            }
        }
    }

    /// One copy: of each line the elements `shift + stride·p`, zeros where there are none.
    private static void copy(LoweredBlocks b, int block, int shift, float[] x, int xAt, float[] y, int yAt) {
        ConvolutionShape s = b.s;
        int lines = b.linesOf(block) + b.phaseLines - b.lines;
        int first = b.firstLine(block) * s.stride[1] - s.padding[1];
        int width = s.output[2];
        int end = yAt + ((b.phases - 1) * b.phaseLines + lines) * width;
        if (s.stride[1] == 1 && s.stride[2] == 1 && width == s.input[2] && Math.abs(shift) <= width) {
            copyPlane(lines, first, s.input[1], width, shift, x, xAt, y, yAt);
        } else {
            int step = s.stride[2];
            int size = s.input[2];
            int lo = shift >= 0 ? 0 : Math.min((step - 1 - shift) / step, width);
            int hi = shift >= size ? lo : Math.clamp((size - 1 - shift) / step + 1, lo, width);
            for (int f = 0; f < b.phases; f++) {
                int from = xAt + (first + f) * size + shift;
                int to = yAt + f * b.phaseLines * width;
                copyLines(lines, first + f, s.stride[1], s.input[1], size, width, lo, hi, step, x, from, y, to);
            }
            clearBehindPhases(b, lines, width, y, yAt);
        }
        FloatVector.zero(SPECIES).intoArray(y, end);
        FloatVector.zero(SPECIES).intoArray(y, end + LANES);
    }

    /// Zeros in the lines that a last, lower block does not have, but for those behind the last phase: vectors of
    /// positions reach there, and what an earlier convolution has left might not be a number.
    private static void clearBehindPhases(LoweredBlocks b, int lines, int width, float[] y, int yAt) {
        for (int f = 0; f < b.phases - 1 && lines < b.phaseLines; f++) {
            int at = yAt + f * b.phaseLines * width;
            Arrays.fill(y, at + lines * width, at + b.phaseLines * width, 0f);
        }
    }

    /// Lines as wide as they were are one run, in which the ends of lines are zeros. Vectors are stored whole,
    /// beyond the end.
    private static void copyPlane(
            int lines, int first, int height, int width, int shift, float[] x, int xAt, float[] y, int yAt) {
        int above = Math.clamp(-first, 0, lines);
        int inside = Math.clamp(height - (first + above), 0, lines - above);
        Arrays.fill(y, yAt, yAt + above * width, 0f);
        int to = yAt + above * width;
        int from = xAt + (first + above) * width + shift;
        int end = inside * width - Math.max(shift, 0);
        for (int p = Math.max(-shift, 0); p < end; p += LANES) {
            FloatVector.fromArray(SPECIES, x, from + p).intoArray(y, to + p);
        }
        int zeros = Math.abs(shift);
        int at = shift < 0 ? to : to + width - shift;
        for (int j = 0; j < inside; j++, at += width) {
            for (int p = at; p < at + zeros; p++) {
                y[p] = 0f;
            }
        }
        Arrays.fill(y, to + inside * width, yAt + lines * width, 0f);
    }

    /// `for j in [0, lines), p in [lo, hi): y[yAt + j·width + p] = x[xAt + j·lineStep·size + p·step]`, zeros in the
    /// rest of a line, and where `first + j·lineStep` is outside `[0, height)`.
    private static void copyLines(
            int lines,
            int first,
            int lineStep,
            int height,
            int size,
            int width,
            int lo,
            int hi,
            int step,
            float[] x,
            int xAt,
            float[] y,
            int yAt) {
        int from = xAt;
        int to = yAt;
        int line = first;
        for (int j = 0; j < lines; j++, from += lineStep * size, to += width, line += lineStep) {
            if (line < 0 || line >= height) {
                Arrays.fill(y, to, to + width, 0f);
                continue;
            }
            for (int p = to; p < to + lo; p++) {
                y[p] = 0f;
            }
            if (step == 1) {
                for (int p = lo; p < hi; p += LANES) {
                    FloatVector.fromArray(SPECIES, x, from + p).intoArray(y, to + p);
                }
            } else {
                int p = step == 2 ? copyEven(lo, hi, x, from, y, to) : lo;
                for (; p < hi; p++) {
                    y[to + p] = x[from + p * step];
                }
            }
            for (int p = to + hi; p < to + width; p++) {
                y[p] = 0f;
            }
        }
    }

    /// Every second element from the `lo`-th on, as far as two vectors stay within the array. Returns how far.
    private static int copyEven(int lo, int hi, float[] x, int xAt, float[] y, int yAt) {
        int end = Math.min(hi, Math.floorDiv(x.length - xAt - 2 * LANES, 2) + 1);
        int p = lo;
        for (; p < end; p += LANES) {
            int at = xAt + 2 * p;
            FloatVector.fromArray(SPECIES, x, at)
                    .rearrange(EVEN)
                    .blend(FloatVector.fromArray(SPECIES, x, at + LANES).rearrange(EVEN), UPPER)
                    .intoArray(y, yAt + p);
        }
        return p;
    }
}
