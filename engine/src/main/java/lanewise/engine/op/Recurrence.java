package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.Gemm;
import lanewise.engine.kernel.PackedMatrix;
import lanewise.engine.kernel.RowVector;
import org.jspecify.annotations.Nullable;

/// One layer of a recurrent network, in one direction, over whole sequences.
///
/// Inputs are `x [steps, batch, in]`, the states to begin with (`h [batch, out]`, and for a memory of its own `c
/// [batch, hidden]`), `weightIh [gates·hidden, in]`, `weightHh [gates·hidden, out]`, then with biases `biasIh` and
/// `biasHh [gates·hidden]`, and with a projection `weightHr [out, hidden]`. The result is one run of numbers: the
/// states `h` after each step, `[steps, batch, out]`, then those after the last one, `[batch, out]` and `[batch,
/// hidden]`.
///
/// With `lengths`, in descending order, sequence `b` has `lengths[b]` steps: the rows after them are zeros, and its
/// last state is that after its own last step. Backwards, it begins there.
///
/// The products of the input with the weights are one product of matrices for all steps, and one a step is left;
/// the gradients of the weights are one product too.
public abstract class Recurrence extends Operation {
    /// Steps and rows from which on the recurrent weight is packed once.
    private static final int MIN_PACKED_STEPS = 2;

    private static final int MIN_PACKED_ROWS = 9;

    private final int gateCount;
    private final boolean remembers;
    private final RecurrenceOptions options;

    /// The sizes of one call, and what it leaves for the backward pass.
    int steps;

    int batch;
    int hidden;
    int out;
    int in;
    private @Nullable NDArray activations;

    /// @param gateCount how many numbers are computed for each of the state
    /// @param remembers whether there is a cell state beside the one that is shown
    Recurrence(int gateCount, boolean remembers, RecurrenceOptions options) {
        this.gateCount = gateCount;
        this.remembers = remembers;
        this.options = options;
    }

    // ---- what a cell is

    /// Gets ready for a forward pass.
    abstract void begin(NDArray... inputs);

    /// Where the products of the state before go; the sums of the input are there already if it is `gates`.
    abstract float[] recurrentSums(float[] gates);

    /// Steps `rows` rows from `row` on; `before` has the states that they come from.
    abstract void step(float[] gates, int t, int row, int rows, StateRows before, float[] y);

    /// Gets ready for a backward pass.
    abstract void beginBackward(BackwardPass pass);

    /// The gradients of the sums at a step, and of what is remembered. Adds to the gradient of the state before
    /// what does not go through the product.
    abstract void stepBackward(
            float[] gates, float[] dGates, int t, int row, int rows, StateRows before, StateRows dBefore, float[] dh);

    /// The gradients of the products of the state before; `dGates` itself if they are the same.
    abstract float[] recurrentGradients(float[] dGates);

    /// What is left when all steps are done.
    abstract void endBackward(BackwardPass pass, NDArray dh);

    /// The bias to add to the sums of the input before the first step.
    abstract NDArray inputBias(NDArray biasIh, NDArray biasHh);

    /// The same cell by other operations.
    abstract RecurrenceGradient.Cell cell();

    /// Whether the states are projected to another size.
    boolean projects() {
        return false;
    }

    // ---- forward

    @Override
    public final NDArray forward(NDArray... inputs) {
        check(inputs);
        NDArray x = inputs[0].contiguous();
        NDArray weightIh = inputs[weight()].contiguous();
        NDArray weightHh = inputs[weight() + 1].contiguous();
        NDArray h = inputs[1].contiguous();
        int width = width();
        int states = steps * batch * out;
        NDArray gates = NDArray.empty(Shape.of(steps * batch * width));
        NDArray y = NDArray.empty(Shape.of(states + batch * (out + (remembers ? hidden : 0))));
        Gemm.run(
                steps * batch,
                width,
                in,
                x.data(),
                x.offset(),
                in,
                1,
                weightIh.data(),
                weightIh.offset(),
                1,
                in,
                gates.data(),
                0,
                width,
                false);
        if (options.bias()) {
            NDArray bias = inputBias(inputs[weight() + 2].contiguous(), inputs[weight() + 3].contiguous());
            RowVector.addToRows(steps * batch, width, bias.data(), bias.offset(), gates.data(), 0);
        }
        if (options.lengths() != null) {
            Arrays.fill(y.data(), 0, states, 0f);
        }
        begin(inputs);
        float[] sums = recurrentSums(gates.data());
        boolean add = sums == gates.data();
        PackedMatrix packed = packed(out, width, weightHh, 1, out);
        for (int k = 0; k < steps; k++) {
            int t = time(k);
            int rows = active(t);
            int going = k == 0 ? 0 : Math.min(rows, active(time(k - 1)));
            StateRows before = going == 0 ? null : new StateRows(y.data(), time(k - 1) * batch * out, time(k - 1));
            if (before != null) {
                addProduct(weightHh, packed, before, 0, going, sums, t, add);
                step(gates.data(), t, 0, going, before, y.data());
            }
            if (going < rows) {
                StateRows first = new StateRows(h.data(), h.offset(), -1);
                addProduct(weightHh, packed, first, going, rows - going, sums, t, add);
                step(gates.data(), t, going, rows - going, first, y.data());
            }
        }
        for (int b = 0; b < batch; b++) {
            System.arraycopy(y.data(), (last(b) * batch + b) * out, y.data(), states + b * out, out);
        }
        if (remembers) {
            copyMemory(y.data(), states + batch * out);
        }
        activations = gates;
        return y;
    }

