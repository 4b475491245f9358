package lanewise.samples.polynomial;

import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.Flatten;
import lanewise.nn.Linear;
import lanewise.nn.MSELoss;
import lanewise.nn.Sequential;
import lanewise.samples.SampleOptions;

/// The sine between -π and π, fitted by a polynomial of third degree: a linear layer on the powers of x, the update
/// by hand.
///
/// The step "PyTorch: nn" of the tutorial "Learning PyTorch with Examples".
public final class Nn {
    private Nn() {}

    /// Trains and prints the loss every 100 steps.
    public static void main(String... args) {
        var options = SampleOptions.parse(
                "polynomial.Nn",
                "The sine between -π and π, fitted by a polynomial of third degree, as a model.",
                2000,
                args);

        var x = Tensor.linspace(-Math.PI, Math.PI, 2000);
        var y = x.sin();

        // a linear layer on x, x², x³ is a polynomial of third degree
        var p = Tensor.of(1, 2, 3);
        var xx = x.unsqueeze(-1).pow(p);
        var model = new Sequential(new Linear(3, 1), new Flatten(0, 1));
        var lossFn = new MSELoss(Reduction.SUM);

        float learningRate = 1e-6f;
        for (int t = 0; t < options.steps(); t++) {
            var loss = lossFn.call(model.call(xx), y);
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

        Linear linear = (Linear) model.get(0);
        float[] weight = linear.weight().toArray();
        System.out.println("Result: y = " + linear.bias().item() + " + " + weight[0] + " x + " + weight[1] + " x^2 + "
                + weight[2] + " x^3");
    }
}
