package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// Values in place of the elements that tensors of positions name, or added to them: `y = x`, then `y[a, :, b] =
/// values` or `+=`; see [IndexedPlaces]. The values broadcast to what is indexed; of several for one place the last
/// stays.
///
///     dx = dy, 0 at the places unless values are added,  dvalues = dy[a, :, b], summed over what was repeated
public final class IndexPut extends Operation {
    private final IndexedPlaces places;
    private final boolean accumulate;

    /// At these places.
    ///
    /// @param accumulate whether the values are added
    public IndexPut(IndexedPlaces places, boolean accumulate) {
        this.places = places;
        this.accumulate = accumulate;
    }

    @Override
    public String name() {
        return "indexPut";
    }

    /// @throws lanewise.engine.ShapeMismatchException if the values do not broadcast to what is indexed
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray y = inputs[0].copy();
        places.write(y, inputs[1], accumulate ? Write.ADD : Write.OVERWRITE);
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        NDArray dy = pass.outputGradient();
        GradientSum dx = pass.gradient(0);
        if (dx != null) {
            Positions.contribute(dx, accumulate ? dy : cleared(dy));
        }
        GradientSum dvalues = pass.gradient(1);
        if (dvalues != null) {
            NDArray taken = NDArray.empty(places.result());
            if (taken.elements() > 0) {
                places.in(dy.layout()).take(dy.data(), dy.offset(), taken.data(), taken.offset());
            }
            if (!dvalues.lend(taken)) {
                Summation.contributeReduced(dvalues, taken);
            }
        }
    }

    private NDArray cleared(NDArray dy) {
        NDArray gradient = dy.copy();
        places.in(gradient.layout()).fill(0f, gradient.data(), gradient.offset());
        return gradient;
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    @Override
    public void gradient(Recorder recorder) {
        Variable dy = recorder.outputGradient();
        if (recorder.wants(0)) {
            Variable zero = dy.constant(NDArray.zeros(Shape.SCALAR));
            recorder.contribute(0, accumulate ? dy : dy.apply(new IndexPut(places, false), zero));
        }
        if (recorder.wants(1)) {
            recorder.contribute(1, dy.apply(new IndexGet(places)));
        }
    }
}
