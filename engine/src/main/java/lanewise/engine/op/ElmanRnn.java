package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.ElmanCell;
import org.jspecify.annotations.Nullable;

/// A plain recurrent network (Elman 1990, "Finding structure in time"): see [Recurrence].
///
///     h = f(x·Wᵢᵀ + bᵢ + h'·Wₕᵀ + bₕ),  where h' is the state before and f is tanh or max(·, 0)
///     da = dh·f',  dh' += da·Wₕ
public final class ElmanRnn extends Recurrence {
    private final boolean relu;
    private NDArray states = NDArray.zeros(Shape.of(0));

    /// With tanh, or with `relu` max(·, 0).
    public ElmanRnn(boolean relu, RecurrenceOptions options) {
        super(1, false, options);
        this.relu = relu;
    }

    @Override
    public String name() {
        return "rnn";
    }

    @Override
    void begin(NDArray... inputs) {
        // nothing to do
    }

    @Override
    float[] recurrentSums(float[] gates) {
        return gates;
    }

    @Override
    void step(float[] gates, int t, int row, int rows, StateRows before, float[] y) {
        ElmanCell.forward(rows, hidden, relu, gates, y, (t * batch + row) * hidden);
    }

    @Override
    void beginBackward(BackwardPass pass) {
        states = pass.output();
    }

    @Override
    void stepBackward(
            float[] gates, float[] dGates, int t, int row, int rows, StateRows before, StateRows dBefore, float[] dh) {
        ElmanCell.backward(rows, hidden, relu, states.data(), dh, dGates, (t * batch + row) * hidden);
    }

    @Override
    float[] recurrentGradients(float[] dGates) {
        return dGates;
    }

    @Override
    void endBackward(BackwardPass pass, NDArray dh) {
        // nothing is left
    }

    @Override
    NDArray inputBias(NDArray biasIh, NDArray biasHh) {
        return Add.ADD.forward(biasIh, biasHh);
    }

    @Override
    RecurrenceGradient.Cell cell() {
        return new RecurrenceGradient.Cell() {
            @Override
            public RecurrenceGradient.Step step(Variable gates, Variable sums, Variable h, @Nullable Variable c) {
                UnaryOperation f = relu ? Relu.RELU : Tanh.TANH;
                return new RecurrenceGradient.Step(gates.add(sums).apply(f), null);
            }

            @Override
            public RecurrenceGradient.Gradients back(
                    RecurrenceGradient.Step step,
                    Variable h,
                    @Nullable Variable c,
                    Variable dh,
                    @Nullable Variable dc) {
                Variable y = step.h();
                Variable da = relu
                        ? dh.fill(Compare.le(y.array(), 0), 0)
                        : dh.mul(y.square().neg().add(1));
                return new RecurrenceGradient.Gradients(da, da, null, null);
            }
        };
    }
}
