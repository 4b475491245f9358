package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.NDArray;

/// The same elements in the same row-major order under another shape. The result is a view where the strides allow
/// it, and new memory otherwise.
public final class Reshape extends Operation {
    private final int[] sizes;

    /// To these sizes; one of them may be -1 and is then what remains.
    public Reshape(int... sizes) {
        this.sizes = sizes.clone();
    }

    @Override
    public String name() {
        return "reshape";
    }

    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs);
        Layout view = x.layout().reshape(sizes);
        if (view != null) {
            return x.view(view);
        }
        NDArray copy = x.copy();
        return reshaped(copy, x.layout().resolve(sizes).toArray());
    }

    @Override
    public void backward(BackwardPass pass) {
        backwardReshaped(pass);
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    /// Contributes the output's gradient, element for element, to an input of as many elements.
    static void backwardReshaped(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx == null) {
            return;
        }
        NDArray dy = reshaped(pass.outputGradient(), dx.shape().toArray());
        if (!dx.lend(dy)) {
            if (dx.contribute() == Write.OVERWRITE) {
                System.arraycopy(
                        dy.data(), dy.offset(), dx.array().data(), dx.array().offset(), dy.elements());
            } else {
                InPlace.add(dx.array(), dy, 1f);
            }
        }
    }

    /// A contiguous array under other sizes, which is always a view.
    static NDArray reshaped(NDArray contiguous, int[] sizes) {
        Layout layout = contiguous.layout().reshape(sizes);
        if (layout == null) {
            throw new AssertionError("a contiguous array has a view of every shape: " + contiguous.layout());
        }
        return contiguous.view(layout);
    }

    @Override
    protected boolean isLinearInEach() {
        return true;
    }
}
