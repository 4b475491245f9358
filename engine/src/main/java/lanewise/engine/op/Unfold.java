package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.ImagePatches;

/// The patches of images that a window covers as it moves, each as a column: `[N, C, H, W]` becomes `[N, C·kernel
/// elements, places of the window]`, and `[C, H, W]` likewise without `N`. What lies in the padding is 0.
///
/// The gradient is [Fold] of the output's.
public final class Unfold extends Operation {
    private final PatchOptions options;

    /// With this window.
    public Unfold(PatchOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "unfold";
    }

    /// @throws ShapeMismatchException if the array has not three or four dimensions, or is empty but for its batch
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs).contiguous();
        Shape shape = x.shape();
        boolean hasImages = shape.rank() == 3 || shape.rank() == 4;
        for (int d = -3; hasImages && d < 0; d++) {
            hasImages = shape.dim(d) > 0;
        }
        if (!hasImages) {
            throw new ShapeMismatchException(
                    message("an array " + shape + " must be [N, C, H, W] or [C, H, W], and have channels and pixels"));
        }
        ImagePatches patches = options.of(name(), shape.dim(-2), shape.dim(-1));
        int rows = shape.dim(-3) * options.kernelSize();
        int places = patches.outHeight() * patches.outWidth();
        NDArray y = NDArray.empty(shape.rank() == 3 ? Shape.of(rows, places) : Shape.of(shape.dim(0), rows, places));
        int images = x.elements() / (shape.dim(-1) * shape.dim(-2));
        patches.take(x.data(), x.offset(), images, y.data(), y.offset());
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum != null) {
            NDArray dx = sum.contributeToZeroed();
            NDArray dy = pass.outputGradient();
            int height = dx.shape().dim(-2);
            int width = dx.shape().dim(-1);
            options.of(name(), height, width)
                    .add(dy.data(), dy.offset(), dx.elements() / (height * width), dx.data(), dx.offset());
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
