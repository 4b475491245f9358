package lanewise.engine.op;

import lanewise.engine.BoolArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;

/// `y = min(max(x, min), max)`, where both bounds are arrays; all three broadcast, and where `min` is above `max`
/// the result is `max`. NaN where one of them is NaN.
///
///     dx = dy where min <= x <= max
///     dmin = dy where x < min < max;  dmax = dy where x > max or max < min
public final class ClampBounds extends Operation {
    /// The one instance: it has no options.
    public static final ClampBounds CLAMP_BOUNDS = new ClampBounds();

    private ClampBounds() {}

    @Override
    public String name() {
        return "clamp";
    }

    /// @throws lanewise.engine.ShapeMismatchException if the three do not broadcast
    @Override
    public NDArray forward(NDArray... inputs) {
        if (inputs.length != 3) {
            throw new IllegalArgumentException(message("an array and two bounds expected, not " + inputs.length));
        }
        Shape shape = Shape.broadcast(name(), broadcast(inputs[0], inputs[1]), inputs[2].shape());
        NDArray y = NDArray.empty(shape);
        ClampMin.CLAMP_MIN.compute(expanded(inputs[0], shape), inputs[1], y);
        ClampMax.CLAMP_MAX.compute(y, inputs[2], y);
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        NDArray x = pass.input(0);
        NDArray min = pass.input(1);
        NDArray max = pass.input(2);
        NDArray dy = pass.outputGradient();
        contribute(pass.gradient(0), dy, Logic.and(Compare.ge(x, min), Compare.le(x, max)));
        contribute(pass.gradient(1), dy, Logic.and(Compare.lt(x, min), Compare.lt(min, max)));
        contribute(pass.gradient(2), dy, Logic.or(Compare.gt(x, max), Compare.lt(max, min)));
    }

    private static void contribute(@Nullable GradientSum sum, NDArray dy, BoolArray where) {
        if (sum != null) {
            NDArray zeros = NDArray.zeros(Shape.SCALAR);
            Summation.contributeReduced(sum, new Where(where).forward(dy, zeros));
        }
    }

    private static NDArray expanded(NDArray x, Shape shape) {
        return x.view(x.layout().expand(shape));
    }

    /// Where the gradient goes is constant between the points where it jumps.
    @Override
    public void gradient(Recorder recorder) {
        NDArray x = recorder.input(0).array();
        NDArray min = recorder.input(1).array();
        NDArray max = recorder.input(2).array();
        Variable dy = recorder.outputGradient();
        Variable zero = dy.constant(NDArray.zeros(Shape.SCALAR));
        Where inside = new Where(Logic.and(Compare.ge(x, min), Compare.le(x, max)));
        Where below = new Where(Logic.and(Compare.lt(x, min), Compare.lt(min, max)));
        Where above = new Where(Logic.or(Compare.gt(x, max), Compare.lt(max, min)));
        recorder.contribute(0, dy.apply(inside, zero));
        recorder.contribute(1, dy.apply(below, zero));
        recorder.contribute(2, dy.apply(above, zero));
    }
}
