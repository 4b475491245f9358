package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.Shape;
import lanewise.engine.kernel.PoolWindows;

/// A pooling to a given size: window `o` of `out` goes from `o·in/out`, rounded down, to `(o + 1)·in/out`, rounded
/// up.
abstract class AdaptivePool extends PoolOperation {
    /// In place of a size: that of the input.
    static final int KEEP = -1;

    private final int[] sizes;

    AdaptivePool(int[] sizes) {
        super(sizes.length);
        this.sizes = sizes.clone();
        for (int size : sizes) {
            if (size < KEEP) {
                throw new IllegalArgumentException(
                        message("the output's size " + Arrays.toString(sizes) + " must not be negative"));
            }
        }
    }

    @Override
    final PoolWindows windows(int[] input, int[] output) {
        return PoolWindows.adaptive(three(input, 1), three(output, 1));
    }

    @Override
    final int[] outputSizes(Shape x) {
        int[] out = spatial(x);
        for (int d = 0; d < dimensions; d++) {
            out[d] = sizes[d] == KEEP ? out[d] : sizes[d];
        }
        return out;
    }
}
