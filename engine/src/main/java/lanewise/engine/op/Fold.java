package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.ImagePatches;

/// Patches added together to images: `[N, C·kernel elements, places of the window]` becomes `[N, C, H, W]`, in
/// which each element is the sum of those that [Unfold] would have taken from it; likewise without `N`.
///
/// The gradient is [Unfold] of the output's.
public final class Fold extends Operation {
    private final int height;
    private final int width;
    private final PatchOptions options;

    /// To images of this size.
    public Fold(int height, int width, PatchOptions options) {
        this.height = height;
        this.width = width;
        this.options = options;
    }

    @Override
    public String name() {
        return "fold";
    }

    /// @throws ShapeMismatchException if the array has not as many rows and columns as the window says
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs).contiguous();
        Shape shape = x.shape();
        ImagePatches patches = options.of(name(), height, width);
        int places = patches.outHeight() * patches.outWidth();
        boolean fits = (shape.rank() == 2 || shape.rank() == 3)
                && shape.dim(-2) > 0
                && shape.dim(-2) % options.kernelSize() == 0
                && shape.dim(-1) == places;
        if (!fits) {
            throw new ShapeMismatchException(message("an array " + shape + " must be [N, C·" + options.kernelSize()
                    + ", " + places + "], or without N, for images [" + height + ", " + width + "]"));
        }
        int channels = shape.dim(-2) / options.kernelSize();
        NDArray y = NDArray.zeros(
                shape.rank() == 2
                        ? Shape.of(channels, height, width)
                        : Shape.of(shape.dim(0), channels, height, width));
        patches.add(x.data(), x.offset(), y.elements() / (height * width), y.data(), y.offset());
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum != null) {
            NDArray dy = pass.outputGradient();
            NDArray gradient = NDArray.empty(sum.shape());
            options.of(name(), height, width)
                    .take(dy.data(), dy.offset(), dy.elements() / (height * width), gradient.data(), gradient.offset());
            Positions.contribute(sum, gradient);
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
