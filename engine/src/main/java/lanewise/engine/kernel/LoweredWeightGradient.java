package lanewise.engine.kernel;

import static lanewise.engine.kernel.ConvolutionWeightTile.ROWS;
import static lanewise.engine.kernel.ConvolutionWeightTile.VECTORS;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The gradient of a convolution's weight as products of `dy` and the lowered image, see [LoweredBlocks], with a
/// vector of partial sums for each element: what [ConvolutionWeightGradient] does where [LoweredConvolution] takes
/// the convolution.
///
/// The threads divide groups, channels of the input and segments of the blocks. A segment has a sum of its own; the
/// sums are added up in their order. All of that follows from the sizes.
final class LoweredWeightGradient implements RangeTask {
    /// Floats of a line of dy in all its channels, at most: they are copied for each block.
    private static final int LONGEST_LINE = 4 * LoweredBlocks.BLOCK_FLOATS;

    /// Vectors of a block: 8 channels of so many are 16 KiB at 512 bits, and stay in the first-level cache.
    private static final int MOST_VECTORS = 32;

    /// The same where lines are copied once, so that there is room for more.
    private static final int MOST_VECTORS_ONCE = 64;

    /// Floats of partial sums that stay in the second-level cache.
    private static final int MOST_SUMS = 1 << 17;

    /// So many units of work are worth having, for threads to divide.
    private static final int ENOUGH_UNITS = 8;

    /// Vectors of positions that are worth a segment, since sums must be emptied and added up.
    private static final int SEGMENT_VECTORS = 256;

    /// Vectors of positions from which on a vector of sums for each element of the weight is worth adding up.
    private static final int LEAST_VECTORS = 96;

    /// Lane numbers for [FloatVector#selectFrom]: every second one of two vectors.
    private static final float[] EVEN = every(0);

    private static final float[] ODD = every(1);

    private final ConvolutionShape s;
    private final LoweredBlocks blocks;
    private final float[] x;
    private final int xAt;
    private final float[] dy;
    private final int dyAt;
    private final float[] sums;
    private final int parts;
    private final int segments;
    private final int strips;

    private LoweredWeightGradient(ConvolutionShape s, float[] x, int xAt, float[] dy, int dyAt, float[] sums) {
        this.s = s;
        this.blocks = s.loweredForWeight();
        this.x = x;
        this.xAt = xAt;
        this.dy = dy;
        this.dyAt = dyAt;
        this.sums = sums;
        this.parts = parts(s);
        this.segments = segments(s, blocks);
        this.strips = GemmBlocking.tiles(s.outChannels, ROWS);
    }

    /// Whether it is for such a convolution: there are enough positions for lanes that are added up at the end.
    static boolean takes(ConvolutionShape s) {
        return LoweredConvolution.takes(s)
                && (long) s.outChannels * s.output[2] <= LONGEST_LINE
                && (long) s.images * s.outputs >= (long) LEAST_VECTORS * LANES;
    }

    /// How many floats of working memory [#run] needs: a sum a segment.
    static int working(ConvolutionShape s) {
        return segments(s, s.loweredForWeight()) * weights(s);
    }

    /// See [ConvolutionWeightGradient#run].
    static void run(
            ConvolutionShape s,
            float[] x,
            int xAt,
            float[] dy,
            int dyAt,
            float[] working,
            float[] dw,
            int dwAt,
            boolean add) {
        int weights = weights(s);
        var task = new LoweredWeightGradient(s, x, xAt, dy, dyAt, working);
        int units = s.groups * task.parts * task.segments;
        long each = Math.max((long) weights * s.images * s.outputs / units, 1);
        Workers.run(units, (int) (GemmBlocking.MIN_PRODUCTS / each) + 1, task);
        for (int segment = 1; segment < task.segments; segment++) {
            AddTo.run(working, 0, 1f, working, segment * weights, weights);
        }
        if (add) {
            AddTo.run(dw, dwAt, 1f, working, 0, weights);
        } else {
            System.arraycopy(working, 0, dw, dwAt, weights);
        }
    }

    private static int weights(ConvolutionShape s) {
        return s.groups * s.outChannels * s.depth;
    }

    private static int parts(ConvolutionShape s) {
        int channels = MOST_SUMS / (GemmBlocking.tiles(s.outChannels, ROWS) * ROWS * s.taps * LANES);
        return GemmBlocking.tiles(s.inChannels, Math.max(channels, 1));
    }

    static LoweredBlocks blocks(ConvolutionShape s) {
        return new LoweredBlocks(
                s,
                GemmBlocking.tiles(s.inChannels, parts(s)),
                LoweredBlocks.BLOCK_FLOATS,
                LoweredBlocks.isCopiedOnce(s) ? MOST_VECTORS_ONCE : MOST_VECTORS,
                1);
    }

    private static int segments(ConvolutionShape s, LoweredBlocks blocks) {
        int wanted = GemmBlocking.tiles(ENOUGH_UNITS, parts(s) * s.groups);
        long vectors = (long) blocks.blocks() * blocks.vectors();
        return Math.clamp(Math.min(wanted, vectors / SEGMENT_VECTORS), 1, Math.max(blocks.blocks(), 1));
    }

