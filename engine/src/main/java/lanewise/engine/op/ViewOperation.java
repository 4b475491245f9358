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

    /// The view's layout, for arrays of other types than float.
    public final Layout layout(Layout input) {
        return view(input);
    }

    @Override
    public final NDArray forward(NDArray... inputs) {
        NDArray input = only(inputs);
        return input.view(view(input.layout()));
    }

    /// Where the view shows every element once, the gradient is the output's in another order: lent if that is the
    /// same, otherwise written without zeros before.
    @Override
    public void backward(BackwardPass pass) {
        @Nullable GradientSum dx = pass.gradient(0);
        if (dx == null) {
            return;
        }
        NDArray dy = pass.outputGradient();
        Layout whole = Layout.rowMajor(dx.shape());
        Layout seen = view(whole);
        boolean all = seen.isPermutationOf(whole);
        if (all
                && seen.isContiguous()
                && dx.lend(Reshape.reshaped(dy, dx.shape().toArray()))) {
            return;
        }
        if (all && dx.contribute() == Write.OVERWRITE) {
            InPlace.copy(dx.array().view(view(dx.array().layout())), dy);
        } else {
            NDArray sum = all ? dx.array() : dx.contributeToZeroed();
            InPlace.add(sum.view(view(sum.layout())), dy, 1f);
        }
    }

    @Override
    public final boolean savesInput(int i) {
        return false;
    }

    @Override
    protected final boolean isLinearInEach() {
        return true;
    }
}
