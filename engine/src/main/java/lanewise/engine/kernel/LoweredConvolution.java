package lanewise.engine.kernel;

import static lanewise.engine.kernel.ConvolutionTile.COLUMNS;
import static lanewise.engine.kernel.ConvolutionTile.ROWS;
import static lanewise.engine.kernel.ConvolutionTile.VECTORS;
import static lanewise.engine.simd.Lanes.LANES;

import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// A convolution as a product of the weight and the lowered image, see [LoweredBlocks]: what [Convolution] does
/// where there are enough output channels and positions to fill tiles.
///
/// An element of y is a sum of runs of products, as in [Gemm].
final class LoweredConvolution implements RangeTask {
    /// Floats of the largest block of one line: long sequences of many channels are unfolded in pieces instead.
    private static final int LARGEST_LINE = 4 * LoweredBlocks.BLOCK_FLOATS;

    private static final int MOST_VECTORS = 1 << 10;

    /// Blocks that are worth having, for threads to divide.
    private static final int ENOUGH_BLOCKS = 8;

    /// Positions of all images from which on packing the weight is worth its while.
    private static final int LEAST_POSITIONS = 256;

    private final ConvolutionShape s;
    private final LoweredBlocks blocks;
    private final float[] x;
    private final int xAt;
    private final float[] packed;
    private final float[] y;
    private final int yAt;
    private final boolean add;
    private final int strips;

    /// Input channels whose products are summed in one run.
    private final int pieceChannels;

    private LoweredConvolution(
            ConvolutionShape s,
            LoweredBlocks blocks,
            float[] x,
            int xAt,
            float[] packed,
            float[] y,
            int yAt,
            boolean add) {
        this.s = s;
        this.blocks = blocks;
        this.x = x;
        this.xAt = xAt;
        this.packed = packed;
        this.y = y;
        this.yAt = yAt;
        this.add = add;
        this.strips = GemmBlocking.tiles(s.outChannels, ROWS);
        this.pieceChannels = Math.clamp(GemmBlocking.MAX_DEPTH / s.taps, 1, s.inChannels);
    }

    /// Whether it is for such a convolution: tiles would be filled by half at least, the weight is worth packing,
    /// and a line is not too long.
    static boolean takes(ConvolutionShape s) {
        return GemmBlocking.MANY_REGISTERS
                && !s.pointwise
                && s.depth > 0
                && (long) s.images * s.outputs >= LEAST_POSITIONS
                && isHalf(s.outChannels, ROWS)
                && isHalf(s.output[1] * s.output[2], LANES)
                && LoweredBlocks.leastFloats(s) <= LARGEST_LINE;
    }

    private static boolean isHalf(int count, int of) {
        return 2 * count > GemmBlocking.tiles(count, of) * of;
    }

    /// See [Convolution#run].
    static void run(
            ConvolutionShape s,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            float @Nullable [] bias,
            int biasAt,
            float[] y,
            int yAt,
            boolean add) {
        LoweredBlocks blocks = s.lowered();
        int strips = GemmBlocking.tiles(s.outChannels, ROWS);
        float[] packed = ConvolutionScratch.ofThread().packed((s.groups * strips * (s.depth + 1) + 1) * ROWS);
        pack(s, strips, w, wAt, bias, biasAt, packed);
        long each = (long) s.outChannels * s.depth * blocks.vectors() * LANES;
        Workers.run(
                blocks.blocks() * s.groups,
                (int) (GemmBlocking.MIN_PRODUCTS / each) + 1,
                new LoweredConvolution(s, blocks, x, xAt, packed, y, yAt, add));
    }

    static LoweredBlocks blocks(ConvolutionShape s) {
        return new LoweredBlocks(s, s.inChannels, LoweredBlocks.BLOCK_FLOATS, MOST_VECTORS, ENOUGH_BLOCKS);
    }

    /// The weight in strips of [ConvolutionTile#ROWS] channels, element by element of its rows; then the biases, in
    /// strips; then zeros.
    private static void pack(
            ConvolutionShape s, int strips, float[] w, int wAt, float @Nullable [] bias, int biasAt, float[] packed) {
        int depth = s.depth;
        int to = 0;
        int biases = s.groups * strips * depth * ROWS;
        for (int i = biases; i < biases + (s.groups * strips + 1) * ROWS; i++) {
            packed[i] = 0f;
        }
        for (int g = 0; g < s.groups; g++) {
            for (int strip = 0; strip < strips; strip++, to += depth * ROWS) {
                for (int r = 0; r < ROWS; r++) {
                    int m = strip * ROWS + r;
                    int from = wAt + (g * s.outChannels + m) * depth;
                    boolean inside = m < s.outChannels;
                    for (int p = 0; p < depth; p++) {
                        packed[to + p * ROWS + r] = inside ? w[from + p] : 0f;
                    }
                    if (inside && bias != null) {
                        packed[biases + (g * strips + strip) * ROWS + r] = bias[biasAt + g * s.outChannels + m];
                    }
                }
            }
        }
    }

