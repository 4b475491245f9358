package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;

/// The gradient of a [Recurrence] by other operations: its steps once more, one by one, and back again.
///
/// Sequences that have ended, or not begun, are not among a step's rows: those are the first ones of the batch.
final class RecurrenceGradient {
    /// What a cell makes of a step.
    ///
    /// @param h what is shown, before it is projected
    /// @param c what is remembered; null if the cell has no memory
    /// @param kept what the gradient reads
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Step(Variable h, @Nullable Variable c, Variable... kept) {}

    /// The gradients of a step.
    ///
    /// @param gates of the sums of the input, `[rows, gates·hidden]`
    /// @param sums of the products of the state before, likewise
    /// @param h of the state before, as far as it does not go through the product; null if all does
    /// @param c of what was remembered before; null if the cell has no memory
    record Gradients(
            Variable gates,
            Variable sums,
            @Nullable Variable h,
            @Nullable Variable c) {}

    /// A cell by other operations.
    interface Cell {
        /// A step from the sums of the input and of the state, and from the state and memory before.
        Step step(Variable gates, Variable sums, Variable h, @Nullable Variable c);

        /// The gradients of a step, from those of what it showed and remembered.
        Gradients back(Step step, Variable h, @Nullable Variable c, Variable dh, @Nullable Variable dc);
    }

    private final Recurrence recurrence;
    private final Recorder recorder;
    private final Cell cell;
    private final int weight;
    private final int count;
    private final int batch;
    private final @Nullable Variable projection;
    private final Step[] made;
    private final Variable[] shown;
    private final Variable[] states;
    private final @Nullable Variable[] memories;

    RecurrenceGradient(Recurrence recurrence, Recorder recorder, Cell cell, boolean projects) {
        this.recurrence = recurrence;
        this.recorder = recorder;
        this.cell = cell;
        this.weight = recurrence.weight();
        this.count = recurrence.steps;
        this.batch = recurrence.batch;
        this.projection = projects ? recorder.input(projection()) : null;
        this.made = new Step[count];
        this.shown = new Variable[count];
        this.states = new Variable[count];
        this.memories = new @Nullable Variable[count];
    }

    private int projection() {
        return weight + (recurrence.hasBias() ? 4 : 2);
    }

    void contribute() {
        for (int k = 0; k < count; k++) {
            step(k);
        }
        back();
    }

    private int rows(int k) {
        return recurrence.active(recurrence.time(k));
    }

    /// The rows of step `k` that go on from the step before it; the others begin.
    private int going(int k) {
        return k == 0 ? 0 : Math.min(rows(k), rows(k - 1));
    }

    private Variable input(int k) {
        return rows(recorder.input(0).apply(new Select(0, recurrence.time(k))), 0, rows(k));
    }

    private void step(int k) {
        states[k] = before(k, k == 0 ? null : shown[k - 1], recorder.input(1));
        Step previous = k == 0 ? null : made[k - 1];
        memories[k] =
                recurrence.remembers() ? before(k, previous == null ? null : previous.c(), recorder.input(2)) : null;
        Variable gates = linear(input(k), weight, 2);
        Variable sums = linear(states[k], weight + 1, 2);
        made[k] = cell.step(gates, sums, states[k], memories[k]);
        shown[k] = projection == null ? made[k].h() : made[k].h().apply(Linear.LINEAR, projection);
    }

    /// The product with the weight at this place, and its bias, which stands `distance` places behind it.
    private Variable linear(Variable x, int place, int distance) {
        Variable matrix = recorder.input(place);
        return recurrence.hasBias()
                ? x.apply(Linear.LINEAR, matrix, recorder.input(place + distance))
                : x.apply(Linear.LINEAR, matrix);
    }

    /// What the rows of step `k` go on from.
    private Variable before(int k, @Nullable Variable previous, Variable first) {
        int going = going(k);
        if (previous == null || going == 0) {
            return rows(first, 0, rows(k));
        }
        Variable old = rows(previous, 0, going);
        return going == rows(k) ? old : old.apply(new Concat(0), rows(first, going, rows(k)));
    }

