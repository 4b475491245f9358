package lanewise.bench.peers;

import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.op.BatchNorm;
import lanewise.engine.op.LayerNorm;
import lanewise.engine.op.Operation;
import lanewise.engine.op.RunningStatistics;
import org.jspecify.annotations.Nullable;

/// A normalisation with scale and shift: forward, or also the gradients of input, scale and shift.
abstract class NormWork extends OperationWork {
    private static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;

    private final Parameter x;
    private final Parameter scale;
    private final Parameter shift;
    private final Tensor gradient;
    private final boolean differentiates;
    private @Nullable NDArray result;

    private NormWork(Shape shape, int channels, boolean differentiates) {
        this.differentiates = differentiates;
        x = new Parameter(Tensor.of(shape, Inputs.normal(1, shape.elements())));
        scale = new Parameter(Tensor.of(Inputs.normal(2, channels)));
        shift = new Parameter(Tensor.of(Inputs.normal(3, channels)));
        gradient = Tensor.of(shape, Inputs.normal(4, shape.elements()));
    }

    /// Layer norm of the rows.
    static Work of(Problem.Rows rows) {
        Shape row = Shape.of(rows.columns());
        boolean differentiates = rows.function() == Problem.RowFunction.LAYER_NORM_GRADIENT;
        return new NormWork(Shape.of(rows.rows(), rows.columns()), rows.columns(), differentiates) {
            @Override
            Operation operation() {
                return new LayerNorm(row, EPSILON);
            }
        };
    }

    /// Batch norm in training.
    static Work of(Problem.BatchNorm norm) {
        Shape channels = Shape.of(norm.c());
        RunningStatistics running = new RunningStatistics(NDArray.zeros(channels), NDArray.full(channels, 1f));
        return new NormWork(Shape.of(norm.n(), norm.c(), norm.h(), norm.w()), norm.c(), true) {
            @Override
            Operation operation() {
                return new BatchNorm(running, true, MOMENTUM, EPSILON);
            }
        };
    }

    /// One for each call, since it holds what the forward pass leaves behind.
    abstract Operation operation();

    @Override
    final void compute() {
        if (!differentiates) {
            result = operation().forward(x.array(), scale.array(), shift.array());
            return;
        }
        x.setGrad(null);
        scale.setGrad(null);
        shift.setGrad(null);
        Tensor.apply(operation(), x, scale, shift).backward(gradient);
    }

    @Override
    public final void result(Digest digest) {
        if (differentiates) {
            digest.add("input gradient", computed(x.grad()).toArray());
            digest.add("scale gradient", computed(scale.grad()).toArray());
            digest.add("shift gradient", computed(shift.grad()).toArray());
        } else {
            digest.add("result", computed(result).toArray());
        }
    }
}
