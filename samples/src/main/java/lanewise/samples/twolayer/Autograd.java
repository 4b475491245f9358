package lanewise.samples.twolayer;

import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import lanewise.samples.SampleOptions;

/// A network of two layers, 1000-100-10 with ReLU, fitted to 64 random examples: [Tensors], with the gradients left
/// to autograd.
///
/// The step "PyTorch: Tensors and autograd" of "Learning PyTorch with Examples".
public final class Autograd {
    private Autograd() {}

    /// Trains and prints the loss every 100 steps.
    public static void main(String... args) {
        var options = SampleOptions.parse(
                "twolayer.Autograd",
                "A network of two layers, 1000-100-10 with ReLU, fitted to 64 random examples, with autograd.",
                500,
                args);

        var x = Tensor.randn(64, 1000);
        var y = Tensor.randn(64, 10);
        var w1 = Tensor.randn(1000, 100).requiresGrad_(true);
        var w2 = Tensor.randn(100, 10).requiresGrad_(true);

        float learningRate = 1e-6f;
        for (int t = 0; t < options.steps(); t++) {
            var prediction = x.mm(w1).clampMin(0f).mm(w2);
            var loss = prediction.sub(y).pow(2).sum();
            if (t % 100 == 99) {
                System.out.println(t + " " + loss.item());
            }

            loss.backward();

            // the update is no part of the graph
            try (var _ = GradMode.noGrad()) {
                w1.sub_(w1.grad(), learningRate);
                w2.sub_(w2.grad(), learningRate);
                w1.setGrad(null);
                w2.setGrad(null);
            }
        }
    }
}
