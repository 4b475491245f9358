package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;

/// How the output positions of a convolution are worked on in blocks, and what is lowered for one: for every input
/// channel and element of the kernel along the width (and the depth) a copy of the image, shifted by that element
/// and as wide as the output. The height needs no copies: an element of the kernel along it is an offset, by whole
/// lines, so that one vector of positions meets each element of the kernel in a vector that lies as it is read. No
/// position of the padding is computed, and what is copied is a kernel's height less than with unfolding. Cho,
/// Brand 2017, "MEC: Memory-efficient Convolution for Deep Neural Network", arXiv:1706.06873.
///
/// Where lines of the output are whole vectors, and there is no stride, not even the width needs copies: a line is
/// copied once, with its padding, and vectors are read wherever they begin.
///
/// A plane is one slice of an image's output, `height x width`. A block has some lines of one plane or all of
/// several. The lines of a copy are in the order of their phases, the remainders of line and stride: an element of
/// the kernel then has its lines in a row, whatever the stride. All of that follows from the sizes alone.
final class LoweredBlocks {
    /// Floats of a block: a quarter of a common second-level cache.
    static final int BLOCK_FLOATS = 1 << 16;

    /// Floats behind each copy, so that a vector at its last position stays within: zeros.
    private static final int GAP = 2 * LANES;

    final ConvolutionShape s;

    /// Input channels of a block.
    final int channels;

    /// Whether lines are copied once, with their padding.
    final boolean once;

    /// Floats of a line.
    final int pitch;

    /// Copies of an input channel.
    final int copies;

    /// Phases that the kernel meets.
    final int phases;

    /// Lines of a phase.
    final int phaseLines;

    /// Floats of a copy.
    final int copy;

    /// Floats of all copies of a plane.
    final int planeSize;

    /// Lines of a block's planes at most.
    final int lines;

    /// Planes of a block at most.
    final int planes;

    private final int lineBlocks;
    private final int allPlanes;

    /// @param channels of the input, that are lowered at a time
    /// @param mostFloats of a block, unless a line has more
    /// @param mostVectors of output positions of a block, unless a line has more
    /// @param leastBlocks that are to be, for threads to divide, if blocks do not become too small
    LoweredBlocks(ConvolutionShape s, int channels, int mostFloats, int mostVectors, int leastBlocks) {
        this.s = s;
        this.channels = channels;
        int width = s.output[2];
        int height = s.output[1];
        int reach = (s.kernel[1] - 1) * s.dilation[1];
        this.phases = Math.min(s.stride[1], reach + 1);
        int more = reach / s.stride[1];
        this.allPlanes = s.images * s.output[0];
        this.once = isCopiedOnce(s);
        this.pitch = pitch(s);
        this.copies = copies(s);
        int all = Math.max(channels * copies, 1);
        long fixed = (long) all * (phases * more * pitch + GAP);
        long most = Math.min((mostFloats - fixed) / ((long) all * phases * pitch), mostVectors * LANES / width);
        int wanted = leastBlocks <= allPlanes ? 1 : GemmBlocking.tiles(leastBlocks, Math.max(allPlanes, 1));
        int enough = GemmBlocking.tiles(2 * ConvolutionTile.COLUMNS, width);
        most = Math.min(most, Math.max(GemmBlocking.tiles(height, wanted), enough));
        this.lines = wholeVectors(Math.clamp(most, 1, height), width, height);
        this.lineBlocks = GemmBlocking.tiles(height, lines);
        this.phaseLines = lines + more;
        this.copy = phases * phaseLines * pitch + GAP;
        this.planeSize = all * copy;
        this.planes = lineBlocks > 1 ? 1 : planes(mostFloats, mostVectors, leastBlocks);
    }

    /// The floats of a block of a single line, of which there is no smaller one.
    static long leastFloats(ConvolutionShape s) {
        int reach = (s.kernel[1] - 1) * s.dilation[1];
        long lines = (long) Math.min(s.stride[1], reach + 1) * (1 + reach / s.stride[1]);
        return (long) s.inChannels * copies(s) * (lines * pitch(s) + GAP);
    }

    /// Whether [#once] holds.
    static boolean isCopiedOnce(ConvolutionShape s) {
        return s.stride[1] == 1 && s.stride[2] == 1 && s.output[2] % LANES == 0;
    }

    private static int pitch(ConvolutionShape s) {
        return isCopiedOnce(s) ? s.output[2] + (s.kernel[2] - 1) * s.dilation[2] : s.output[2];
    }

    private static int copies(ConvolutionShape s) {
        return isCopiedOnce(s) ? s.kernel[0] : s.kernel[0] * s.kernel[2];
    }

    /// So many lines that they are whole vectors, if a few less, or all, are.
    private static int wholeVectors(int lines, int width, int height) {
        int step = LANES / Math.min(Integer.lowestOneBit(width), LANES);
        return lines == height || lines < step ? lines : lines / step * step;
    }

    /// So many that the last tile has as little to spare as possible.
    private int planes(int mostFloats, int mostVectors, int leastBlocks) {
        int each = GemmBlocking.tiles(lines * s.output[2], LANES);
        int most = Math.min(mostFloats / planeSize, mostVectors / each);
        most = Math.clamp(most, 1, Math.max(allPlanes / leastBlocks, 1));
        int best = most;
        for (int n = most; n > most / 2; n--) {
            if (spare(n * each) * best < spare(best * each) * n) {
                best = n;
            }
        }
        return best;
    }

    private static int spare(int vectors) {
        return GemmBlocking.tiles(vectors, ConvolutionTile.VECTORS) * ConvolutionTile.VECTORS - vectors;
    }

    int blocks() {
        return GemmBlocking.tiles(allPlanes, planes) * lineBlocks;
    }

    int firstPlane(int block) {
        return block / lineBlocks * planes;
    }

    int planesOf(int block) {
        return Math.min(planes, allPlanes - firstPlane(block));
    }

    int firstLine(int block) {
        return block % lineBlocks * lines;
    }

    int linesOf(int block) {
        return Math.min(lines, s.output[1] - firstLine(block));
    }

    /// Output positions of each plane of a block.
    int positionsOf(int block) {
        return linesOf(block) * s.output[2];
    }

    /// Where a position of a plane, that of a vector's first lane, is in its copies.
    int placeOf(int position) {
        return once ? position / s.output[2] * pitch + position % s.output[2] : position;
    }

    /// The vectors of each plane of a block.
    int vectorsOf(int block) {
        return GemmBlocking.tiles(positionsOf(block), LANES);
    }

    /// The most vectors of any block.
    int vectors() {
        return planes * GemmBlocking.tiles(lines * s.output[2], LANES);
    }

    int imageOf(int plane) {
        return plane / s.output[0];
    }

    int sliceOf(int plane) {
        return plane % s.output[0];
    }

    /// Floats of a lowered block.
    int floats() {
        return planes * planeSize;
    }

    /// Writes where each element of the kernel, in the weight's order, meets the first position of a plane; as many
    /// as there are in a row of the weight over the block's channels.
    void offsets(int[] offsets) {
        int at = 0;
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < s.kernel[0]; i++) {
                for (int j = 0; j < s.kernel[1]; j++) {
                    int shift = j * s.dilation[1];
                    int line = shift % s.stride[1] * phaseLines + shift / s.stride[1];
                    for (int k = 0; k < s.kernel[2]; k++) {
                        int number = c * copies + (once ? i : i * s.kernel[2] + k);
                        int column = once ? k * s.dilation[2] : 0;
                        offsets[at] = number * copy + line * pitch + column;
                        at++;
                    }
                }
            }
        }
    }
}
