package lanewise.samples.models;

import lanewise.autograd.Tensor;
import lanewise.nn.Conv2d;
import lanewise.nn.Layer;
import lanewise.nn.Linear;
import lanewise.nn.functional.Functional;

/// LeNet-5 (LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to document recognition") as it
/// is built today: rectifiers and maxima in the place of sigmoids and means, more filters, and one hidden layer.
///
///     5×5 convolution, ReLU, maximum of 2×2 — twice; linear, ReLU, linear
///
/// Weights and biases start as PyTorch's layers do.
public final class LeNet extends Layer {
    private final Conv2d conv1;
    private final Conv2d conv2;
    private final Linear fc1;
    private final Linear fc2;

    /// A network of these sizes.
    public LeNet(LeNetOptions options) {
        int side = options.pooledSide();
        conv1 = registerModule("conv1", new Conv2d(options.channels(), options.firstFilters(), 5));
        conv2 = registerModule("conv2", new Conv2d(options.firstFilters(), options.secondFilters(), 5));
        fc1 = registerModule("fc1", new Linear(options.secondFilters() * side * side, options.hidden()));
        fc2 = registerModule("fc2", new Linear(options.hidden(), options.classes()));
    }

    @Override
    protected boolean forgetsIntermediates() {
        return true;
    }

    /// @param images `[n, channels, side, side]`
    /// @return logits `[n, classes]`
    @Override
    public Tensor forward(Tensor images) {
        Tensor x = Functional.maxPool2d(Functional.relu(conv1.call(images)), 2);
        x = Functional.maxPool2d(Functional.relu(conv2.call(x)), 2);
        x = Functional.relu(fc1.call(x.flatten(1, -1)));
        return fc2.call(x);
    }
}
