package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.Gemm;
import lanewise.engine.kernel.RowVector;
import org.jspecify.annotations.Nullable;

/// What the gradients of a [Recurrence]'s sums contribute once all steps have gone back: to the input, to both
/// weights and to the biases, each by one product, or sum, over all steps.
final class RecurrenceSums {
    private final Recurrence recurrence;
    private final BackwardPass pass;
    private final int width;
    private final int rows;
    private final NDArray dGates;
    private final float[] dSums;

    /// @param dGates of the sums of the input, `[steps, batch, gates·hidden]`
    /// @param dSums of the products of the states before, likewise; the same memory if they are the same
    RecurrenceSums(Recurrence recurrence, BackwardPass pass, NDArray dGates, float[] dSums) {
        this.recurrence = recurrence;
        this.pass = pass;
        this.width = recurrence.width();
        this.rows = recurrence.steps * recurrence.batch;
        this.dGates = dGates;
        this.dSums = dSums;
    }

    /// @param h the states to begin with, contiguous
    void contribute(NDArray h) {
        contributeInput();
        contributeWeightIh();
        contributeWeightHh(h);
        if (recurrence.hasBias()) {
            contributeBiases();
        }
    }

    private void contributeInput() {
        GradientSum dx = pass.gradient(0);
        if (dx != null) {
            NDArray weightIh = pass.input(recurrence.weight()).contiguous();
            int in = recurrence.in;
            boolean add = dx.contribute() == Write.ADD;
            Gemm.run(
                    rows,
                    in,
                    width,
                    dGates.data(),
                    0,
                    width,
                    1,
                    weightIh.data(),
                    weightIh.offset(),
                    in,
                    1,
                    dx.array().data(),
                    dx.array().offset(),
                    in,
                    add);
        }
    }

    private void contributeWeightIh() {
        GradientSum sum = pass.gradient(recurrence.weight());
        if (sum != null) {
            NDArray x = pass.input(0).contiguous();
            addTransposed(rows, dGates.data(), 0, x.data(), x.offset(), recurrence.in, sum);
        }
    }

    /// The states that went on are rows of the output; those that sequences began with are not among them.
    private void contributeWeightHh(NDArray h) {
        GradientSum sum = pass.gradient(recurrence.weight() + 1);
        if (sum == null) {
            return;
        }
        int batch = recurrence.batch;
        int out = recurrence.out;
        float[] y = pass.output().data();
        int later = recurrence.isReverse() ? 0 : batch;
        int earlier = recurrence.isReverse() ? batch : 0;
        int yAt = pass.output().offset() + earlier * out;
        addTransposed(rows - batch, dSums, later * width, y, yAt, out, sum);
        for (int k = 0; k < recurrence.steps; k++) {
            int active = recurrence.active(recurrence.time(k));
            int going = k == 0 ? 0 : Math.min(active, recurrence.active(recurrence.time(k - 1)));
            if (going < active) {
                int at = (recurrence.time(k) * batch + going) * width;
                addTransposed(active - going, dSums, at, h.data(), h.offset() + going * out, out, sum);
            }
        }
    }

    /// `sum (=|+=) dᵀ·x` over rows of gates and rows of `columns` numbers.
    private void addTransposed(int count, float[] d, int dAt, float[] x, int xAt, int columns, GradientSum sum) {
        boolean add = sum.contribute() == Write.ADD;
        NDArray array = sum.array();
        Gemm.run(
                width,
                columns,
                count,
                d,
                dAt,
                1,
                width,
                x,
                xAt,
                columns,
                1,
                array.data(),
                array.offset(),
                columns,
                add);
    }

    /// Where both biases are added to the same sums, they have the same gradient.
    private void contributeBiases() {
        GradientSum ofIh = pass.gradient(recurrence.weight() + 2);
        GradientSum ofHh = pass.gradient(recurrence.weight() + 3);
        if (dGates.data() != dSums || ofIh == null || ofHh == null) {
            addColumns(dGates.data(), ofIh);
            addColumns(dSums, ofHh);
            return;
        }
        NDArray both = NDArray.empty(Shape.of(width));
        RowVector.sumRows(rows, width, dSums, 0, both.data(), 0, false);
        Recurrence.contribute(ofIh, both);
        Recurrence.contribute(ofHh, both);
    }

    private void addColumns(float[] d, @Nullable GradientSum sum) {
        if (sum != null) {
            boolean add = sum.contribute() == Write.ADD;
            RowVector.sumRows(rows, width, d, 0, sum.array().data(), sum.array().offset(), add);
        }
    }
}
