package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.NDArray;

/// The elements that tensors of positions name: `y = x[a, :, b]`; see [IndexedPlaces].
///
///     dx[a, :, b] += dy
public final class IndexGet extends Operation {
    private final IndexedPlaces places;

    /// At these places.
    public IndexGet(IndexedPlaces places) {
        this.places = places;
    }

    @Override
    public String name() {
        return "get";
    }

    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs);
        NDArray y = NDArray.empty(places.result());
        if (y.elements() > 0) {
            places.in(x.layout()).take(x.data(), x.offset(), y.data(), y.offset());
        }
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum != null) {
            NDArray dx = sum.contributeToZeroed();
            NDArray dy = pass.outputGradient();
            if (dy.elements() > 0) {
                places.in(Layout.rowMajor(dx.shape())).add(dy.data(), dy.offset(), dx.data(), dx.offset());
            }
        }
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
