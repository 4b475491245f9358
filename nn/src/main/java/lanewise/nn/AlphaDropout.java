package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.nn.functional.Functional;

/// While training, sets elements with probability `p` to the negative limit of [SELU], and scales and shifts all so
/// that mean 0 and variance 1 stay; in evaluation mode the input passes unchanged. Klambauer et al. 2017,
/// arXiv:1706.02515.
public final class AlphaDropout extends DropoutLayer {
    /// With probability one half.
    public AlphaDropout() {
        this(0.5);
    }

    /// With the given probability; the draws come from [Generator#global()].
    ///
    /// @throws IllegalArgumentException if `p` is not from 0 to 1
    public AlphaDropout(double p) {
        this(p, Generator.global());
    }

    /// With the given probability and source of random numbers.
    ///
    /// @throws IllegalArgumentException if `p` is not from 0 to 1
    public AlphaDropout(double p, Generator generator) {
        super(p, generator);
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.alphaDropout(input, p(), isTraining(), generator());
    }
}
