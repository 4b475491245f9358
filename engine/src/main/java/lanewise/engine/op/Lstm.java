package lanewise.engine.op;

import static java.util.Objects.requireNonNull;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.Gemm;
import lanewise.engine.kernel.LstmCell;
import lanewise.engine.kernel.LstmCellGradient;
import org.jspecify.annotations.Nullable;

/// A long short-term memory (Hochreiter, Schmidhuber 1997; with forget gates, Gers 1999): see [Recurrence].
///
///     [i, f, g, o] = x·Wᵢᵀ + bᵢ + h'·Wₕᵀ + bₕ
///     c = σ(f)·c' + σ(i)·tanh(g),  h = σ(o)·tanh(c), with a projection h = (σ(o)·tanh(c))·Wᵣᵀ
///
/// where `h'` and `c'` are the states before; the gradient is [LstmCellGradient]'s.
public final class Lstm extends Recurrence {
    private static final int GATES = 4;

    private final boolean projects;
    private NDArray first = NDArray.zeros(Shape.of(0));
    private NDArray memory = first;
    private NDArray shown = first; // tanh of the memory
    private NDArray unprojected = first;
    private NDArray projection = first;
    private NDArray dMemory = first;
    private NDArray dUnprojected = first;

    /// @param projects whether there is a weight that projects the states to another size
    public Lstm(boolean projects, RecurrenceOptions options) {
        super(GATES, true, options);
        this.projects = projects;
    }

    @Override
    public String name() {
        return "lstm";
    }

    @Override
    void begin(NDArray... inputs) {
        Shape states = Shape.of(steps * batch * hidden);
        first = inputs[2].contiguous();
        memory = NDArray.empty(states);
        shown = NDArray.empty(states);
        if (projects) {
            unprojected = NDArray.zeros(states);
            projection = inputs[inputs.length - 1].contiguous();
        }
    }

    @Override
    float[] recurrentSums(float[] gates) {
        return gates;
    }

    @Override
    void step(float[] gates, int t, int row, int rows, StateRows before, float[] y) {
        int place = t * batch + row;
        NDArray from = before.step() < 0 ? first : memory;
        LstmCell.run(
                rows,
                hidden,
                gates,
                place * GATES * hidden,
                from.data(),
                memoryAt(before, row),
                memory.data(),
                shown.data(),
                place * hidden,
                projects ? unprojected.data() : y,
                place * hidden);
        if (projects) {
            Gemm.run(
                    rows,
                    out,
                    hidden,
                    unprojected.data(),
                    place * hidden,
                    hidden,
                    1,
                    projection.data(),
                    projection.offset(),
                    1,
                    hidden,
                    y,
                    place * out,
                    out,
                    false);
        }
    }

    private int memoryAt(StateRows before, int row) {
        return before.step() < 0 ? first.offset() + row * hidden : (before.step() * batch + row) * hidden;
    }

    @Override
    void copyMemory(float[] y, int at) {
        for (int b = 0; b < batch; b++) {
            System.arraycopy(memory.data(), (last(b) * batch + b) * hidden, y, at + b * hidden, hidden);
        }
    }

    @Override
    void beginBackward(BackwardPass pass) {
        NDArray dy = pass.outputGradient();
        first = pass.input(2).contiguous();
        dMemory = NDArray.empty(Shape.of(batch, hidden));
        int at = (steps + 1) * batch * out;
        System.arraycopy(dy.data(), dy.offset() + at, dMemory.data(), 0, batch * hidden);
        if (projects) {
            projection = pass.input(projectionIndex()).contiguous();
            dUnprojected = NDArray.empty(Shape.of(batch, hidden));
        }
    }

    private int projectionIndex() {
        return weight() + (hasBias() ? 4 : 2);
    }

    @Override
    void stepBackward(
            float[] gates, float[] dGates, int t, int row, int rows, StateRows before, StateRows dBefore, float[] dh) {
        int place = t * batch + row;
        if (projects) {
            Gemm.run(
                    rows,
                    hidden,
                    out,
                    dh,
                    place * out,
                    out,
                    1,
                    projection.data(),
                    projection.offset(),
                    hidden,
                    1,
                    dUnprojected.data(),
                    row * hidden,
                    hidden,
                    false);
        }
        LstmCellGradient.run(
                rows,
                hidden,
                gates,
                dGates,
                place * GATES * hidden,
                (before.step() < 0 ? first : memory).data(),
                memoryAt(before, row),
                shown.data(),
                place * hidden,
                projects ? dUnprojected.data() : dh,
                projects ? row * hidden : place * hidden,
                dMemory.data(),
                row * hidden);
    }

    @Override
    float[] recurrentGradients(float[] dGates) {
        return dGates;
    }

    @Override
    void endBackward(BackwardPass pass, NDArray dh) {
        GradientSum ofMemory = pass.gradient(2);
        if (ofMemory != null) {
            contribute(ofMemory, dMemory);
        }
        GradientSum ofProjection = projects ? pass.gradient(projectionIndex()) : null;
        if (ofProjection != null) {
            boolean add = ofProjection.contribute() == Write.ADD;
            NDArray sum = ofProjection.array();
            Gemm.run(
                    out,
                    hidden,
                    steps * batch,
                    dh.data(),
                    0,
                    1,
                    out,
                    unprojected.data(),
                    0,
                    hidden,
                    1,
                    sum.data(),
                    sum.offset(),
                    hidden,
                    add);
        }
    }

    @Override
    NDArray inputBias(NDArray biasIh, NDArray biasHh) {
        return Add.ADD.forward(biasIh, biasHh);
    }

    @Override
    boolean projects() {
        return projects;
    }

    @Override
    RecurrenceGradient.Cell cell() {
        return new ByOperations();
    }

    private static final class ByOperations implements RecurrenceGradient.Cell {
        @Override
        public RecurrenceGradient.Step step(Variable gates, Variable sums, Variable h, @Nullable Variable c) {
            Variable a = gates.add(sums);
            Variable i = part(a, 0).apply(Sigmoid.SIGMOID);
            Variable f = part(a, 1).apply(Sigmoid.SIGMOID);
            Variable g = part(a, 2).apply(Tanh.TANH);
            Variable o = part(a, 3).apply(Sigmoid.SIGMOID);
            Variable next = f.mul(requireNonNull(c)).add(i.mul(g));
            Variable u = next.apply(Tanh.TANH);
            return new RecurrenceGradient.Step(o.mul(u), next, i, f, g, o, u);
        }

        @Override
        public RecurrenceGradient.Gradients back(
                RecurrenceGradient.Step step, Variable h, @Nullable Variable c, Variable dh, @Nullable Variable dc) {
            Variable i = step.kept()[0];
            Variable f = step.kept()[1];
            Variable g = step.kept()[2];
            Variable o = step.kept()[3];
            Variable u = step.kept()[4];
            Variable e = dh.mul(o).mul(u.square().neg().add(1)).add(requireNonNull(dc));
            Variable di = e.mul(g).mul(i.mul(i.neg().add(1)));
            Variable df = e.mul(requireNonNull(c)).mul(f.mul(f.neg().add(1)));
            Variable dg = e.mul(i).mul(g.square().neg().add(1));
            Variable dO = dh.mul(u).mul(o.mul(o.neg().add(1)));
            Variable all = di.apply(new Concat(1), df, dg, dO);
            return new RecurrenceGradient.Gradients(all, all, null, e.mul(f));
        }

        private static Variable part(Variable sums, int gate) {
            int hidden = sums.shape().dim(1) / GATES;
            return sums.apply(new Narrow(1, gate * hidden, hidden));
        }
    }
}
