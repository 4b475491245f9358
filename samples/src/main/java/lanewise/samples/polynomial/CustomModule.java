package lanewise.samples.polynomial;

import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.Layer;
import lanewise.nn.MSELoss;
import lanewise.optim.SGD;
import lanewise.samples.SampleOptions;

/// The sine between -π and π, fitted by a polynomial of third degree: the polynomial as a module of one's own.
///
/// The step "PyTorch: Custom nn Modules" of the tutorial "Learning PyTorch with Examples".
public final class CustomModule {
    private CustomModule() {}

    /// Trains and prints the loss every 100 steps.
    public static void main(String... args) {
        var options = SampleOptions.parse(
                "polynomial.CustomModule",
                "The sine between -π and π, fitted by a polynomial of third degree, as a module.",
                2000,
                args);

        var x = Tensor.linspace(-Math.PI, Math.PI, 2000);
        var y = x.sin();
        var model = new Polynomial3();
        var criterion = new MSELoss(Reduction.SUM);
        var optimizer = new SGD(model.parameters(), 1e-6);
        for (int t = 0; t < options.steps(); t++) {
            var loss = criterion.call(model.call(x), y);
            if (t % 100 == 99) {
                System.out.println(t + " " + loss.item());
            }

            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
        }
        System.out.println("Result: " + model.formula());
    }

    /// `a + b·x + c·x² + d·x³` with four scalar parameters.
    private static final class Polynomial3 extends Layer {
        private final Parameter a = registerParameter("a", new Parameter(Tensor.randn()));
        private final Parameter b = registerParameter("b", new Parameter(Tensor.randn()));
        private final Parameter c = registerParameter("c", new Parameter(Tensor.randn()));
        private final Parameter d = registerParameter("d", new Parameter(Tensor.randn()));

        @Override
        public Tensor forward(Tensor x) {
            return a.add(b.mul(x)).add(c.mul(x.pow(2))).add(d.mul(x.pow(3)));
        }

        String formula() {
            return "y = " + a.item() + " + " + b.item() + " x + " + c.item() + " x^2 + " + d.item() + " x^3";
        }
    }
}
