package lanewise.samples.polynomial;

import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.op.Reduction;
import lanewise.nn.Layer;
import lanewise.nn.MSELoss;
import lanewise.optim.SGD;
import lanewise.samples.SampleOptions;

/// The sine between -π and π, fitted by a polynomial whose degree is drawn anew in every step: terms of fourth and
/// fifth degree, which share one parameter, come and go.
///
/// The step "PyTorch: Control Flow + Weight Sharing" of the tutorial "Learning PyTorch with Examples".
public final class DynamicNet {
    private DynamicNet() {}

    /// Trains and prints the loss every 2,000 steps.
    public static void main(String... args) {
        var options = SampleOptions.parse(
                "polynomial.DynamicNet",
                "The sine, fitted by a polynomial of random degree with shared weights.",
                30000,
                args);

        var x = Tensor.linspace(-Math.PI, Math.PI, 2000);
        var y = x.sin();
        var model = new DynamicPolynomial();
        var criterion = new MSELoss(Reduction.SUM);
        var optimizer = new SGD(model.parameters(), 1e-8, 0.9);
        for (int t = 0; t < options.steps(); t++) {
            var loss = criterion.call(model.call(x), y);
            if (t % 2000 == 1999) {
                System.out.println(t + " " + loss.item());
            }

            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
        }
        System.out.println("Result: " + model.formula());
    }

    /// `a + b·x + c·x² + d·x³`, and in some steps `e·x⁴` or `e·x⁴ + e·x⁵`.
    private static final class DynamicPolynomial extends Layer {
        private final Parameter a = registerParameter("a", new Parameter(Tensor.randn()));
        private final Parameter b = registerParameter("b", new Parameter(Tensor.randn()));
        private final Parameter c = registerParameter("c", new Parameter(Tensor.randn()));
        private final Parameter d = registerParameter("d", new Parameter(Tensor.randn()));
        private final Parameter e = registerParameter("e", new Parameter(Tensor.randn()));

        @Override
        public Tensor forward(Tensor x) {
            var y = a.add(b.mul(x)).add(c.mul(x.pow(2))).add(d.mul(x.pow(3)));
            int degree = 4 + Generator.global().nextInt(3);
            for (int exponent = 4; exponent < degree; exponent++) {
                y = y.add(e.mul(x.pow(exponent)));
            }
            return y;
        }

        String formula() {
            return "y = " + a.item() + " + " + b.item() + " x + " + c.item() + " x^2 + " + d.item() + " x^3 + "
                    + e.item() + " x^4 ? + " + e.item() + " x^5 ?";
        }
    }
}
