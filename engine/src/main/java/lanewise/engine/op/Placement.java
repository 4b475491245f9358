package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// What the operations have in common whose result is one number everywhere, but for a part that is the input. The
/// gradient is that part of the output's.
public abstract class Placement extends Operation {
    private final float filling;

    /// @param filling the number everywhere else
    Placement(float filling) {
        this.filling = filling;
    }

    /// The shape of the result.
    abstract Shape result(Shape input);

    /// The part of a result of this layout that the input is; of `input`'s shape.
    abstract Layout place(Layout result, Shape input);

    @Override
    public final NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs);
        NDArray y = NDArray.full(result(x.shape()), filling);
        InPlace.copy(y.view(place(y.layout(), x.shape())), x);
        return y;
    }

    @Override
    public final void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx != null) {
            NDArray dy = pass.outputGradient();
            Summation.contributeRepeated(dx, dy.view(place(dy.layout(), dx.shape())));
        }
    }

    @Override
    public final boolean savesInput(int i) {
        return false;
    }

    @Override
    protected boolean isLinearInEach() {
        return filling == 0;
    }
}
