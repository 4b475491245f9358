package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// The gradient of the input of a convolution with strides, phase by phase: the elements of dx whose places leave
/// the same remainders, divided by the strides, meet the same elements of the kernel, one stride apart, so that
/// each phase is a convolution of dy without strides. Their results are interleaved.
///
/// Images are taken so many at a time that the phases stay in the second-level cache until then; how many follows
/// from the sizes.
final class PhasedInputGradient implements RangeTask {
    /// Floats of the phases of the images that are taken together.
    private static final int MOST_FLOATS = 1 << 18;

    private static final int MOST_PHASES = 16;

    /// Lane numbers for [FloatVector#selectFrom]: those of two vectors by turns.
    private static final float[] BY_TURNS = byTurns();

    private final ConvolutionShape s;
    private final int lines;
    private final int columns;
    private final float[] phases;
    private final int[] starts;
    private final float[] dx;
    private final int dxAt;
    private final boolean add;

    private PhasedInputGradient(ConvolutionShape s, float[] phases, int[] starts, float[] dx, int dxAt, boolean add) {
        this.s = s;
        this.lines = s.stride[1];
        this.columns = s.stride[2];
        this.phases = phases;
        this.starts = starts;
        this.dx = dx;
        this.dxAt = dxAt;
        this.add = add;
    }

    /// Whether it is for such a convolution: there are strides and two dimensions at most, and dilation only where
    /// there is no stride.
    static boolean takes(ConvolutionShape s) {
        int count = s.stride[1] * s.stride[2];
        return s.isFlat()
                && s.stride[0] == 1
                && s.padding[0] == 0
                && count > 1
                && count <= MOST_PHASES
                && (s.stride[1] == 1 || s.dilation[1] == 1)
                && (s.stride[2] == 1 || s.dilation[2] == 1)
                && s.isWorthMirroring()
                && s.outputs > 0;
    }

    /// See [ConvolutionInputGradient#run].
    static void run(
            ConvolutionShape s,
            float[] dy,
            int dyAt,
            float[] w,
            int wAt,
            float @Nullable [] bias,
            int biasAt,
            float[] dx,
            int dxAt,
            boolean add) {
        int channels = s.groups * s.inChannels;
        int image = channels * s.inputs;
        int runs = GemmBlocking.tiles(s.images, Math.max(MOST_FLOATS / image, 1));
        int most = GemmBlocking.tiles(s.images, runs);
        ConvolutionScratch scratch = ConvolutionScratch.ofThread();
        float[] turned = scratch.weights(s.groups * s.outChannels * s.depth);
        float[] phases = scratch.phases(most * image);
        int count = s.stride[1] * s.stride[2];
        int[] weights = turn(s, w, wAt, turned);
        int[] starts = new int[count];
        for (int first = 0; first < s.images; first += most) {
            int images = Math.min(most, s.images - first);
            int source = dyAt + s.startOfOutput(first, 0);
            List<ConvolutionShape> convolutions = images == most ? s.phases(most) : phases(s, images);
            int at = 0;
            for (int f = 0; f < count; f++) {
                starts[f] = at;
                ConvolutionShape phase = convolutions.get(f);
                if (phase.outputs == 0) {
                    continue;
                }
                if (phase.taps == 0) {
                    fill(images, channels, phase.outputs, bias, biasAt, phases, at);
                } else {
                    Convolution.run(phase, dy, source, turned, weights[f], bias, biasAt, phases, at, false);
                }
                at += images * channels * phase.outputs;
            }
            var task = new PhasedInputGradient(s, phases, starts, dx, dxAt + first * image, add);
            Workers.run(images * channels, Math.max(RowNorm.PARALLEL_FROM / s.inputs, 1), task);
        }
    }

    /// The convolutions that give the phases.
    static List<ConvolutionShape> phases(ConvolutionShape s, int images) {
        ConvolutionShape[] all = new ConvolutionShape[s.stride[1] * s.stride[2]];
        for (int f = 0; f < all.length; f++) {
            all[f] = phase(s, f, images);
        }
        return List.of(all);
    }

    /// The convolution that gives the phase.
    private static ConvolutionShape phase(ConvolutionShape s, int f, int images) {
        int[] output = {1, 0, 0};
        int[] kernel = {1, 0, 0};
        int[] padding = {0, 0, 0};
        int[] dilation = {1, 1, 1};
        for (int d = 1; d < 3; d++) {
            int remainder = remainder(s, f, d);
            int last = lastTap(s, d, remainder);
            output[d] = GemmBlocking.tiles(Math.max(s.input[d] - remainder, 0), s.stride[d]);
            kernel[d] = taps(s, d, remainder);
            padding[d] = (last * s.dilation[d] - s.padding[d] - remainder) / s.stride[d];
            dilation[d] = s.stride[d] == 1 ? s.dilation[d] : 1;
        }
        int[] ones = {1, 1, 1};
        return new ConvolutionShape(
                images, s.groups, s.outChannels, s.inChannels, s.output, output, kernel, ones, padding, dilation);
    }

