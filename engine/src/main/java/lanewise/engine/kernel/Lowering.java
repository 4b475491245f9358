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
        int reach = Math.max(s.padding[2], (s.kernel[2] - 1) * s.dilation[2] - s.padding[2]);
        boolean whole = s.stride[1] == 1 && s.stride[2] == 1 && s.output[2] == s.input[2] && reach <= s.output[2];
        for (int p = 0; p < b.planesOf(block); p++) {
            int image = b.imageOf(first + p);
            int slice = b.sliceOf(first + p) * s.stride[0] - s.padding[0];
            int at = p * b.planeSize;
            for (int c = 0; c < channels; c++) {
                int start = xAt + s.startOfInput(image, group, channel + c);
                for (int i = 0; i < s.kernel[0]; i++) {
                    int i0 = slice + i * s.dilation[0];
                    int plane = start + i0 * s.input[1] * s.input[2];
                    if (i0 < 0 || i0 >= s.input[0]) {
                        Arrays.fill(y, at, at + b.copies / s.kernel[0] * b.copy, 0f);
                    } else if (b.once) {
                        copyOnce(b, block, x, plane, y, at);
                    } else if (whole) {
                        copyPlane(b, block, x, plane, y, at);
                    } else {
                        for (int k = 0; k < s.kernel[2]; k++) {
                            copyPhases(b, block, k * s.dilation[2] - s.padding[2], x, plane, y, at + k * b.copy);
                        }
                    }
                    at += b.copies / s.kernel[0] * b.copy;
                }
            }
        }
    }

    /// The only copy of a plane: lines with their padding. Vectors are stored whole, beyond a line's end.
    private static void copyOnce(LoweredBlocks b, int block, float[] x, int xAt, float[] y, int yAt) {
        ConvolutionShape s = b.s;
        int lines = b.linesOf(block) + b.phaseLines - b.lines;
        int first = b.firstLine(block) - s.padding[1];
        int size = s.input[2];
        int pitch = b.pitch;
        int before = Math.clamp(s.padding[2], 0, pitch);
        int skipped = Math.max(-s.padding[2], 0);
        int inside = Math.clamp(size - skipped, 0, pitch - before);
        int to = yAt;
        for (int line = first; line < first + lines; line++, to += pitch) {
            boolean padding = line < 0 || line >= s.input[1];
            int begin = padding ? pitch : before;
            for (int p = 0; p < begin; p += LANES) {
                FloatVector.zero(SPECIES).intoArray(y, to + p);
            }
            int end = padding ? pitch : before + inside;
            int from = xAt + line * size + skipped - before;
            for (int p = begin; p < end; p += LANES) {
                FloatVector.fromArray(SPECIES, x, from + p).intoArray(y, to + p);
            }
            for (int p = end; p < pitch; p += LANES) {
                FloatVector.zero(SPECIES).intoArray(y, to + p);
            }
        }
        clearGap(y, to);
    }

    /// One copy: of each line the elements `shift + stride·p`, zeros where there are none.
    private static void copyPhases(LoweredBlocks b, int block, int shift, float[] x, int xAt, float[] y, int yAt) {
        ConvolutionShape s = b.s;
        int lines = b.linesOf(block) + b.phaseLines - b.lines;
        int first = b.firstLine(block) * s.stride[1] - s.padding[1];
        int width = s.output[2];
        int step = s.stride[2];
        int size = s.input[2];
        int lo = shift >= 0 ? 0 : Math.min((step - 1 - shift) / step, width);
        int hi = shift >= size ? lo : Math.clamp((size - 1 - shift) / step + 1, lo, width);
        boolean inside = lo == 0
                && hi == width
                && step == 1
                && first >= 0
                && first + b.phases - 1 + (lines - 1) * s.stride[1] < s.input[1];
        for (int f = 0; f < b.phases; f++) {
            int from = xAt + (first + f) * size + shift;
            int to = yAt + f * b.phaseLines * width;
            if (inside) {
                copyInside(lines, s.stride[1] * size, width, x, from, y, to);
            } else {
                copyLines(lines, first + f, s.stride[1], s.input[1], size, width, lo, hi, step, x, from, y, to);
            }
        }
        clearBehindPhases(b, lines, width, y, yAt);
        clearGap(y, yAt + ((b.phases - 1) * b.phaseLines + lines) * width);
    }

    private static void clearGap(float[] y, int end) {
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

    /// All copies of a plane whose lines stay as wide as they were: each copy is one run, in which the ends of
    /// lines are zeros. Vectors are stored whole, beyond the end.
    private static void copyPlane(LoweredBlocks b, int block, float[] x, int xAt, float[] y, int yAt) {
        ConvolutionShape s = b.s;
        int lines = b.linesOf(block) + b.phaseLines - b.lines;
        int first = b.firstLine(block) - s.padding[1];
        int width = s.output[2];
        int above = Math.clamp(-first, 0, lines);
        int inside = Math.clamp(s.input[1] - (first + above), 0, lines - above);
        int end = lines * width;
        int from = xAt + (first + above) * width;
        boolean even = width <= LANES && (width & width - 1) == 0;
        for (int k = 0; k < s.kernel[2]; k++) {
            int shift = k * s.dilation[2] - s.padding[2];
            int at = yAt + k * b.copy;
            int to = at + above * width;
            for (int p = at; p < to; p += LANES) {
                FloatVector.zero(SPECIES).intoArray(y, p);
            }
            if (even) {
                copyShortLines(inside * width, width, shift, x, from + shift, y, to);
            } else {
                copyLongLines(inside, width, shift, x, from + shift, y, to);
            }
            for (int p = to + inside * width; p < at + end; p += LANES) {
                FloatVector.zero(SPECIES).intoArray(y, p);
            }
            clearGap(y, at + end);
        }
    }

    /// Several lines are a vector: all have the same elements that lie in the padding.
    private static void copyShortLines(int length, int width, int shift, float[] x, int xAt, float[] y, int yAt) {
        var zero = FloatVector.zero(SPECIES);
        var inside = VectorMask.fromLong(SPECIES, insideOfLines(width, shift));
        int p = 0;
        // the first vector may begin before the array does
        for (; p < length && xAt + p < 0; p += LANES) {
            for (int i = p; i < p + LANES; i++) {
                boolean padding = i % width + shift < 0 || i % width + shift >= width;
                y[yAt + i] = padding || i >= length ? 0f : x[xAt + i];
            }
        }
        for (; p < length; p += LANES) {
            zero.blend(FloatVector.fromArray(SPECIES, x, xAt + p), inside).intoArray(y, yAt + p);
        }
    }

    /// A bit for each lane whose element, `shift` further on, is in the same line.
    private static long insideOfLines(int width, int shift) {
        long line = (1L << width) - 1;
        long bits = shift >= 0 ? line >> shift : line << -shift & line;
        for (int lanes = width; lanes < LANES; lanes *= 2) {
            bits |= bits << lanes;
        }
        return bits;
    }

    private static void copyLongLines(int lines, int width, int shift, float[] x, int xAt, float[] y, int yAt) {
        int end = lines * width - Math.max(shift, 0);
        for (int p = Math.max(-shift, 0); p < end; p += LANES) {
            FloatVector.fromArray(SPECIES, x, xAt + p).intoArray(y, yAt + p);
        }
        int zeros = Math.abs(shift);
        int at = shift < 0 ? yAt : yAt + width - shift;
        for (int j = 0; j < lines; j++, at += width) {
            for (int p = at; p < at + zeros; p++) {
                y[p] = 0f;
            }
        }
    }

    /// Lines that are copied whole, `step` apart.
    private static void copyInside(int lines, int step, int width, float[] x, int xAt, float[] y, int yAt) {
        int from = xAt;
        int to = yAt;
        int end = yAt + lines * width;
        if (width <= LANES) {
            for (; to < end; to += width, from += step) {
                FloatVector.fromArray(SPECIES, x, from).intoArray(y, to);
            }
        } else if (width <= 2 * LANES) {
            for (; to < end; to += width, from += step) {
                FloatVector.fromArray(SPECIES, x, from).intoArray(y, to);
                FloatVector.fromArray(SPECIES, x, from + LANES).intoArray(y, to + LANES);
            }
        } else {
            for (; to < end; to += width, from += step) {
                for (int p = 0; p < width; p += LANES) {
                    FloatVector.fromArray(SPECIES, x, from + p).intoArray(y, to + p);
                }
            }
        }
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
