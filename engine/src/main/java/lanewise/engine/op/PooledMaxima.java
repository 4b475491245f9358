package lanewise.engine.op;

import java.util.Objects;
import lanewise.engine.Layout;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.MaxPooling;
import lanewise.engine.kernel.MaximaGradient;
import org.jspecify.annotations.Nullable;

/// Forward and backward of max pooling, whatever the windows are.
final class PooledMaxima {
    private final PoolOperation operation;
    private @Nullable LongArray indices;
    private int inputs;

    PooledMaxima(PoolOperation operation) {
        this.operation = operation;
    }

    NDArray forward(NDArray input) {
        operation.check(input);
        Shape shape = input.shape();
        int[] out = operation.outputSizes(shape);
        int[] in = operation.spatial(shape);
        NDArray y = NDArray.empty(operation.result(shape, out));
        LongArray found = LongArray.empty(y.shape());
        NDArray x = input.contiguous();
        if (y.elements() > 0) {
            MaxPooling.run(
                    operation.windows(in, out),
                    operation.planes(shape),
                    x.data(),
                    x.offset(),
                    y.data(),
                    0,
                    found.data());
        }
        inputs = 1;
        for (int size : in) {
            inputs *= size;
        }
        indices = found;
        return y;
    }

    LongArray indices() {
        if (indices == null) {
            throw new IllegalStateException(operation.message("the indices exist after forward"));
        }
        return indices;
    }

    void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx == null) {
            return;
        }
        NDArray dy = pass.outputGradient();
        NDArray sum = dx.contributeToZeroed();
        int planes = operation.planes(dy.shape());
        if (dy.elements() > 0) {
            MaximaGradient.run(
                    planes,
                    dy.elements() / planes,
                    inputs,
                    indices().data(),
                    indices().offset(),
                    dy.data(),
                    dy.offset(),
                    sum.data(),
                    sum.offset());
        }
    }

    /// The gradient of gathering the greatest elements of each channel.
    void gradient(Recorder recorder) {
        if (!recorder.wants(0)) {
            return;
        }
        Shape shape = recorder.shape(0);
        int planes = operation.planes(shape);
        int places = indices().elements() / Math.max(planes, 1);
        Layout rows = Objects.requireNonNull(indices().layout().reshape(new int[] {planes, places}));
        Variable dy = recorder.outputGradient().reshape(Shape.of(planes, places));
        Variable dx = Adjoint.of(new Gather(1, indices().view(rows)), Shape.of(planes, inputs), dy);
        recorder.contribute(0, dx.reshape(shape));
    }
}
