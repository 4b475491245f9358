package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.PoolWindows;

/// A pooling with windows of one size at equal distances.
abstract class RegularPool extends PoolOperation {
    final int[] kernel;
    final int[] stride;
    final int[] padding;
    final int[] dilation;
    private final boolean ceilMode;

    RegularPool(int[] kernel, int[] stride, int[] padding, int[] dilation, boolean ceilMode) {
        super(kernel.length);
        this.kernel = kernel.clone();
        this.stride = stride.clone();
        this.padding = padding.clone();
        this.dilation = dilation.clone();
        this.ceilMode = ceilMode;
        checkOption("kernel", kernel, 1);
        checkOption("stride", stride, 1);
        checkOption("padding", padding, 0);
        checkOption("dilation", dilation, 1);
        for (int d = 0; d < dimensions; d++) {
            if (padding[d] > kernel[d] / 2) {
                throw new IllegalArgumentException(message("padding " + Arrays.toString(padding)
                        + " must be at most half of the kernel " + Arrays.toString(kernel)));
            }
        }
    }

    private void checkOption(String option, int[] values, int least) {
        if (values.length != dimensions) {
            throw new IllegalArgumentException(message(
                    option + " " + Arrays.toString(values) + " must have " + dimensions + " numbers, one a dimension"));
        }
        for (int value : values) {
            if (value < least) {
                throw new IllegalArgumentException(
                        message(option + " " + Arrays.toString(values) + " must be at least " + least));
            }
        }
    }

    @Override
    final PoolWindows windows(int[] input, int[] output) {
        int[] around = three(padding, 0);
        return PoolWindows.regular(
                three(input, 1),
                three(output, 1),
                three(kernel, 1),
                three(stride, 1),
                around,
                around,
                three(dilation, 1));
    }

    /// With `ceilMode`, a last window that goes beyond the padded input counts too, if it begins within the input
    /// or the padding before it.
    @Override
    final int[] outputSizes(Shape x) {
        int[] in = spatial(x);
        int[] out = new int[dimensions];
        for (int d = 0; d < dimensions; d++) {
            long room = in[d] + 2L * padding[d] - ((long) dilation[d] * (kernel[d] - 1) + 1);
            long size = Math.floorDiv(room + (ceilMode ? stride[d] - 1 : 0), stride[d]) + 1;
            if (ceilMode && (size - 1) * stride[d] >= (long) in[d] + padding[d]) {
                size--;
            }
            if (size < 1) {
                throw new ShapeMismatchException(message("the kernel " + Arrays.toString(kernel) + " with dilation "
                        + Arrays.toString(dilation) + " and padding " + Arrays.toString(padding)
                        + " is larger than dimension " + (d - dimensions) + " of x " + x));
            }
            out[d] = (int) size;
        }
        return out;
    }
}
