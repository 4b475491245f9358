package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.ShapeMismatchException;

/// An array with a part of it, which is a view, replaced by another array: `y = x`, then `view(y) = source`.
///
///     dx = dy, 0 in the part,  dsource = view(dy)
public final class ViewScatter extends Operation {
    private final String name;
    private final ViewOperation part;

    private ViewScatter(String name, ViewOperation part) {
        this.name = name;
        this.part = part;
    }

    /// In place of one index of a dimension; see [Select].
    public static ViewScatter select(int dimension, int index) {
        return new ViewScatter("selectScatter", new Select(dimension, index));
    }

    /// In place of every `step`-th index of a dimension from `start` to before `end`; see [Slice].
    public static ViewScatter slice(int dimension, int start, int end, int step) {
        return new ViewScatter("sliceScatter", new Slice(dimension, start, end, step));
    }

    /// In place of a diagonal; see [Diagonal].
    public static ViewScatter diagonal(int offset, int first, int second) {
        return new ViewScatter("diagonalScatter", new Diagonal(offset, first, second));
    }

    @Override
    public String name() {
        return name;
    }

    /// @throws ShapeMismatchException if the source has not the part's shape
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = inputs[0];
        Layout place = part.view(Layout.rowMajor(x.shape()));
        if (!place.shape().equals(inputs[1].shape())) {
            throw new ShapeMismatchException(message("a source " + inputs[1].shape() + " for a part " + place.shape()
                    + " of " + x.shape() + " must have its shape"));
        }
        NDArray y = x.copy();
        InPlace.copy(y.view(place), inputs[1]);
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        NDArray dy = pass.outputGradient();
        GradientSum dx = pass.gradient(0);
        if (dx != null) {
            NDArray gradient = dy.copy();
            gradient.view(part.view(gradient.layout())).fill(0f);
            Positions.contribute(dx, gradient);
        }
        GradientSum dsource = pass.gradient(1);
        if (dsource != null) {
            Summation.contributeRepeated(dsource, dy.view(part.view(dy.layout())));
        }
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    @Override
    public void gradient(Recorder recorder) {
        Variable dy = recorder.outputGradient();
        Variable inPart = dy.apply(part);
        if (recorder.wants(0)) {
            recorder.contribute(0, dy.apply(this, dy.constant(NDArray.zeros(inPart.shape()))));
        }
        recorder.contribute(1, inPart);
    }
}
