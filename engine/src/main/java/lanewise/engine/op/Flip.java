package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.Reversal;

/// Dimensions turned round: `y[i, j] = x[n - 1 - i, j]` for dimension 0. A single number counts as having one
/// dimension.
///
///     dx[i, j] = dy[n - 1 - i, j]
public final class Flip extends Operation {
    private final int[] dimensions;

    /// These dimensions; negative ones count from the end.
    public Flip(int... dimensions) {
        this.dimensions = dimensions.clone();
    }

    @Override
    public String name() {
        return "flip";
    }

    /// @throws IllegalArgumentException if a dimension is named twice
    @Override
    public NDArray forward(NDArray... inputs) {
        return flipped(only(inputs).contiguous());
    }

    private NDArray flipped(NDArray x) {
        Shape shape = Positions.atLeastOne(x.shape());
        boolean[] flipped = new boolean[shape.rank()];
        for (int dimension : dimensions) {
            int axis = shape.axis(dimension);
            if (flipped[axis]) {
                throw new IllegalArgumentException(message(
                        "dimensions " + Arrays.toString(dimensions) + " of " + shape + " name " + axis + " twice"));
            }
            flipped[axis] = true;
        }
        NDArray y = NDArray.empty(x.shape());
        if (y.elements() > 0) {
            Reversal.run(x.data(), x.offset(), shape.toArray(), flipped, y.data(), y.offset());
        }
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx != null) {
            Positions.contribute(dx, flipped(pass.outputGradient()));
        }
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    @Override
    protected boolean isLinearInEach() {
        return true;
    }
}