    private void back() {
        Variable dy = recorder.outputGradient();
        int hidden = recurrence.hidden;
        int out = recurrence.out;
        int states = count * batch * out;
        Variable dShown = part(dy, 0, count, batch, out);
        Variable dLast = part(dy, states, batch, out);
        Variable dLastMemory = recurrence.remembers() ? part(dy, states + batch * out, batch, hidden) : null;
        Variable[] dInputs = new Variable[count];
        Variable dh = null;
        Variable dc = null;
        for (int k = count - 1; k >= 0; k--) {
            int t = recurrence.time(k);
            Variable ofStep = rows(dShown.apply(new Select(0, t)), 0, rows(k));
            Variable arrived = arriving(k, ofStep, dh, dLast);
            Variable arrivedMemory = dLastMemory == null
                    ? null
                    : arriving(k, dy.constant(NDArray.zeros(Shape.of(rows(k), hidden))), dc, dLastMemory);
            Gradients gradients =
                    cell.back(made[k], this.states[k], memories[k], unprojected(k, arrived), arrivedMemory);
            dh = gradients.sums().apply(MatMul.MATMUL, recorder.input(weight + 1));
            dh = gradients.h() == null ? dh : dh.add(gradients.h());
            dc = gradients.c();
            contributeStep(k, gradients, dh, dc);
            if (recorder.wants(0)) {
                dInputs[t] = padded(gradients.gates().apply(MatMul.MATMUL, recorder.input(weight)), 0, batch);
            }
        }
        if (recorder.wants(0)) {
            Variable[] others = new Variable[count - 1];
            System.arraycopy(dInputs, 1, others, 0, count - 1);
            recorder.contribute(0, dInputs[0].apply(new Stack(0), others));
        }
    }

    private void contributeStep(int k, Gradients gradients, Variable dh, @Nullable Variable dc) {
        contributeProduct(weight, gradients.gates(), input(k));
        contributeProduct(weight + 1, gradients.sums(), states[k]);
        if (recurrence.hasBias()) {
            recorder.contribute(weight + 2, gradients.gates());
            recorder.contribute(weight + 3, gradients.sums());
        }
        if (going(k) < rows(k)) {
            recorder.contribute(1, padded(rows(dh, going(k), rows(k)), going(k), batch));
            if (dc != null) {
                recorder.contribute(2, padded(rows(dc, going(k), rows(k)), going(k), batch));
            }
        }
    }

    private void contributeProduct(int input, Variable gradient, Variable x) {
        if (recorder.wants(input)) {
            recorder.contribute(input, SquareMatrices.transposed(gradient).apply(MatMul.MATMUL, x));
        }
    }

    /// The gradient of what a cell shows, from that of its projection.
    private Variable unprojected(int k, Variable dh) {
        if (projection == null) {
            return dh;
        }
        contributeProduct(projection(), dh, made[k].h());
        return dh.apply(MatMul.MATMUL, projection);
    }

    /// The gradient of a state of step `k`: its own, what comes from the next step, and that of the last state
    /// where this step is a sequence's last.
    private Variable arriving(int k, Variable own, @Nullable Variable next, Variable last) {
        int t = recurrence.time(k);
        Variable sum = own;
        if (next != null && going(k + 1) > 0) {
            sum = sum.add(padded(rows(next, 0, going(k + 1)), 0, rows(k)));
        }
        int from = rows(k);
        while (from > 0 && recurrence.last(from - 1) == t) {
            from--;
        }
        return from == rows(k) ? sum : sum.add(padded(rows(last, from, rows(k)), from, rows(k)));
    }

    private static Variable rows(Variable x, int from, int to) {
        return from == 0 && to == x.shape().dim(0) ? x : x.apply(new Narrow(0, from, to - from));
    }

    /// Rows of zeros before and behind, `total` in all.
    private static Variable padded(Variable x, int before, int total) {
        int behind = total - before - x.shape().dim(0);
        return before == 0 && behind == 0 ? x : x.apply(new ConstantPad(0f, 0, 0, before, behind));
    }

    private static Variable part(Variable x, int from, int... sizes) {
        Shape shape = Shape.of(sizes);
        return x.apply(new Narrow(0, from, shape.elements())).reshape(shape);
    }
}
