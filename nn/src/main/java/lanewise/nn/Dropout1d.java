package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.nn.functional.Functional;

/// While training, sets whole channels of `[n, c, l]` or `[c, l]` to zero with probability `p` and multiplies the
/// others by `1/(1 − p)`; in evaluation mode the input passes unchanged. Tompson et al. 2015, arXiv:1411.4280.
public final class Dropout1d extends DropoutLayer {
    /// With probability one half.
    public Dropout1d() {
        this(0.5);
    }

    /// With the given probability; the draws come from [Generator#global()].
    ///
    /// @throws IllegalArgumentException if `p` is not from 0 to 1
    public Dropout1d(double p) {
        this(p, Generator.global());
    }

    /// With the given probability and source of random numbers.
    ///
    /// @throws IllegalArgumentException if `p` is not from 0 to 1
    public Dropout1d(double p, Generator generator) {
        super(p, generator);
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.dropout1d(input, p(), isTraining(), generator());
    }
}
