package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Logarithm of the logistic function, on every element: `−log(1 + e⁻ˣ)`, without its overflow.
public final class LogSigmoid extends Layer {
    /// A new layer.
    public LogSigmoid() {}

    @Override
    public Tensor forward(Tensor input) {
        return Functional.logSigmoid(input);
    }
}
