package lanewise.engine.op;

import lanewise.engine.Layout;

/// A further dimension of size 1. A view.
public final class Unsqueeze extends ViewOperation {
    private final int dimension;

    /// A dimension of size 1 before `dimension`, from `-rank - 1` to `rank`.
    public Unsqueeze(int dimension) {
        this.dimension = dimension;
    }

    @Override
    public String name() {
        return "unsqueeze";
    }

    @Override
    protected Layout view(Layout input) {
        return input.unsqueeze(dimension);
    }

    /// The gradient is the output's under the input's shape.
    @Override
    public void backward(BackwardPass pass) {
        Reshape.backwardReshaped(pass);
    }
}
