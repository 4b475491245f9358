package lanewise.nn;

import lanewise.engine.Generator;

/// What the kinds of dropout have in common: the probability and the source of random numbers.
abstract class DropoutLayer extends Layer {
    private final double p;
    private final Generator generator;

    DropoutLayer(double p, Generator generator) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(getClass().getSimpleName() + ": p must be from 0 to 1, not " + p);
        }
        this.p = p;
        this.generator = generator;
    }

    final double p() {
        return p;
    }

    final Generator generator() {
        return generator;
    }

    @Override
    protected final String extraRepr() {
        return "p=" + Repr.of(p) + ", inplace=False";
    }
}
