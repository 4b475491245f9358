package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;

/// Softmax over the channels of each place of `[n, c, h, w]` or `[c, h, w]`.
public final class Softmax2d extends Layer {
    /// It has no options.
    public Softmax2d() {}

    /// @throws ShapeMismatchException if the input has neither 3 nor 4 dimensions
    @Override
    public Tensor forward(Tensor input) {
        if (input.rank() != 3 && input.rank() != 4) {
            throw new ShapeMismatchException(
                    "Softmax2d: an input of 3 or 4 dimensions is expected, not " + input.shape());
        }
        return input.softmax(-3);
    }
}
