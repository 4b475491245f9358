package lanewise.samples.polynomial;

import java.util.List;
import lanewise.autograd.Function;
import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.samples.SampleOptions;

/// The sine between -π and π, fitted by `a + b·P₃(c + d·x)`, where Legendre's polynomial P₃ is a function of one's
/// own.
///
/// The step "PyTorch: Defining new autograd functions" of the tutorial "Learning PyTorch with Examples".
public final class CustomFunction {
    private CustomFunction() {}

    /// Trains and prints the loss every 100 steps.
    public static void main(String... args) {
        var options = SampleOptions.parse(
                "polynomial.CustomFunction",
                "The sine, fitted by Legendre's polynomial as a function of its own.",
                2000,
                args);

        var x = Tensor.linspace(-Math.PI, Math.PI, 2000);
        var y = x.sin();
        var a = Tensor.full(Shape.SCALAR, 0f).requiresGrad_(true);
        var b = Tensor.full(Shape.SCALAR, -1f).requiresGrad_(true);
        var c = Tensor.full(Shape.SCALAR, 0f).requiresGrad_(true);
        var d = Tensor.full(Shape.SCALAR, 0.3f).requiresGrad_(true);

        float learningRate = 5e-6f;
        for (int t = 0; t < options.steps(); t++) {
            var p3 = new LegendrePolynomial3();
            var prediction = a.add(b.mul(p3.apply(c.add(d.mul(x)))));
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
                "Result: y = " + a.item() + " + " + b.item() + " * P3(" + c.item() + " + " + d.item() + " x)");
    }

    /// `P₃(x) = (5x³ − 3x)/2`, with the derivative `3(5x² − 1)/2`.
    private static final class LegendrePolynomial3 extends Function {
        @Override
        protected Tensor forward(Context context, Tensor... inputs) {
            var x = inputs[0];
            context.saveForBackward(x);
            return x.pow(3).mul(5).sub(x.mul(3)).mul(0.5f);
        }

        @Override
        protected Tensor[] backward(Context context, Tensor outputGradient) {
            var x = context.savedTensors()[0];
            return new Tensor[] {outputGradient.mul(1.5f).mul(x.pow(2).mul(5).sub(1))};
        }
    }
}
