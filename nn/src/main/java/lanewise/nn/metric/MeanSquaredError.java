package lanewise.nn.metric;

import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.io.StateDict;

/// The mean of `(prediction − target)²` over all elements of all batches.
public final class MeanSquaredError implements Metric<Tensor> {
    private double sum;
    private long elements;

    /// Of nothing yet.
    public MeanSquaredError() {}

    @Override
    public String name() {
        return "mse";
    }

    /// Counts the elements of a batch.
    ///
    /// @param predictions any shape
    /// @param targets the same shape
    /// @throws ShapeMismatchException if the shapes differ
    @Override
    public void update(Tensor predictions, Tensor targets) {
        if (!predictions.shape().equals(targets.shape())) {
            throw new ShapeMismatchException("MeanSquaredError: predictions " + predictions.shape() + " and targets "
                    + targets.shape() + "; the shapes must be the same");
        }
        NDArray x = predictions.array().contiguous();
        NDArray y = targets.array().contiguous();
        for (int i = 0; i < x.elements(); i++) {
            double error = (double) x.data()[x.offset() + i] - y.data()[y.offset() + i];
            sum += error * error;
        }
        elements += x.elements();
    }

    @Override
    public double value() {
        if (elements == 0) {
            throw new IllegalStateException(
                    "MeanSquaredError: no example has been counted since the last reset, so there is no value");
        }
        return sum / elements;
    }

    @Override
    public void reset() {
        sum = 0;
        elements = 0;
    }

    @Override
    public StateDict stateDict() {
        return new StateDict().put("sum", sum).put("elements", elements);
    }

    @Override
    public void loadStateDict(StateDict state) {
        checkStateDict(state);
        sum = state.number("sum");
        elements = state.integer("elements");
    }

    @Override
    public void checkStateDict(StateDict state) {
        state.number("sum");
        state.integer("elements");
    }
}
