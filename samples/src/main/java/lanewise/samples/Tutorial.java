package lanewise.samples;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.Linear;
import lanewise.nn.MSELoss;
import lanewise.nn.ReLU;
import lanewise.nn.Sequential;
import lanewise.optim.Adam;

/// PyTorch's tutorial "optim": a network of two layers is fitted to random data with Adam.
///
/// The step "PyTorch: optim" of "Learning PyTorch with Examples".
public final class Tutorial {
    private Tutorial() {}

    /// Trains the network and prints the loss every 100 steps.
    public static void main(String... args) {
        var options = SampleOptions.parse("Tutorial", "Trains the network of PyTorch's tutorial \"optim\".", 500, args);

        var x = Tensor.randn(64, 1000);
        var y = Tensor.randn(64, 10);
        var model = new Sequential(new Linear(1000, 100), new ReLU(), new Linear(100, 10));
        var lossFn = new MSELoss(Reduction.SUM);
        var optimizer = new Adam(model.parameters(), 1e-4);
        for (int t = 0; t < options.steps(); t++) {
            var loss = lossFn.call(model.call(x), y);
            if (t % 100 == 99) {
                System.out.println(t + " " + loss.item());
            }
            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
        }
    }
}
