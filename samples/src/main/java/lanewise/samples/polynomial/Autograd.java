package lanewise.samples.polynomial;

import java.util.List;
import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import lanewise.samples.SampleOptions;

/// The sine between -π and π, fitted by a polynomial of third degree: [Tensors], with the gradients left to
/// autograd.
///
/// The step "PyTorch: Tensors and autograd" of the tutorial "Learning PyTorch with Examples".
public final class Autograd {
    private Autograd() {}

    /// Trains and prints the loss every 100 steps.
    public static void main(String... args) {
        var options = SampleOptions.parse(
                "polynomial.Autograd",
                "The sine between -π and π, fitted by a polynomial of third degree, with autograd.",
                2000,
                args);

        var x = Tensor.linspace(-Math.PI, Math.PI, 2000);
        var y = x.sin();
        var a = Tensor.randn().requiresGrad_(true);
        var b = Tensor.randn().requiresGrad_(true);
        var c = Tensor.randn().requiresGrad_(true);
        var d = Tensor.randn().requiresGrad_(true);

        float learningRate = 1e-6f;
        for (int t = 0; t < options.steps(); t++) {
            // y = a + b·x + c·x² + d·x³
            var prediction = a.add(b.mul(x)).add(c.mul(x.pow(2))).add(d.mul(x.pow(3)));
            var loss = prediction.sub(y).pow(2).sum();
            if (t % 100 == 99) {
                System.out.println(t + " " + loss.item());
            }

            loss.backward();

            try (var _ = GradMode.noGrad()) {
                for (var coefficient : List.of(a, b, c, d)) {
                    coefficient.sub_(coefficient.grad(), learningRate);
                    coefficient.setGrad(null);
                }
            }
        }
        System.out.println(
                "Result: y = " + a.item() + " + " + b.item() + " x + " + c.item() + " x^2 + " + d.item() + " x^3");
    }
}
