package lanewise.samples.polynomial;

import lanewise.autograd.Tensor;
import lanewise.samples.SampleOptions;

/// The sine between -π and π, fitted by a polynomial of third degree, on tensors, the gradients still by hand.
///
/// The step "PyTorch: Tensors" of the tutorial "Learning PyTorch with Examples".
public final class Tensors {
    private Tensors() {}

    /// Trains and prints the loss every 100 steps.
    public static void main(String... args) {
        var options = SampleOptions.parse(
                "polynomial.Tensors",
                "The sine between -π and π, fitted by a polynomial of third degree, on tensors.",
                2000,
                args);

        var x = Tensor.linspace(-Math.PI, Math.PI, 2000);
        var y = x.sin();
        var a = Tensor.randn();
        var b = Tensor.randn();
        var c = Tensor.randn();
        var d = Tensor.randn();

        float learningRate = 1e-6f;
        for (int t = 0; t < options.steps(); t++) {
            // y = a + b·x + c·x² + d·x³
            var prediction = a.add(b.mul(x)).add(c.mul(x.pow(2))).add(d.mul(x.pow(3)));
            float loss = prediction.sub(y).pow(2).sum().item();
            if (t % 100 == 99) {
                System.out.println(t + " " + loss);
            }

            // back to the coefficients
            var gradPrediction = prediction.sub(y).mul(2);
            a.sub_(gradPrediction.sum(), learningRate);
            b.sub_(gradPrediction.mul(x).sum(), learningRate);
            c.sub_(gradPrediction.mul(x.pow(2)).sum(), learningRate);
            d.sub_(gradPrediction.mul(x.pow(3)).sum(), learningRate);
        }
        System.out.println(
                "Result: y = " + a.item() + " + " + b.item() + " x + " + c.item() + " x^2 + " + d.item() + " x^3");
    }
}
