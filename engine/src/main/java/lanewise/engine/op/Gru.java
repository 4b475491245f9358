package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.GruCell;
import lanewise.engine.kernel.GruCellGradient;
import org.jspecify.annotations.Nullable;

/// A gated recurrent unit (Cho et al. 2014, arXiv:1406.1078), with the reset after the product: see [Recurrence].
///
///     [a, b, v] = x·Wᵢᵀ + bᵢ,  [p, q, s] = h'·Wₕᵀ + bₕ
///     r = σ(a + p), z = σ(b + q), n = tanh(v + r·s),  h = (1 − z)·n + z·h'
///
/// where `h'` is the state before; the gradient is [GruCellGradient]'s.
public final class Gru extends Recurrence {
    private static final int GATES = 3;

    private NDArray sums = NDArray.zeros(Shape.of(0));
    private NDArray dSums = sums;
    private NDArray newBias = sums;

    /// A layer with these options.
    public Gru(RecurrenceOptions options) {
        super(GATES, false, options);
    }

    @Override
    public String name() {
        return "gru";
    }

    @Override
    void begin(NDArray... inputs) {
        sums = NDArray.empty(Shape.of(steps * batch * GATES * hidden));
        newBias = hasBias() ? inputs[weight() + 3].contiguous().copy() : NDArray.zeros(Shape.of(GATES * hidden));
    }

    @Override
    float[] recurrentSums(float[] gates) {
        return sums.data();
    }

    @Override
    void step(float[] gates, int t, int row, int rows, StateRows before, float[] y) {
        int place = t * batch + row;
        GruCell.run(
                rows,
                hidden,
                gates,
                sums.data(),
                place * GATES * hidden,
                newBias.data(),
                2 * hidden,
                before.data(),
                before.at() + row * hidden,
                y,
                place * hidden);
    }

    @Override
    void beginBackward(BackwardPass pass) {
        dSums = NDArray.empty(sums.shape());
    }

    @Override
    void stepBackward(
            float[] gates, float[] dGates, int t, int row, int rows, StateRows before, StateRows dBefore, float[] dh) {
        int place = t * batch + row;
        GruCellGradient.run(
                rows,
                hidden,
                gates,
                sums.data(),
                dGates,
                dSums.data(),
                place * GATES * hidden,
                before.data(),
                before.at() + row * hidden,
                dBefore.data(),
                dBefore.at() + row * hidden,
                dh,
                place * hidden);
    }

    @Override
    float[] recurrentGradients(float[] dGates) {
        return dSums.data();
    }

    @Override
    void endBackward(BackwardPass pass, NDArray dh) {
        // nothing is left
    }

    /// Both biases of the reset and update gates; of the new state the input's alone.
    @Override
    NDArray inputBias(NDArray biasIh, NDArray biasHh) {
        NDArray bias = biasIh.copy();
        NDArray gates = bias.view(bias.layout().narrow(0, 0, 2 * hidden));
        InPlace.add(gates, biasHh.view(biasHh.layout().narrow(0, 0, 2 * hidden)), 1f);
        return bias;
    }

    @Override
    RecurrenceGradient.Cell cell() {
        return new ByOperations();
    }

    private static final class ByOperations implements RecurrenceGradient.Cell {
        @Override
        public RecurrenceGradient.Step step(Variable gates, Variable sums, Variable h, @Nullable Variable c) {
            Variable s = part(sums, 2);
            Variable r = part(gates, 0).add(part(sums, 0)).apply(Sigmoid.SIGMOID);
            Variable z = part(gates, 1).add(part(sums, 1)).apply(Sigmoid.SIGMOID);
            Variable n = part(gates, 2).add(r.mul(s)).apply(Tanh.TANH);
            return new RecurrenceGradient.Step(n.add(z.mul(h.sub(n))), null, r, z, n, s);
        }

        @Override
        public RecurrenceGradient.Gradients back(
                RecurrenceGradient.Step step, Variable h, @Nullable Variable c, Variable dh, @Nullable Variable dc) {
            Variable r = step.kept()[0];
            Variable z = step.kept()[1];
            Variable n = step.kept()[2];
            Variable s = step.kept()[3];
            Variable dn = dh.mul(z.neg().add(1)).mul(n.square().neg().add(1));
            Variable dz = dh.mul(h.sub(n)).mul(z.mul(z.neg().add(1)));
            Variable dr = dn.mul(s).mul(r.mul(r.neg().add(1)));
            Variable dGates = dr.apply(new Concat(1), dz, dn);
            Variable dSums = dr.apply(new Concat(1), dz, dn.mul(r));
            return new RecurrenceGradient.Gradients(dGates, dSums, dh.mul(z), null);
        }

        private static Variable part(Variable sums, int gate) {
            int hidden = sums.shape().dim(1) / GATES;
            return sums.apply(new Narrow(1, gate * hidden, hidden));
        }
    }
}
