package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import org.jspecify.annotations.Nullable;

/// An operation whose result is another layout over its input's memory. Its gradient flows back through the same
/// view: the output's gradient is added to that view of the input's gradient.
public abstract class ViewOperation extends Operation {
    /// For subclasses.
    protected ViewOperation() {}

    /// The view's layout over an array of layout `input`.
    protected abstract Layout view(Layout input);

    @Override
    public final NDArray forward(NDArray... inputs) {
        NDArray input = only(inputs);
        return input.view(view(input.layout()));
    }

    @Override
    public void backward(BackwardPass pass) {
        @Nullable GradientSum dx = pass.gradient(0);
        if (dx != null) {
            NDArray sum = dx.contributeToZeroed();
            InPlace.add(sum.view(view(sum.layout())), pass.outputGradient(), 1f);
        }
    }

    @Override
    public final boolean savesInput(int i) {
        return false;
    }
}
