package lanewise.engine.op;

import lanewise.engine.BoolArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.IndexedElements;

/// The elements where a mask holds, row-major: `[n]`. The array and the mask broadcast.
///
///     dx = dy where the mask holds, 0 elsewhere, summed over what was repeated
public final class MaskedSelect extends Operation {
    private final BoolArray mask;

    /// Where `mask` holds, which must not change until the backward pass.
    public MaskedSelect(BoolArray mask) {
        this.mask = mask;
    }

    @Override
    public String name() {
        return "maskedSelect";
    }

    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs);
        Shape shape = Shape.broadcast(name(), x.shape(), mask.shape());
        int[] positions = positions(shape);
        NDArray expanded = x.view(x.layout().expand(shape)).contiguous();
        NDArray y = NDArray.empty(Shape.of(positions.length));
        IndexedElements.take(expanded.data(), expanded.offset(), positions, y.data(), y.offset());
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx == null) {
            return;
        }
        NDArray dy = pass.outputGradient();
        Shape shape = Shape.broadcast(name(), dx.shape(), mask.shape());
        NDArray gradient = NDArray.zeros(shape);
        IndexedElements.put(dy.data(), dy.offset(), positions(shape), gradient.data(), gradient.offset());
        if (!dx.lend(gradient)) {
            Summation.contributeReduced(dx, gradient);
        }
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    private int[] positions(Shape shape) {
        return Positions.ofTrue(mask.view(mask.layout().expand(shape)));
    }

    @Override
    protected boolean isLinearInEach() {
        return true;
    }
}
