package lanewise.samples.twolayer;

import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.Linear;
import lanewise.nn.MSELoss;
import lanewise.nn.ReLU;
import lanewise.nn.Sequential;
import lanewise.samples.SampleOptions;

/// A network of two layers, 1000-100-10 with ReLU, fitted to 64 random examples: the network as a [Sequential]
/// model, the update still by hand.
///
/// The step "PyTorch: nn" of "Learning PyTorch with Examples".
public final class Nn {
    private Nn() {}

    /// Trains and prints the loss every 100 steps.
    public static void main(String... args) {
        var options = SampleOptions.parse(
                "twolayer.Nn",
                "A network of two layers, 1000-100-10 with ReLU, fitted to 64 random examples, as a model.",
                500,
                args);

        var x = Tensor.randn(64, 1000);
        var y = Tensor.randn(64, 10);
        var model = new Sequential(new Linear(1000, 100), new ReLU(), new Linear(100, 10));
        var lossFn = new MSELoss(Reduction.SUM);

        float learningRate = 1e-4f;
        for (int t = 0; t < options.steps(); t++) {
            var loss = lossFn.call(model.call(x), y);
            if (t % 100 == 99) {
                System.out.println(t + " " + loss.item());
            }

            model.zeroGrad();
            loss.backward();

            try (var _ = GradMode.noGrad()) {
                for (var parameter : model.parameters()) {
                    parameter.sub_(parameter.grad(), learningRate);
                }
            }
        }
    }
}
