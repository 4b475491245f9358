package lanewise.optim;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;

/// `½·Σ aᵢ·(xᵢ ± cᵢ)²` with `a` from 1 to 2, as a closure that allocates nothing.
final class Bowl implements Supplier<Tensor> {
    final Tensor parameter;
    private final float[] center;
    private final Tensor loss = Tensor.of(0f);
    private float sign = 1;

    Bowl(int length) {
        parameter = Rules.parameter(Shape.of(length), Rules.normal(new Random(1), length));
        parameter.setGrad(Tensor.zeros(length));
        center = Rules.normal(new Random(2), length);
    }

    /// Moves the bowl's bottom to the other side.
    void turn() {
        sign = -sign;
    }

    @Override
    public Tensor get() {
        float[] x = parameter.array().data();
        float[] g = requireNonNull(parameter.grad()).array().data();
        double sum = 0;
        for (int i = 0; i < center.length; i++) {
            float a = 1 + (float) i / center.length;
            float distance = x[i] + sign * center[i];
            g[i] = a * distance;
            sum += 0.5 * a * distance * distance;
        }
        loss.array().data()[0] = (float) sum;
        return loss;
    }

    static float[] afterThreeSteps() {
        var bowl = new Bowl(100_003);
        var options = new LBFGS.Options().withMaxIter(5).withLineSearch(LBFGS.LineSearch.STRONG_WOLFE);
        var lbfgs = new LBFGS(List.of(bowl.parameter), options);
        for (int i = 0; i < 3; i++) {
            bowl.turn();
            lbfgs.step(bowl);
        }
        return bowl.parameter.toArray();
    }
}
