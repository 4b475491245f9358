package lanewise.samples.twolayer;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.Layer;
import lanewise.nn.Linear;
import lanewise.nn.MSELoss;
import lanewise.optim.SGD;
import lanewise.samples.SampleOptions;

/// A network of two layers, 1000-100-10 with ReLU, fitted to 64 random examples: the network as a module of
/// one's own, trained by stochastic gradient descent.
///
/// The step "PyTorch: Custom nn Modules" of "Learning PyTorch with Examples".
public final class CustomModule {
    private CustomModule() {}

    /// Trains and prints the loss every 100 steps.
    public static void main(String... args) {
        var options = SampleOptions.parse(
                "twolayer.CustomModule",
                "A network of two layers, 1000-100-10 with ReLU, fitted to 64 random examples, as a module.",
                500,
                args);

        var x = Tensor.randn(64, 1000);
        var y = Tensor.randn(64, 10);
        var model = new TwoLayerNet(1000, 100, 10);
        var criterion = new MSELoss(Reduction.SUM);
        var optimizer = new SGD(model.parameters(), 1e-4);
        for (int t = 0; t < options.steps(); t++) {
            var loss = criterion.call(model.call(x), y);
            if (t % 100 == 99) {
                System.out.println(t + " " + loss.item());
            }

            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
        }
    }

    /// Linear, ReLU, linear.
    private static final class TwoLayerNet extends Layer {
        private final Linear linear1;
        private final Linear linear2;

        TwoLayerNet(int in, int hidden, int out) {
            linear1 = registerModule("linear1", new Linear(in, hidden));
            linear2 = registerModule("linear2", new Linear(hidden, out));
        }

        @Override
        public Tensor forward(Tensor x) {
            var hRelu = linear1.call(x).clampMin(0f);
            return linear2.call(hRelu);
        }
    }
}
