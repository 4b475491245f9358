package lanewise.samples.polynomial;

import lanewise.autograd.Tensor;
import lanewise.samples.SampleOptions;

/// The sine between -π and π, fitted by a polynomial of third degree, in plain Java: the gradients written out by
/// hand. Nothing of Lanewise but its random numbers.
///
/// The step "Warm-up: numpy" of the tutorial "Learning PyTorch with Examples".
public final class Plain {
    private Plain() {}

    /// Trains and prints the loss every 100 steps.
    public static void main(String... args) {
        var options = SampleOptions.parse(
                "polynomial.Plain",
                "The sine between -π and π, fitted by a polynomial of third degree, in plain Java.",
                2000,
                args);

        int n = 2000;
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = -Math.PI + 2 * Math.PI * i / (n - 1);
            y[i] = Math.sin(x[i]);
        }
        double a = nextNormal();
        double b = nextNormal();
        double c = nextNormal();
        double d = nextNormal();

        double learningRate = 1e-6;
        for (int t = 0; t < options.steps(); t++) {
            double loss = 0;
            double gradA = 0;
            double gradB = 0;
            double gradC = 0;
            double gradD = 0;
            for (int i = 0; i < n; i++) {
                // the prediction: y = a + b·x + c·x² + d·x³
                double error = a + x[i] * (b + x[i] * (c + x[i] * d)) - y[i];
                loss += error * error;

                // back to the coefficients
                double gradPrediction = 2 * error;
                gradA += gradPrediction;
                gradB += gradPrediction * x[i];
                gradC += gradPrediction * x[i] * x[i];
                gradD += gradPrediction * x[i] * x[i] * x[i];
            }
            if (t % 100 == 99) {
                System.out.println(t + " " + (float) loss);
            }

            a -= learningRate * gradA;
            b -= learningRate * gradB;
            c -= learningRate * gradC;
            d -= learningRate * gradD;
        }
        System.out.println("Result: y = " + a + " + " + b + " x + " + c + " x^2 + " + d + " x^3");
    }

    private static double nextNormal() {
        return Tensor.randn().item();
    }
}
