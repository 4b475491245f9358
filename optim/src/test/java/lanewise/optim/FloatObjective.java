package lanewise.optim;

import java.util.List;
import java.util.function.Supplier;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;

/// A function of two parameters, a matrix `[1, 2]` and a vector with all other elements, as an optimizer's closure.
final class FloatObjective implements Supplier<Tensor> {
    private final SmoothFunction function;
    private final Tensor head;
    private final Tensor tail;
    private double[] slopes = {};
    private int calls;

    FloatObjective(SmoothFunction function) {
        this.function = function;
        head = Tensor.zeros(1, 2).requiresGrad_(true);
        tail = Tensor.zeros(function.start.length - 2).requiresGrad_(true);
        for (int i = 0; i < function.start.length; i++) {
            (i < 2 ? head : tail).array().data()[i < 2 ? i : i - 2] = (float) function.start[i];
        }
    }

    List<Tensor> parameters() {
        return List.of(head, tail);
    }

    int calls() {
        return calls;
    }

    float[] values() {
        float[] values = new float[function.start.length];
        System.arraycopy(head.toArray(), 0, values, 0, 2);
        System.arraycopy(tail.toArray(), 0, values, 2, values.length - 2);
        return values;
    }

    /// The largest element of the gradient at the last evaluation.
    double largestSlope() {
        double largest = 0;
        for (double slope : slopes) {
            largest = Math.max(largest, Math.abs(slope));
        }
        return largest;
    }

    @Override
    public Tensor get() {
        calls++;
        float[] values = values();
        double[] x = new double[values.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = values[i];
        }
        slopes = new double[x.length];
        double loss = function.at(x, slopes);
        float[] rest = new float[x.length - 2];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = (float) slopes[i + 2];
        }
        head.setGrad(Tensor.of(Shape.of(1, 2), (float) slopes[0], (float) slopes[1]));
        tail.setGrad(Tensor.of(rest));
        return Tensor.of((float) loss);
    }
}
