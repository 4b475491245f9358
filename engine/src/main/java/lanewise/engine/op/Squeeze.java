package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.Layout;

/// Without dimensions of size 1. A view.
public final class Squeeze extends ViewOperation {
    private final int[] dimensions;

    /// Drops those of `dimensions` whose size is 1; with none given, all whose size is 1.
    public Squeeze(int... dimensions) {
        this.dimensions = dimensions.clone();
    }

    @Override
    public String name() {
        return "squeeze";
    }

    @Override
    protected Layout view(Layout input) {
        if (dimensions.length == 0) {
            return input.squeeze();
        }
        if (input.shape().rank() == 0) {
            checkNumber();
            return input;
        }
        int[] axes = new int[dimensions.length];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = input.shape().axis(dimensions[i]);
        }
        Arrays.sort(axes);
        Layout squeezed = input;
        for (int i = axes.length - 1; i >= 0; i--) { // from the last on, so that earlier numbers stay right
            if (i + 1 < axes.length && axes[i] == axes[i + 1]) {
                throw new IllegalArgumentException("squeeze: " + Arrays.toString(dimensions) + " names dimension "
                        + axes[i] + " of " + input.shape() + " twice");
            }
            squeezed = squeezed.squeeze(axes[i]);
        }
        return squeezed;
    }

    /// A single number counts as having one dimension.
    private void checkNumber() {
        for (int dimension : dimensions) {
            if (dimension != 0 && dimension != -1) {
                throw new IndexOutOfBoundsException(message("a single number has no dimension " + dimension));
            }
        }
    }

    /// The gradient is the output's under the input's shape.
    @Override
    public void backward(BackwardPass pass) {
        Reshape.backwardReshaped(pass);
    }
}
