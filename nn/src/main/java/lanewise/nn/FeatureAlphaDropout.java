package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.nn.functional.Functional;

/// [AlphaDropout] of whole channels of `[n, c, ...]`.
public final class FeatureAlphaDropout extends DropoutLayer {
    /// With probability one half.
    public FeatureAlphaDropout() {
        this(0.5);
    }

    /// With the given probability; the draws come from [Generator#global()].
    ///
    /// @throws IllegalArgumentException if `p` is not from 0 to 1
    public FeatureAlphaDropout(double p) {
        this(p, Generator.global());
    }

    /// With the given probability and source of random numbers.
    ///
    /// @throws IllegalArgumentException if `p` is not from 0 to 1
    public FeatureAlphaDropout(double p, Generator generator) {
        super(p, generator);
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.featureAlphaDropout(input, p(), isTraining(), generator());
    }
}