    private static int remainder(ConvolutionShape s, int f, int d) {
        return d == 1 ? f / s.stride[2] : f % s.stride[2];
    }

    /// The first element of the kernel that meets places with this remainder; the others follow a stride apart, or
    /// each, where there is no stride.
    private static int firstTap(ConvolutionShape s, int d, int remainder) {
        return Math.floorMod(remainder + s.padding[d], s.stride[d]);
    }

    private static int taps(ConvolutionShape s, int d, int remainder) {
        return GemmBlocking.tiles(Math.max(s.kernel[d] - firstTap(s, d, remainder), 0), s.stride[d]);
    }

    private static int lastTap(ConvolutionShape s, int d, int remainder) {
        return firstTap(s, d, remainder) + (taps(s, d, remainder) - 1) * s.stride[d];
    }

    /// Writes the weight of each phase, `[g, c, m, kernel...]` with its last elements first. Returns where they
    /// begin.
    private static int[] turn(ConvolutionShape s, float[] w, int wAt, float[] turned) {
        int[] starts = new int[s.stride[1] * s.stride[2]];
        int to = 0;
        for (int f = 0; f < starts.length; f++) {
            starts[f] = to;
            int first1 = firstTap(s, 1, remainder(s, f, 1));
            int first2 = firstTap(s, 2, remainder(s, f, 2));
            int last1 = lastTap(s, 1, remainder(s, f, 1));
            int last2 = lastTap(s, 2, remainder(s, f, 2));
            for (int g = 0; g < s.groups; g++) {
                for (int c = 0; c < s.inChannels; c++) {
                    for (int m = 0; m < s.outChannels; m++) {
                        int from = wAt + s.startOfWeight(g, c) + m * s.depth;
                        for (int j = last1; j >= first1; j -= s.stride[1]) {
                            for (int k = last2; k >= first2; k -= s.stride[2]) {
                                turned[to] = w[from + j * s.kernel[2] + k];
                                to++;
                            }
                        }
                    }
                }
            }
        }
        return starts;
    }

    /// What no element of the kernel meets.
    private static void fill(
            int images, int channels, int length, float @Nullable [] bias, int biasAt, float[] y, int yAt) {
        int at = yAt;
        for (int i = 0; i < images; i++) {
            for (int c = 0; c < channels; c++) {
                Arrays.fill(y, at, at + length, bias == null ? 0f : bias[biasAt + c]);
                at += length;
            }
        }
    }

    /// Interleaves the phases of some channels.
    @Override
    public void run(int from, int to) {
        for (int plane = from; plane < to; plane++) {
            int target = dxAt + plane * s.inputs;
            for (int i = 0; i < s.input[1]; i++) {
                int first = i % lines * columns;
                int line = i / lines;
                if (columns == 1) {
                    merge(s.input[2], phaseLine(plane, first, line), target);
                } else if (columns == 2) {
                    int done = interleave(phaseLine(plane, first, line), phaseLine(plane, first + 1, line), target);
                    spread(plane, first, line, done, target);
                } else {
                    spread(plane, first, line, 0, target);
                }
                target += s.input[2];
            }
        }
    }

    /// Where a line of a phase of a channel begins.
    private int phaseLine(int plane, int f, int line) {
        int width = widthOf(f % columns);
        int height = GemmBlocking.tiles(s.input[1] - f / columns, lines);
        return starts[f] + (plane * height + line) * width;
    }

    private int widthOf(int remainder) {
        return GemmBlocking.tiles(Math.max(s.input[2] - remainder, 0), columns);
    }

    private void merge(int count, int from, int to) {
        if (add) {
            AddTo.run(dx, to, 1f, phases, from, count);
        } else {
            System.arraycopy(phases, from, dx, to, count);
        }
    }

    /// Whole vectors of a line of two phases. Returns how many elements that are.
    private int interleave(int even, int odd, int to) {
        var byTurns = FloatVector.fromArray(SPECIES, BY_TURNS, 0);
        int p = 0;
        for (; p <= s.input[2] - LANES; p += LANES) {
            var sum = byTurns.selectFrom(
                    FloatVector.fromArray(SPECIES, phases, even + p / 2),
                    FloatVector.fromArray(SPECIES, phases, odd + p / 2));
            if (add) {
                sum = FloatVector.fromArray(SPECIES, dx, to + p).add(sum);
            }
            sum.intoArray(dx, to + p);
        }
        return p;
    }

    private void spread(int plane, int first, int line, int done, int to) {
        for (int k = 0; k < columns && k < s.input[2]; k++) {
            int from = phaseLine(plane, first + k, line);
            int skipped = GemmBlocking.tiles(Math.max(done - k, 0), columns);
            int p = k + skipped * columns;
            for (int i = from + skipped; p < s.input[2]; p += columns, i++) {
                dx[to + p] = add ? dx[to + p] + phases[i] : phases[i];
            }
        }
    }

    private static float[] byTurns() {
        float[] lanes = new float[LANES];
        for (int i = 0; i < LANES; i++) {
            lanes[i] = i % 2 * LANES + i / 2;
        }
        return lanes;
    }
}
