package lanewise.autograd;

import lanewise.engine.Layout;
import lanewise.engine.Shape;

/// The views of a tensor without gradients: they share its memory.
///
/// @param <T> the tensor
interface Views<T> {
    /// Where the elements are.
    Layout layout();

    /// The same memory in another layout.
    T viewed(Layout layout);

    /// `length` indices of a dimension from `start` on.
    ///
    /// @throws IndexOutOfBoundsException if there are not so many
    default T narrow(int dim, int start, int length) {
        return viewed(layout().narrow(dim, start, length));
    }

    /// One index of a dimension, which goes; −1 is the last.
    ///
    /// @throws IndexOutOfBoundsException if there is no such index
    default T select(int dim, int index) {
        return viewed(layout().select(dim, index));
    }

    /// A new dimension of size 1 before `dim`.
    default T unsqueeze(int dim) {
        return viewed(layout().unsqueeze(dim));
    }

    /// Without this dimension, if it has size 1.
    default T squeeze(int dim) {
        return viewed(layout().squeeze(dim));
    }

    /// With two dimensions exchanged. A single number counts as having one.
    default T transpose(int first, int second) {
        if (layout().shape().rank() == 0) {
            Shape.of(1).axis(first);
            Shape.of(1).axis(second);
            return viewed(layout());
        }
        return viewed(layout().transpose(first, second));
    }

    /// The dimensions in another order.
    default T permute(int... order) {
        return viewed(layout().permute(order));
    }

    /// With these sizes: dimensions of size 1 and missing leading ones are repeated. A size of −1 stays as it is.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if another size would have to change
    default T expand(int... sizes) {
        Shape shape = layout().shape();
        int[] target = sizes.clone();
        for (int d = 1; d <= Math.min(sizes.length, shape.rank()); d++) {
            int at = sizes.length - d;
            target[at] = target[at] == -1 ? shape.dim(-d) : target[at];
        }
        return viewed(layout().expand(Shape.of(target)));
    }
}
