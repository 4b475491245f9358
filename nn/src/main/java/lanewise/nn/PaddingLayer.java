package lanewise.nn;

import java.util.Arrays;
import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;

/// Padding of the last dimensions of `[n, c, ...]` or `[c, ...]`.
abstract class PaddingLayer extends Layer {
    private final int dimensions;
    private final int[] padding;

    /// @param padding one number for all sides, or two for each dimension, the last one first
    PaddingLayer(int dimensions, int... padding) {
        this.dimensions = dimensions;
        this.padding = new int[2 * dimensions];
        if (padding.length == 1) {
            Arrays.fill(this.padding, padding[0]);
        } else if (padding.length == 2 * dimensions) {
            System.arraycopy(padding, 0, this.padding, 0, padding.length);
        } else {
            throw new IllegalArgumentException(getClass().getSimpleName() + ": padding " + Arrays.toString(padding)
                    + " must be one number, or " + 2 * dimensions + ", before and after each dimension");
        }
    }

    /// Pads the last dimensions.
    abstract Tensor pad(Tensor input, int... sides);

    /// @throws ShapeMismatchException if the input has another number of dimensions, or too few elements to pad
    /// with
    @Override
    public final Tensor forward(Tensor input) {
        if (!isConstant() && input.rank() != dimensions + 1 && input.rank() != dimensions + 2) {
            throw new ShapeMismatchException(getClass().getSimpleName() + ": an input of " + (dimensions + 1) + " or "
                    + (dimensions + 2) + " dimensions is expected, not " + input.shape());
        }
        return pad(input, padding);
    }

    /// Whether the number of dimensions does not matter.
    boolean isConstant() {
        return false;
    }

    @Override
    protected String extraRepr() {
        return Arrays.toString(padding).replace('[', '(').replace(']', ')');
    }
}
