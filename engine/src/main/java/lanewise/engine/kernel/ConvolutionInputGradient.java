package lanewise.engine.kernel;

import java.util.Arrays;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// The gradient of a convolution's input, which is also the transposed convolution: `columns = wᵀ·dy`, added to
/// where the columns come from; without strides a convolution of `dy` with the mirrored weight, which is as many
/// products and no adding up, and with strides several, see [PhasedInputGradient].
///
/// The threads divide images, groups and, where those are few, channels of the input; the division follows from the
/// sizes.
public final class ConvolutionInputGradient implements RangeTask {
    /// Images and groups from which on channels stay together.
    private static final int ENOUGH_UNITS = 32;

    private final ConvolutionShape s;
    private final float[] dy;
    private final int dyAt;
    private final float[] w;
    private final int wAt;
    private final float @Nullable [] bias;
    private final int biasAt;
    private final float[] dx;
    private final int dxAt;
    private final boolean add;
    private final int parts;

    private ConvolutionInputGradient(
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
        this.s = s;
        this.dy = dy;
        this.dyAt = dyAt;
        this.w = w;
        this.wAt = wAt;
        this.bias = bias;
        this.biasAt = biasAt;
        this.dx = dx;
        this.dxAt = dxAt;
        this.add = add;
        int units = s.images * s.groups;
        this.parts = units >= ENOUGH_UNITS ? 1 : Math.min(GemmBlocking.tiles(ENOUGH_UNITS, units), s.inChannels);
    }

    /// `dx (=|+=)` what `dy` contributes. Without `add`, dx starts as the bias of its channel.
    ///
    /// @param bias a number for each channel of x, or null: zeros; none with `add`
    public static void run(
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
        if (s.images * s.groups * s.inChannels * s.inputs == 0) {
            return;
        }
        ConvolutionShape mirrored = s.pointwise ? null : s.mirrored();
        if (mirrored != null) {
            float[] turned = ConvolutionScratch.ofThread().weights(s.groups * s.outChannels * s.depth);
            mirror(s, w, wAt, turned);
            Convolution.run(mirrored, dy, dyAt, turned, 0, bias, biasAt, dx, dxAt, add);
            return;
        }
        if (PhasedInputGradient.takes(s)) {
            PhasedInputGradient.run(s, dy, dyAt, w, wAt, bias, biasAt, dx, dxAt, add);
            return;
        }
        var task = new ConvolutionInputGradient(s, dy, dyAt, w, wAt, bias, biasAt, dx, dxAt, add);
        long each = Math.max((long) s.outChannels * s.depth * s.outputs / task.parts, 1);
        Workers.run(s.images * s.groups * task.parts, (int) (GemmBlocking.MIN_PRODUCTS / each) + 1, task);
    }

    /// `turned[g, c, m, taps − 1 − k] = w[g, m, c, k]`
    private static void mirror(ConvolutionShape s, float[] w, int wAt, float[] turned) {
        int taps = s.taps;
        int to = 0;
        for (int g = 0; g < s.groups; g++) {
            for (int c = 0; c < s.inChannels; c++) {
                for (int m = 0; m < s.outChannels; m++) {
                    int from = wAt + s.startOfWeight(g, c) + m * s.depth + taps - 1;
                    for (int k = 0; k < taps; k++) {
                        turned[to] = w[from - k];
                        to++;
                    }
                }
            }
        }
    }

    @Override
    public void run(int from, int to) {
        for (int unit = from; unit < to; unit++) {
            int part = unit % parts;
            int group = unit / parts % s.groups;
            int image = unit / parts / s.groups;
            int first = (int) ((long) s.inChannels * part / parts);
            int end = (int) ((long) s.inChannels * (part + 1) / parts);
            compute(image, group, first, end - first);
        }
    }

    private void compute(int image, int group, int first, int channels) {
        int target = dxAt + s.startOfInput(image, group, first);
        int start = dyAt + s.startOfOutput(image, group);
        int weight = wAt + s.startOfWeight(group, first);
        boolean direct = s.pointwise && bias == null;
        if (!add && !direct) {
            for (int c = 0; c < channels; c++) {
                float value = bias == null ? 0f : bias[biasAt + group * s.inChannels + first + c];
                Arrays.fill(dx, target + c * s.inputs, target + (c + 1) * s.inputs, value);
            }
        }
        int rows = channels * s.taps;
        if (s.pointwise) {
            multiply(rows, s.outputs, weight, start, dx, target, s.inputs, add || !direct);
            return;
        }
        int most = Math.max(s.columns(), 1);
        for (int j = 0; j < s.outputs; j += most) {
            int count = Math.min(most, s.outputs - j);
            int rowLength = count + Unfolding.GAP;
            float[] columns = ConvolutionScratch.ofThread().columns(rows * rowLength);
            multiply(rows, count, weight, start + j, columns, 0, rowLength, false);
            Unfolding.fold(s, columns, 0, rowLength, channels, j, count, dx, target);
        }
    }

    private void multiply(int rows, int count, int weight, int start, float[] c, int cAt, int cRow, boolean adds) {
        Gemm.run(rows, count, s.outChannels, w, weight, 1, s.depth, dy, start, s.outputs, 1, c, cAt, cRow, adds);
    }
}
