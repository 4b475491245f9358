package lanewise.samples.twolayer;

import lanewise.autograd.Tensor;
import lanewise.samples.SampleOptions;

/// A network of two layers, 1000-100-10 with ReLU, fitted to 64 random examples, on tensors: the same computation
/// as in [Plain] with Lanewise's kernels, the gradients still by hand.
///
/// The step "PyTorch: Tensors" of "Learning PyTorch with Examples".
public final class Tensors {
    private Tensors() {}

    /// Trains and prints the loss every 100 steps.
    public static void main(String... args) {
        var options = SampleOptions.parse(
                "twolayer.Tensors",
                "A network of two layers, 1000-100-10 with ReLU, fitted to 64 random examples, on tensors.",
                500,
                args);

        var x = Tensor.randn(64, 1000);
        var y = Tensor.randn(64, 10);
        var w1 = Tensor.randn(1000, 100);
        var w2 = Tensor.randn(100, 10);

        float learningRate = 1e-6f;
        for (int t = 0; t < options.steps(); t++) {
            // the prediction
            var h = x.mm(w1);
            var hRelu = h.clamp(0f, Float.POSITIVE_INFINITY);
            var prediction = hRelu.mm(w2);

            float loss = prediction.sub(y).pow(2).sum().item();
            if (t % 100 == 99) {
                System.out.println(t + " " + loss);
            }

            // back through the layers
            var gradPrediction = prediction.sub(y).mul(2);
            var gradW2 = hRelu.t().mm(gradPrediction);
            var gradH = gradPrediction.mm(w2.t());
            gradH.maskedFill_(h.lt(0), 0f);
            var gradW1 = x.t().mm(gradH);

            w1.sub_(gradW1.mul(learningRate));
            w2.sub_(gradW2.mul(learningRate));
        }
    }
}