    /// Writes what is remembered after each row's last step.
    void copyMemory(float[] y, int at) {
        throw new AssertionError("only of a cell with a memory");
    }

    /// The recurrent weight, packed for the products of all steps; null if they are not enough, or too small, for
    /// that to be worth it. With one step or few rows [Gemm] itself has a better way.
    private @Nullable PackedMatrix packed(int rows, int columns, NDArray weight, int rowStride, int columnStride) {
        if (steps < MIN_PACKED_STEPS || batch < MIN_PACKED_ROWS || rows == 0) {
            return null;
        }
        NDArray memory = NDArray.empty(Shape.of(PackedMatrix.size(rows, columns)));
        return PackedMatrix.pack(rows, columns, weight.data(), weight.offset(), rowStride, columnStride, memory.data());
    }

    private void addProduct(
            NDArray weightHh,
            @Nullable PackedMatrix packed,
            StateRows before,
            int row,
            int rows,
            float[] sums,
            int t,
            boolean add) {
        int width = width();
        int from = before.at() + row * out;
        int to = (t * batch + row) * width;
        if (packed != null) {
            packed.multiply(rows, before.data(), from, out, sums, to, width, add);
            return;
        }
        float[] weight = weightHh.data();
        Gemm.run(
                rows, width, out, before.data(), from, out, 1, weight, weightHh.offset(), 1, out, sums, to, width, add);
    }

    // ---- backward

    @Override
    public final void backward(BackwardPass pass) {
        if (activations == null) {
            throw new IllegalStateException(message("backward comes after forward"));
        }
        float[] gates = activations.data();
        int width = width();
        NDArray weightHh = pass.input(weight() + 1).contiguous();
        NDArray h = pass.input(1).contiguous();
        float[] y = pass.output().data();
        int yAt = pass.output().offset();
        NDArray dy = pass.outputGradient();
        int states = steps * batch * out;
        NDArray dh = NDArray.empty(Shape.of(states));
        System.arraycopy(dy.data(), dy.offset(), dh.data(), 0, states);
        for (int b = 0; b < batch; b++) {
            int from = dy.offset() + states + b * out;
            int to = (last(b) * batch + b) * out;
            for (int j = 0; j < out; j++) {
                dh.data()[to + j] += dy.data()[from + j];
            }
        }
        clearPadding(dh.data(), out);
        NDArray dFirst = NDArray.zeros(Shape.of(batch, out));
        NDArray dGates = NDArray.empty(Shape.of(steps * batch * width));
        beginBackward(pass);
        float[] dSums = recurrentGradients(dGates.data());
        clearPadding(dGates.data(), width);
        if (dSums != dGates.data()) {
            clearPadding(dSums, width);
        }
        PackedMatrix packed = packed(width, out, weightHh, out, 1);
        StateRows first = new StateRows(h.data(), h.offset(), -1);
        StateRows ofFirst = new StateRows(dFirst.data(), 0, -1);
        for (int k = steps - 1; k >= 0; k--) {
            int t = time(k);
            int rows = active(t);
            int going = k == 0 ? 0 : Math.min(rows, active(time(k - 1)));
            if (going > 0) {
                int p = time(k - 1);
                StateRows before = new StateRows(y, yAt + p * batch * out, p);
                StateRows dBefore = new StateRows(dh.data(), p * batch * out, p);
                stepBackward(gates, dGates.data(), t, 0, going, before, dBefore, dh.data());
                addStateGradient(weightHh, packed, dSums, t, 0, going, dBefore);
            }
            if (going < rows) {
                stepBackward(gates, dGates.data(), t, going, rows - going, first, ofFirst, dh.data());
                addStateGradient(weightHh, packed, dSums, t, going, rows - going, ofFirst);
            }
        }
        new RecurrenceSums(this, pass, dGates, dSums).contribute(h);
        GradientSum ofState = pass.gradient(1);
        if (ofState != null) {
            contribute(ofState, dFirst);
        }
        endBackward(pass, dh);
    }

