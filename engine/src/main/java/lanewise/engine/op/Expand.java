package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.Shape;

/// Broadcast to a larger shape: dimensions of size 1 and missing leading ones are repeated. A view, in which
/// repeated elements are one element of the memory.
public final class Expand extends ViewOperation {
    private final Shape target;

    /// To the shape `target`.
    public Expand(Shape target) {
        this.target = target;
    }

    @Override
    public String name() {
        return "expand";
    }

    @Override
    protected Layout view(Layout input) {
        return input.expand(target);
    }

    /// `dx` = `dy` summed over the repeated dimensions.
    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx != null && !dx.lend(pass.outputGradient())) {
            Summation.contributeReduced(dx, pass.outputGradient());
        }
    }
}
