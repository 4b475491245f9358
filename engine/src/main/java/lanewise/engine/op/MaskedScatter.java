package lanewise.engine.op;

import lanewise.engine.BoolArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.IndexedElements;

/// The first elements of a source, row-major, in place of those where a mask holds. The array and the mask
/// broadcast.
///
///     dx = dy, 0 where the mask holds,  dsource = dy where the mask holds, 0 for what was not used
public final class MaskedScatter extends Operation {
    private final BoolArray mask;

    /// Where `mask` holds, which must not change until the backward pass.
    public MaskedScatter(BoolArray mask) {
        this.mask = mask;
    }

    @Override
    public String name() {
        return "maskedScatter";
    }

    /// @throws ShapeMismatchException if array and mask do not broadcast, or the source has too few elements
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = inputs[0];
        Shape shape = Shape.broadcast(name(), x.shape(), mask.shape());
        int[] positions = positions(shape);
        if (positions.length > inputs[1].elements()) {
            throw new ShapeMismatchException(message("a source " + inputs[1].shape() + " has " + inputs[1].elements()
                    + " elements for the " + positions.length + " places of the mask"));
        }
        NDArray source = inputs[1].contiguous();
        NDArray y = x.view(x.layout().expand(shape)).copy();
        IndexedElements.put(source.data(), source.offset(), positions, y.data(), y.offset());
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        NDArray dy = pass.outputGradient();
        int[] positions = positions(dy.shape());
        GradientSum dx = pass.gradient(0);
        if (dx != null) {
            NDArray gradient = dy.copy();
            IndexedElements.fill(0f, positions, gradient.data(), gradient.offset());
            if (!dx.lend(gradient)) {
                Summation.contributeReduced(dx, gradient);
            }
        }
        GradientSum dsource = pass.gradient(1);
        if (dsource != null) {
            NDArray gradient = NDArray.zeros(dsource.shape());
            IndexedElements.take(dy.data(), dy.offset(), positions, gradient.data(), gradient.offset());
            Positions.contribute(dsource, gradient);
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
    public void gradient(Recorder recorder) {
        Variable dy = recorder.outputGradient();
        recorder.contribute(0, dy.fill(mask, 0));
        if (recorder.wants(1)) {
            Variable used = dy.apply(new MaskedSelect(mask));
            Shape source = recorder.shape(1);
            int unused = source.elements() - used.shape().elements();
            recorder.contribute(1, used.apply(new ConstantPad(0f, 0, unused)).reshape(source));
        }
    }
}