    private void addStateGradient(
            NDArray weightHh,
            @Nullable PackedMatrix packed,
            float[] dSums,
            int t,
            int row,
            int rows,
            StateRows dBefore) {
        int width = width();
        int from = (t * batch + row) * width;
        int to = dBefore.at() + row * out;
        if (packed != null) {
            packed.multiply(rows, dSums, from, width, dBefore.data(), to, out, true);
            return;
        }
        float[] weight = weightHh.data();
        Gemm.run(
                rows,
                out,
                width,
                dSums,
                from,
                width,
                1,
                weight,
                weightHh.offset(),
                out,
                1,
                dBefore.data(),
                to,
                out,
                true);
    }

    /// Contributes memory that nobody writes to any more.
    static void contribute(GradientSum sum, NDArray gradient) {
        if (!sum.lend(gradient)) {
            if (sum.contribute() == Write.ADD) {
                InPlace.add(sum.array(), gradient, 1f);
            } else {
                InPlace.copy(sum.array(), gradient);
            }
        }
    }

    /// Writes zeros where a sequence has ended.
    private void clearPadding(float[] rows, int width) {
        for (int t = 0; t < steps && options.lengths() != null; t++) {
            Arrays.fill(rows, (t * batch + active(t)) * width, (t + 1) * batch * width, 0f);
        }
    }

    @Override
    public final void gradient(Recorder recorder) {
        new RecurrenceGradient(this, recorder, cell(), projects()).contribute();
    }

    // ---- the order of steps

    /// The step that comes at place `k`.
    final int time(int k) {
        return options.reverse() ? steps - 1 - k : k;
    }

    /// How many sequences have a step `t`: they are the first ones.
    final int active(int t) {
        int[] lengths = options.lengths();
        if (lengths == null) {
            return batch;
        }
        int rows = batch;
        while (rows > 0 && lengths[rows - 1] <= t) {
            rows--;
        }
        return rows;
    }

    /// The step after which a sequence's state is its last.
    final int last(int b) {
        int[] lengths = options.lengths();
        return options.reverse() ? 0 : lengths == null ? steps - 1 : lengths[b] - 1;
    }

    final boolean remembers() {
        return remembers;
    }

    final boolean isReverse() {
        return options.reverse();
    }

    final boolean hasBias() {
        return options.bias();
    }

    /// How many numbers are computed for each row of the states.
    final int width() {
        return gateCount * hidden;
    }

    /// The index of the first weight among the inputs.
    final int weight() {
        return remembers ? 3 : 2;
    }

    @Override
    public final boolean savesOutput() {
        return true;
    }

    /// The biases: `backward` has the gates that were made with them, `gradient` makes the gates anew.
    @Override
    public final boolean savesForGradientAlone(int i) {
        return options.bias() && (i == weight() + 2 || i == weight() + 3);
    }

    // ---- checks

    private void check(NDArray... inputs) {
        int expected = weight() + 2 + (options.bias() ? 2 : 0);
        boolean projects = inputs.length == expected + 1 && remembers;
        if (inputs.length != expected && !projects) {
            throw new IllegalArgumentException(message(expected + " inputs expected, not " + inputs.length));
        }
        Shape x = inputs[0].shape();
        Shape weightIh = inputs[weight()].shape();
        Shape weightHh = inputs[weight() + 1].shape();
        if (x.rank() != 3) {
            throw new ShapeMismatchException(message("x is " + x + "; it must be [steps, batch, in]"));
        }
        steps = x.dim(0);
        batch = x.dim(1);
        in = x.dim(2);
        if (steps == 0) {
            throw new ShapeMismatchException(message("x " + x + " has no step; at least one is needed"));
        }
        if (weightIh.rank() != 2 || weightIh.dim(0) % gateCount != 0 || weightIh.dim(1) != in) {
            throw new ShapeMismatchException(message("x " + x + " and weightIh " + weightIh
                    + " disagree on the input features; weightIh must be [" + gateCount + "·hidden, " + in + "]"));
        }
        hidden = weightIh.dim(0) / gateCount;
        out = projects ? inputs[expected].shape().dim(0) : hidden;
        require("weightHh", weightHh, Shape.of(width(), out));
        require("h", inputs[1].shape(), Shape.of(batch, out));
        if (remembers) {
            require("c", inputs[2].shape(), Shape.of(batch, hidden));
        }
        if (options.bias()) {
            require("biasIh", inputs[weight() + 2].shape(), Shape.of(width()));
            require("biasHh", inputs[weight() + 3].shape(), Shape.of(width()));
        }
        if (projects) {
            require("weightHr", inputs[expected].shape(), Shape.of(out, hidden));
        }
        options.checkLengths(name(), steps, batch);
    }

    private void require(String what, Shape actual, Shape expected) {
        if (!actual.equals(expected)) {
            throw new ShapeMismatchException(message(what + " is " + actual + " and must be " + expected));
        }
    }
}