    @Override
    public void run(int from, int to) {
        ConvolutionScratch scratch = ConvolutionScratch.ofThread();
        float[] lowered = scratch.columns(blocks.floats());
        int[] offsets = scratch.offsets(s.depth);
        int[] places = scratch.places(2 * blocks.vectors());
        float[] tile = scratch.outputs(ROWS * COLUMNS);
        blocks.offsets(offsets);
        for (int unit = from; unit < to; unit++) {
            int block = unit / s.groups;
            int group = unit % s.groups;
            Lowering.lower(blocks, block, group, 0, s.inChannels, x, xAt, lowered);
            int count = place(block, group, places);
            for (int v = 0; v < count; v += VECTORS) {
                compute(block, group, Math.min(v, count - 1), count, lowered, offsets, places, tile);
            }
        }
    }

    /// Where each vector of positions is in the lowered block and in y's first channel. The last one of a plane
    /// lies upon its neighbour, if there is one.
    private int place(int block, int group, int[] places) {
        int count = 0;
        int first = blocks.firstPlane(block);
        int positions = blocks.positionsOf(block);
        int last = Math.max(positions - LANES, 0);
        for (int p = 0; p < blocks.planesOf(block); p++) {
            int image = blocks.imageOf(first + p);
            int line = blocks.sliceOf(first + p) * s.output[1] + blocks.firstLine(block);
            int target = yAt + s.startOfOutput(image, group) + line * s.output[2];
            for (int q = 0; q < positions; q += LANES) {
                int at = Math.min(q, last);
                places[2 * count] = p * blocks.planeSize + blocks.placeOf(at);
                places[2 * count + 1] = target + at;
                count++;
            }
        }
        return count;
    }

    /// Three vectors of all channels.
    private void compute(
            int block, int group, int v, int count, float[] lowered, int[] offsets, int[] places, float[] tile) {
        int v1 = Math.min(v + 1, count - 1);
        int v2 = Math.min(v + 2, count - 1);
        int x0 = places[2 * v];
        int x1 = places[2 * v1];
        int x2 = places[2 * v2];
        int y0 = places[2 * v + 1];
        int y1 = places[2 * v1 + 1];
        int y2 = places[2 * v2 + 1];
        int positions = blocks.positionsOf(block);
        boolean whole = positions % LANES == 0 || (positions > LANES && !add);
        int wholeStrips = whole ? s.outChannels / ROWS : 0;
        int zeros = s.groups * strips * (s.depth + 1) * ROWS;
        int depth = s.depth;
        int shift = blocks.copies * blocks.copy;
        for (int c = 0; c < s.inChannels; c += pieceChannels) {
            int k = Math.min(pieceChannels, s.inChannels - c) * s.taps;
            int at = c * shift;
            for (int strip = 0; strip < wholeStrips; strip++) {
                int a = ((group * strips + strip) * depth + c * s.taps) * ROWS;
                int bias = c == 0 ? biasOf(group, strip) : zeros;
                int row = strip * ROWS * s.outputs;
                ConvolutionTile.run(
                        k,
                        offsets,
                        packed,
                        a,
                        packed,
                        bias,
                        lowered,
                        x0 + at,
                        x1 + at,
                        x2 + at,
                        y,
                        y0 + row,
                        y1 + row,
                        y2 + row,
                        s.outputs,
                        add || c > 0);
            }
        }
        for (int strip = wholeStrips; strip < strips; strip++) {
            for (int c = 0; c < s.inChannels; c += pieceChannels) {
                int k = Math.min(pieceChannels, s.inChannels - c) * s.taps;
                int at = c * shift;
                int a = ((group * strips + strip) * depth + c * s.taps) * ROWS;
                int bias = c == 0 ? biasOf(group, strip) : zeros;
                ConvolutionTile.run(
                        k, offsets, packed, a, packed, bias, lowered, x0 + at, x1 + at, x2 + at, tile, 0, LANES,
                        2 * LANES, COLUMNS, c > 0);
            }
            int rows = Math.min(ROWS, s.outChannels - strip * ROWS);
            int row = strip * ROWS * s.outputs;
            copyOut(block, v, rows, tile, 0, y0 + row);
            if (v1 > v) {
                copyOut(block, v1, rows, tile, LANES, y1 + row);
            }
            if (v2 > v1) {
                copyOut(block, v2, rows, tile, 2 * LANES, y2 + row);
            }
        }
    }

    private int biasOf(int group, int strip) {
        return (s.groups * strips * s.depth + group * strips + strip) * ROWS;
    }

    /// Writes, or adds, those elements of a vector that no other vector has.
    private void copyOut(int block, int v, int rows, float[] tile, int from, int to) {
        int positions = blocks.positionsOf(block);
        int q = v % blocks.vectorsOf(block) * LANES;
        int begin = q - Math.clamp(positions - LANES, 0, q);
        int end = Math.min(LANES, positions);
        for (int r = 0; r < rows; r++) {
            int source = from + r * COLUMNS;
            int target = to + r * s.outputs;
            if (!add) {
                System.arraycopy(tile, source + begin, y, target + begin, end - begin);
            } else {
                AddTo.run(y, target + begin, 1f, tile, source + begin, end - begin);
            }
        }
    }
}
