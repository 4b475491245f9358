package lanewise.samples.twolayer;

import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.op.Reduction;
import lanewise.nn.Layer;
import lanewise.nn.Linear;
import lanewise.nn.MSELoss;
import lanewise.optim.SGD;
import lanewise.samples.SampleOptions;

/// A network whose depth is drawn anew in every step: zero to three middle layers that share one set of weights.
///
/// The step "PyTorch: Control Flow + Weight Sharing" of "Learning PyTorch with Examples".
public final class DynamicNet {
    private DynamicNet() {}

    /// Trains and prints the loss every 100 steps.
    public static void main(String... args) {
        var options =
                SampleOptions.parse("twolayer.DynamicNet", "A network of random depth with shared weights.", 500, args);

        var x = Tensor.randn(64, 1000);
        var y = Tensor.randn(64, 10);
        var model = new Net(1000, 100, 10);
        var criterion = new MSELoss(Reduction.SUM);
        var optimizer = new SGD(model.parameters(), 1e-4, 0.9);
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

    /// A network whose middle layer is used zero to three times; the gradients of all uses add up.
    private static final class Net extends Layer {
        private final Linear inputLinear;
        private final Linear middleLinear;
        private final Linear outputLinear;

        Net(int in, int hidden, int out) {
            inputLinear = registerModule("input_linear", new Linear(in, hidden));
            middleLinear = registerModule("middle_linear", new Linear(hidden, hidden));
            outputLinear = registerModule("output_linear", new Linear(hidden, out));
        }

        @Override
        public Tensor forward(Tensor x) {
            var hRelu = inputLinear.call(x).clampMin(0f);
            int depth = Generator.global().nextInt(4);
            for (int layer = 0; layer < depth; layer++) {
                hRelu = middleLinear.call(hRelu).clampMin(0f);
            }
            return outputLinear.call(hRelu);
        }
    }
}
