package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;

/// The gradient of an element-wise operation whose derivative is constant between the points where it jumps, as an
/// operation of its own: `dx = dy·f'(saved)`, of what was saved and, as the last input, `dy`.
///
///     ddy = ddx·f'(saved), and nothing for what was saved
final class FixedSlope extends Operation {
    private final String operation;
    private final int count;
    private final Product product;

    /// What the operation's backward computes.
    @FunctionalInterface
    interface Product {
        /// `dy·f'(saved)` in new memory; `dy` is contiguous.
        NDArray of(NDArray dy, NDArray... saved);
    }

    /// With the derivative of the operation of this name, which reads `count` arrays.
    FixedSlope(String operation, int count, Product product) {
        this.operation = operation;
        this.count = count;
        this.product = product;
    }

    @Override
    public String name() {
        return "gradient of " + operation;
    }

    @Override
    public NDArray forward(NDArray... inputs) {
        return product.of(inputs[count].contiguous(), Arrays.copyOf(inputs, count));
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum ddy = pass.gradient(count);
        if (ddy == null) {
            return;
        }
        NDArray[] saved = new NDArray[count];
        Arrays.setAll(saved, pass::input);
        NDArray gradient = product.of(pass.outputGradient(), saved);
        if (!ddy.lend(gradient)) {
            Summation.contributeReduced(ddy, gradient);
        }
    }

    @Override
    public void gradient(Recorder recorder) {
        if (recorder.wants(count)) {
            Variable[] inputs = new Variable[count];
            for (int i = 1; i < count; i++) {
                inputs[i - 1] = recorder.input(i);
            }
            inputs[count - 1] = recorder.outputGradient();
            recorder.contribute(count, recorder.input(0).apply(this, inputs));
        }
    }

    @Override
    public boolean savesInput(int i) {
        return i < count;
    }
}