    @Override
    public void run(int from, int to) {
        ConvolutionScratch scratch = ConvolutionScratch.ofThread();
        float[] lowered = scratch.columns(blocks.floats());
        int[] offsets = scratch.offsets(blocks.channels * s.taps);
        int[] places = scratch.places(blocks.vectors());
        float[] d = scratch.padded(strips * stripOfD());
        float[] partial = scratch.outputs(GemmBlocking.tiles(partials(), LANES) * LANES * LANES);
        blocks.offsets(offsets);
        for (int unit = from; unit < to; unit++) {
            int segment = unit % segments;
            int part = unit / segments % parts;
            int group = unit / segments / parts;
            int channel = part * blocks.channels;
            int channels = Math.min(blocks.channels, s.inChannels - channel);
            int firstBlock = (int) ((long) blocks.blocks() * segment / segments);
            int endBlock = (int) ((long) blocks.blocks() * (segment + 1) / segments);
            Arrays.fill(partial, 0, GemmBlocking.tiles(partials(), LANES) * LANES * LANES, 0f);
            for (int block = firstBlock; block < endBlock; block++) {
                Lowering.lower(blocks, block, group, channel, channels, x, xAt, lowered);
                copyGradient(block, group, d);
                int count = place(block, places);
                add(count, channels * s.taps, lowered, offsets, places, d, partial);
            }
            addLanes(partial);
            int target = segment * weights(s) + group * s.outChannels * s.depth + channel * s.taps;
            copyOut(channels * s.taps, partial, target);
        }
    }

    /// Floats of a strip of dy's channels.
    private int stripOfD() {
        return blocks.vectors() * ROWS * LANES;
    }

    /// Elements of the weight that a unit has sums for, those included that only fill tiles.
    private int partials() {
        return strips * GemmBlocking.tiles(blocks.channels * s.taps, VECTORS) * ROWS * VECTORS;
    }

    /// The block's part of dy in strips of channels, in each of which a vector of one channel lies beside that of
    /// the next; each plane is filled up to whole vectors and the channels to whole strips with zeros.
    private void copyGradient(int block, int group, float[] d) {
        int first = blocks.firstPlane(block);
        int positions = blocks.positionsOf(block);
        int length = blocks.vectorsOf(block) * ROWS * LANES;
        for (int m = 0; m < strips * ROWS; m++) {
            int to = m / ROWS * stripOfD() + m % ROWS * LANES;
            for (int p = 0; p < blocks.planesOf(block); p++, to += length) {
                if (m < s.outChannels) {
                    int line = blocks.sliceOf(first + p) * s.output[1] + blocks.firstLine(block);
                    int image = blocks.imageOf(first + p);
                    int start = dyAt + s.startOfOutput(image, group) + m * s.outputs + line * s.output[2];
                    copyVectors(dy, start, positions, d, to);
                } else {
                    for (int at = to; at < to + length; at += ROWS * LANES) {
                        FloatVector.zero(SPECIES).intoArray(d, at);
                    }
                }
            }
        }
    }

    /// Vectors side by side to where there are `ROWS` vectors from one to the next, zeros behind the last element.
    private static void copyVectors(float[] x, int xAt, int count, float[] y, int yAt) {
        int to = yAt;
        for (int q = 0; q < count; q += LANES, to += ROWS * LANES) {
            FloatVector.fromArray(SPECIES, x, xAt + q).intoArray(y, to);
        }
        int rest = count % LANES;
        if (rest != 0) {
            Arrays.fill(y, to - ROWS * LANES + rest, to - ROWS * LANES + LANES, 0f);
        }
    }

    private int place(int block, int[] places) {
        int count = 0;
        int each = blocks.vectorsOf(block);
        for (int p = 0; p < blocks.planesOf(block); p++) {
            for (int v = 0; v < each; v++) {
                places[count] = p * blocks.planeSize + blocks.placeOf(v * LANES);
                count++;
            }
        }
        return count;
    }

    private void add(int count, int rows, float[] lowered, int[] offsets, int[] places, float[] d, float[] partial) {
        int to = 0;
        for (int strip = 0; strip < strips; strip++) {
            int from = strip * stripOfD();
            for (int p = 0; p < rows; p += VECTORS) {
                int o0 = offsets[p];
                int o1 = offsets[Math.min(p + 1, rows - 1)];
                int o2 = offsets[Math.min(p + 2, rows - 1)];
                ConvolutionWeightTile.run(count, d, from, lowered, places, o0, o1, o2, partial, to);
                to += ROWS * VECTORS * LANES;
            }
        }
    }

    /// Leaves the sum of vector `i`'s lanes at index `i`: neighbours are added up, then the sums of neighbours, of
    /// as many vectors at a time as there are lanes.
    private void addLanes(float[] partial) {
        var even = FloatVector.fromArray(SPECIES, EVEN, 0);
        var odd = FloatVector.fromArray(SPECIES, ODD, 0);
        int groups = GemmBlocking.tiles(partials(), LANES);
        for (int g = 0; g < groups; g++) {
            int at = g * LANES * LANES;
            for (int vectors = LANES / 2; vectors > 0; vectors /= 2) {
                for (int i = 0; i < vectors; i++) {
                    var first = FloatVector.fromArray(SPECIES, partial, at + 2 * i * LANES);
                    var second = FloatVector.fromArray(SPECIES, partial, at + (2 * i + 1) * LANES);
                    even.selectFrom(first, second)
                            .add(odd.selectFrom(first, second))
                            .intoArray(partial, at + i * LANES);
                }
            }
            FloatVector.fromArray(SPECIES, partial, at).intoArray(partial, g * LANES);
        }
    }

    private void copyOut(int rows, float[] partial, int target) {
        int tiles = GemmBlocking.tiles(rows, VECTORS);
        for (int m = 0; m < s.outChannels; m++) {
            int from = (m / ROWS * tiles * ROWS + m % ROWS) * VECTORS;
            int to = target + m * s.depth;
            for (int p = 0; p < rows; p++) {
                sums[to + p] = partial[from + p / VECTORS * ROWS * VECTORS + p % VECTORS];
            }
        }
    }

    private static float[] every(int first) {
        float[] lanes = new float[LANES];
        for (int i = 0; i < LANES; i++) {
            lanes[i] = first + 2 * i;
        }
        return lanes;
    }
}
