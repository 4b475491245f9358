package lanewise.samples.twolayer;

import lanewise.autograd.Function;
import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import lanewise.samples.SampleOptions;

/// A network of two layers, 1000-100-10 with ReLU, fitted to 64 random examples: ReLU as a function of
/// one's own, with its own gradient.
///
/// The step "PyTorch: Defining new autograd functions" of "Learning PyTorch with Examples".
public final class CustomFunction {
    private CustomFunction() {}

    /// Trains and prints the loss every 100 steps.
    public static void main(String... args) {
        var options = SampleOptions.parse(
                "twolayer.CustomFunction",
                "A network of two layers, 1000-100-10 with ReLU, fitted to 64 random examples, with a function of its"
                        + " own.",
                500,
                args);

        var x = Tensor.randn(64, 1000);
        var y = Tensor.randn(64, 10);
        var w1 = Tensor.randn(1000, 100).requiresGrad_(true);
        var w2 = Tensor.randn(100, 10).requiresGrad_(true);

        float learningRate = 1e-6f;
        for (int t = 0; t < options.steps(); t++) {
            var relu = new MyReLU();
            var prediction = relu.apply(x.mm(w1)).mm(w2);
            var loss = prediction.sub(y).pow(2).sum();
            if (t % 100 == 99) {
                System.out.println(t + " " + loss.item());
            }

            loss.backward();

            try (var _ = GradMode.noGrad()) {
                w1.sub_(w1.grad(), learningRate);
                w2.sub_(w2.grad(), learningRate);
                w1.setGrad(null);
                w2.setGrad(null);
            }
        }
    }

    /// `max(x, 0)`, whose gradient passes where `x` was not negative.
    private static final class MyReLU extends Function {
        @Override
        protected Tensor forward(Context context, Tensor... inputs) {
            context.saveForBackward(inputs[0]);
            return inputs[0].clampMin(0f);
        }

        @Override
        protected Tensor[] backward(Context context, Tensor outputGradient) {
            var x = context.savedTensors()[0];
            return new Tensor[] {outputGradient.maskedFill(x.lt(0f), 0f)};
        }
    }
}
