package lanewise.engine.kernel;

import java.util.Arrays;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The gradient of a convolution's weight. Where [LoweredWeightGradient] does not take it: `dwᵀ = columns·dyᵀ`,
/// summed over all blocks, and transposed at the end. So the larger operand is read as it lies, and what is packed
/// is the smaller one.
///
/// The threads divide groups, channels of the input and segments of the blocks. A segment has a sum of its own; the
/// sums are added up in their order. All of that follows from the sizes.
public final class ConvolutionWeightGradient implements RangeTask {
    /// Columns of the weight that are worth a part of their own.
    private static final int PART_COLUMNS = 512;

    /// So many units of work are worth having, for threads to divide.
    private static final int ENOUGH_UNITS = 16;

    private final ConvolutionShape s;
    private final float[] x;
    private final int xAt;
    private final float[] dy;
    private final int dyAt;
    private final float[] sums;
    private final int parts;
    private final int segments;

    private ConvolutionWeightGradient(ConvolutionShape s, float[] x, int xAt, float[] dy, int dyAt, float[] sums) {
        this.s = s;
        this.x = x;
        this.xAt = xAt;
        this.dy = dy;
        this.dyAt = dyAt;
        this.sums = sums;
        this.parts = parts(s);
        this.segments = segments(s);
    }

    /// How many floats of working memory [#run] needs: a sum a segment, and their sum transposed.
    public static int working(ConvolutionShape s) {
        return LoweredWeightGradient.takes(s) ? LoweredWeightGradient.working(s) : (segments(s) + 1) * weights(s);
    }

    /// `dw (=|+=)` the sum over all blocks.
    ///
    /// @param working as many floats as [#working] says, from index 0 on
    public static void run(
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
        if (weights == 0) {
            return;
        }
        if (s.isEmpty()) {
            if (!add) {
                Arrays.fill(dw, dwAt, dwAt + weights, 0f);
            }
            return;
        }
        if (LoweredWeightGradient.takes(s)) {
            LoweredWeightGradient.run(s, x, xAt, dy, dyAt, working, dw, dwAt, add);
            return;
        }
        var task = new ConvolutionWeightGradient(s, x, xAt, dy, dyAt, working);
        int segments = segments(s);
        int units = s.groups * task.parts * segments;
        long each = Math.max((long) weights * s.images * s.outputs / units, 1);
        Workers.run(units, (int) (GemmBlocking.MIN_PRODUCTS / each) + 1, task);
        for (int segment = 1; segment < segments; segment++) {
            AddTo.run(working, 0, 1f, working, segment * weights, weights);
        }
        int[] sizes = {s.groups, s.outChannels, s.depth};
        int[] strides = {s.outChannels * s.depth, 1, s.outChannels};
        int turned = segments * weights;
        StridedCopy.gather(working, 0, sizes, strides, add ? working : dw, add ? turned : dwAt);
        if (add) {
            AddTo.run(dw, dwAt, 1f, working, turned, weights);
        }
    }

    private static int weights(ConvolutionShape s) {
        return s.groups * s.outChannels * s.depth;
    }

    private static int parts(ConvolutionShape s) {
        return Math.clamp(GemmBlocking.tiles(s.depth, PART_COLUMNS), 1, Math.max(s.inChannels, 1));
    }

    private static int segments(ConvolutionShape s) {
        return Math.clamp(ENOUGH_UNITS / ((long) parts(s) * s.groups), 1, Math.max(s.blocks(), 1));
    }

    @Override
    public void run(int from, int to) {
        for (int unit = from; unit < to; unit++) {
            int segment = unit % segments;
            int part = unit / segments % parts;
            int group = unit / segments / parts;
            int first = (int) ((long) s.inChannels * part / parts);
            int end = (int) ((long) s.inChannels * (part + 1) / parts);
            int target = segment * weights(s) + (group * s.depth + first * s.taps) * s.outChannels;
            int firstBlock = (int) ((long) s.blocks() * segment / segments);
            int endBlock = (int) ((long) s.blocks() * (segment + 1) / segments);
            for (int block = firstBlock; block < endBlock; block++) {
                boolean adds = block > firstBlock;
                if (s.imagesOf(block) == 1) {
                    addOne(block, group, first, end - first, target, adds);
                } else {
                    addSeveral(block, group, first, end - first, target, adds);
                }
            }
        }
    }

    private void addOne(int block, int group, int channel, int channels, int target, boolean adds) {
        int image = s.firstImage(block);
        int first = s.firstPosition(block);
        int count = s.positionsOf(block);
        int start = xAt + s.startOfInput(image, group, channel);
        int at = dyAt + s.startOfOutput(image, group) + first;
        int rows = channels * s.taps;
        if (s.pointwise) {
            multiply(rows, count, dy, at, s.outputs, x, start + first, s.inputs, target, adds);
        } else {
            int rowLength = count + Unfolding.GAP;
            float[] columns = ConvolutionScratch.ofThread().columns(rows * rowLength);
            Unfolding.unfold(s, x, start, channels, first, count, columns, 0, rowLength);
            multiply(rows, count, dy, at, s.outputs, columns, 0, rowLength, target, adds);
        }
    }

    private void addSeveral(int block, int group, int channel, int channels, int target, boolean adds) {
        int image = s.firstImage(block);
        int images = s.imagesOf(block);
        int count = images * s.outputs;
        int rows = channels * s.taps;
        int rowLength = count + Unfolding.GAP;
        ConvolutionScratch scratch = ConvolutionScratch.ofThread();
        float[] columns = scratch.columns(rows * rowLength);
        float[] outputs = scratch.outputs(s.outChannels * count);
        for (int i = 0; i < images; i++) {
            int start = xAt + s.startOfInput(image + i, group, channel);
            Unfolding.unfold(s, x, start, channels, 0, s.outputs, columns, i * s.outputs, rowLength);
            int at = dyAt + s.startOfOutput(image + i, group);
            for (int c = 0; c < s.outChannels; c++) {
                System.arraycopy(dy, at + c * s.outputs, outputs, c * count + i * s.outputs, s.outputs);
            }
        }
        multiply(rows, count, outputs, 0, count, columns, 0, rowLength, target, adds);
    }

    /// `sums [rows, outChannels] (=|+=) b [rows, count]·a [outChannels, count]ᵀ`
    private void multiply(
            int rows, int count, float[] a, int aAt, int aRow, float[] b, int bAt, int bRow, int target, boolean adds) {
        Gemm.run(rows, s.outChannels, count, b, bAt, bRow, 1, a, aAt, 1, aRow, sums, target, s.outChannels, adds);
    }
}
