package lanewise.engine.kernel;

import java.util.Arrays;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// A convolution. Where [LoweredConvolution] does not take it, it is a product of the weight and the unfolded
/// image, block by block: `y = w·columns + b`.
///
/// The threads divide the blocks of all images and groups, each with its own columns, which stay in the
/// second-level cache from one to the other. A product by itself is divided only where there is one block for all
/// threads.
public final class Convolution implements RangeTask {
    private final ConvolutionShape s;
    private final float[] x;
    private final int xAt;
    private final float[] w;
    private final int wAt;
    private final float @Nullable [] bias;
    private final int biasAt;
    private final float[] y;
    private final int yAt;
    private final boolean add;

    private Convolution(
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
        this.s = s;
        this.x = x;
        this.xAt = xAt;
        this.w = w;
        this.wAt = wAt;
        this.bias = bias;
        this.biasAt = biasAt;
        this.y = y;
        this.yAt = yAt;
        this.add = add;
    }

    /// `y (=|+=) w * x + b`, where `*` is PyTorch's convolution: the kernel is not mirrored.
    ///
    /// @param bias a number for each channel of y, or null: none
    public static void run(
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
        if (s.isEmpty()) {
            return;
        }
        if (LoweredConvolution.takes(s) && !(add && bias != null)) {
            LoweredConvolution.run(s, x, xAt, w, wAt, bias, biasAt, y, yAt, add);
            return;
        }
        long each = Math.max((long) s.outChannels * s.depth * s.columns(), 1);
        Workers.run(
                s.blocks() * s.groups,
                (int) (GemmBlocking.MIN_PRODUCTS / each) + 1,
                new Convolution(s, x, xAt, w, wAt, bias, biasAt, y, yAt, add));
    }

    @Override
    public void run(int from, int to) {
        for (int unit = from; unit < to; unit++) {
            int block = unit / s.groups;
            int group = unit % s.groups;
            if (s.imagesOf(block) == 1) {
                computeOne(block, group);
            } else {
                computeSeveral(block, group);
            }
        }
    }

    private void computeOne(int block, int group) {
        int image = s.firstImage(block);
        int first = s.firstPosition(block);
        int count = s.positionsOf(block);
        int at = yAt + s.startOfOutput(image, group) + first;
        int start = xAt + s.startOfInput(image, group, 0);
        boolean adds = add;
        if (bias != null) {
            setBias(bias, group, count, at, s.outputs, y);
            adds = true;
        }
        if (s.pointwise) {
            multiply(group, count, x, start + first, s.inputs, y, at, s.outputs, adds);
        } else {
            int rowLength = count + Unfolding.GAP;
            float[] columns = ConvolutionScratch.ofThread().columns(s.depth * rowLength);
            Unfolding.unfold(s, x, start, s.inChannels, first, count, columns, 0, rowLength);
            multiply(group, count, columns, 0, rowLength, y, at, s.outputs, adds);
        }
    }

    /// Small images side by side, so that the product is worth its while.
    private void computeSeveral(int block, int group) {
        int image = s.firstImage(block);
        int images = s.imagesOf(block);
        int count = images * s.outputs;
        int rowLength = count + Unfolding.GAP;
        ConvolutionScratch scratch = ConvolutionScratch.ofThread();
        float[] columns = scratch.columns(s.depth * rowLength);
        float[] outputs = scratch.outputs(s.outChannels * count);
        for (int i = 0; i < images; i++) {
            int start = xAt + s.startOfInput(image + i, group, 0);
            Unfolding.unfold(s, x, start, s.inChannels, 0, s.outputs, columns, i * s.outputs, rowLength);
        }
        if (bias != null) {
            Arrays.fill(outputs, 0, s.outChannels * count, 0f);
            setBias(bias, group, count, 0, count, outputs);
        }
        multiply(group, count, columns, 0, rowLength, outputs, 0, count, bias != null);
        for (int i = 0; i < images; i++) {
            int at = yAt + s.startOfOutput(image + i, group);
            for (int c = 0; c < s.outChannels; c++) {
                int from = c * count + i * s.outputs;
                if (add) {
                    AddTo.run(y, at + c * s.outputs, 1f, outputs, from, s.outputs);
                } else {
                    System.arraycopy(outputs, from, y, at + c * s.outputs, s.outputs);
                }
            }
        }
    }

    private void multiply(
            int group, int count, float[] b, int bAt, int bRow, float[] c, int cAt, int cRow, boolean adds) {
        int start = wAt + s.startOfWeight(group, 0);
        Gemm.run(s.outChannels, count, s.depth, w, start, s.depth, 1, b, bAt, bRow, 1, c, cAt, cRow, adds);
    }

    /// `rows [outChannels, count] (=|+=) bias`
    private void setBias(float[] values, int group, int count, int at, int rowLength, float[] rows) {
        for (int c = 0; c < s.outChannels; c++) {
            float value = values[biasAt + group * s.outChannels + c];
            int start = at + c * rowLength;
            if (add && rows == y) {
                for (int j = start; j < start + count; j++) {
                    rows[j] += value;
                }
            } else {
                Arrays.fill(rows, start, start + count, value);
            }
        }
    }
}
