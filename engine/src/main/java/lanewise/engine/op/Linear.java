package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.Gemm;
import lanewise.engine.kernel.RowVector;
import org.jspecify.annotations.Nullable;

/// A fully connected layer: `y = x·Wᵀ + b`, inputs `x [..., in]`, `weight [out, in]` and, if wanted, `bias [out]`;
/// result `[..., out]`.
///
///     dx = dy·W,  dW = dyᵀ·x,  db = sum of dy over all rows
public final class Linear extends Operation {
    /// The operation.
    public static final Linear LINEAR = new Linear();

    private Linear() {}

    @Override
    public String name() {
        return "linear";
    }

    @Override
    public NDArray forward(NDArray... inputs) {
        check(inputs);
        NDArray x = inputs[0].contiguous();
        NDArray weight = inputs[1];
        int in = weight.shape().dim(1);
        int out = weight.shape().dim(0);
        NDArray y = NDArray.empty(x.shape().with(-1, out));
        int rows = rows(x.shape());
        NDArray bias = inputs.length == 3 ? inputs[2].contiguous() : null;
        Gemm.run(
                rows,
                out,
                in,
                x.data(),
                x.offset(),
                in,
                1,
                weight.data(),
                weight.offset(),
                weight.layout().stride(1),
                weight.layout().stride(0),
                y.data(),
                0,
                out,
                false,
                bias == null ? null : bias.data(),
                bias == null ? 0 : bias.offset());
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        NDArray dy = pass.outputGradient();
        int out = dy.shape().dim(-1);
        int rows = rows(dy.shape());
        @Nullable GradientSum dx = pass.gradient(0);
        if (dx != null) {
            addInputGradient(dy, pass.input(1), rows, out, dx);
        }
        @Nullable GradientSum dWeight = pass.gradient(1);
        if (dWeight != null) {
            addWeightGradient(dy, pass.input(0).contiguous(), rows, out, dWeight);
        }
        @Nullable GradientSum dBias = pass.gradient(2);
        if (dBias != null) {
            boolean add = dBias.contribute() == Write.ADD;
            NDArray sum = dBias.array();
            RowVector.sumRows(rows, out, dy.data(), dy.offset(), sum.data(), sum.offset(), add);
        }
    }

    @Override
    public boolean savesInput(int i) {
        return i < 2;
    }

    private static void addInputGradient(NDArray dy, NDArray weight, int rows, int out, GradientSum dx) {
        boolean add = dx.contribute() == Write.ADD;
        NDArray sum = dx.array();
        int in = weight.shape().dim(1);
        Gemm.run(
                rows,
                in,
                out,
                dy.data(),
                dy.offset(),
                out,
                1,
                weight.data(),
                weight.offset(),
                weight.layout().stride(0),
                weight.layout().stride(1),
                sum.data(),
                sum.offset(),
                in,
                add);
    }

    private static void addWeightGradient(NDArray dy, NDArray x, int rows, int out, GradientSum dWeight) {
        boolean add = dWeight.contribute() == Write.ADD;
        NDArray sum = dWeight.array();
        int in = x.shape().dim(-1);
        Gemm.run(
                out,
                in,
                rows,
                dy.data(),
                dy.offset(),
                1,
                out,
                x.data(),
                x.offset(),
                in,
                1,
                sum.data(),
                sum.offset(),
                in,
                add);
    }

    private void check(NDArray[] inputs) {
        if (inputs.length != 2 && inputs.length != 3) {
            throw new IllegalArgumentException(
                    message("x, weight and perhaps bias expected, not " + inputs.length + " inputs"));
        }
        Shape x = inputs[0].shape();
        Shape weight = inputs[1].shape();
        if (weight.rank() != 2) {
            throw new ShapeMismatchException(message("weight is " + weight + "; it must have 2 dimensions, [out, in]"));
        }
        if (x.rank() == 0 || x.dim(-1) != weight.dim(1)) {
            throw new ShapeMismatchException(
                    message("x " + x + " and weight " + weight + " disagree on the input features, "
                            + (x.rank() == 0 ? "none" : String.valueOf(x.dim(-1))) + " != " + weight.dim(1)));
        }
        if (inputs.length == 3
                && !(inputs[2].shape().rank() == 1 && inputs[2].shape().dim(0) == weight.dim(0))) {
            throw new ShapeMismatchException(message("bias " + inputs[2].shape() + " and weight " + weight
                    + " disagree on the output features; bias must be [" + weight.dim(0) + "]"));
        }
    }

    /// How many rows an array `[..., columns]` has.
    private static int rows(Shape shape) {
        int rows = 1;
        for (int d = 0; d < shape.rank() - 1; d++) {
            rows *= shape.dim(d);
        }
        return rows;
    }

    @Override
    public void gradient(Recorder recorder) {
        Adjoint.contribute(this, 2, recorder);
        recorder.contribute(2, recorder.outputGradient());
    }
}
