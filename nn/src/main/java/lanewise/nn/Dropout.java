package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.nn.functional.Functional;

/// While training, sets each element to zero with probability `p` and multiplies the others by `1/(1 − p)`, so that
/// the expectation stays; in evaluation mode the input passes unchanged. Srivastava et al. 2014.
public final class Dropout extends Layer {
    private final double p;
    private final Generator generator;

    /// With probability one half.
    public Dropout() {
        this(0.5);
    }

    /// With the given probability; the draws come from [Generator#global()].
    ///
    /// @throws IllegalArgumentException if `p` is not from 0 to 1
    public Dropout(double p) {
        this(p, Generator.global());
    }

    /// With the given probability and source of random numbers.
    ///
    /// @throws IllegalArgumentException if `p` is not from 0 to 1
    public Dropout(double p, Generator generator) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("Dropout: p must be from 0 to 1, not " + p);
        }
        this.p = p;
        this.generator = generator;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.dropout(input, p, isTraining(), generator);
    }

    @Override
    protected String extraRepr() {
        return "p=" + Repr.of(p) + ", inplace=False";
    }
}
