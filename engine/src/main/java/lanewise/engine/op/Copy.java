package lanewise.engine.op;

import lanewise.engine.NDArray;

/// The same elements in new, row-major memory: `y = x`.
public final class Copy extends Operation {
    /// The one instance: it has no options.
    public static final Copy COPY = new Copy();

    private Copy() {}

    @Override
    public String name() {
        return "clone";
    }

    @Override
    public NDArray forward(NDArray... inputs) {
        return only(inputs).copy();
    }

    @Override
    public void backward(BackwardPass pass) {
        Reshape.backwardReshaped(pass);
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
