package lanewise.engine.op;

/// The derivatives of [Digamma], the first, second and so on. PyTorch's `polygamma`.
///
///     ψ⁽ⁿ⁾(x) = (−1)ⁿ⁺¹·n!·Σₖ (x + k)⁻⁽ⁿ⁺¹⁾ over k ≥ 0,  dy/dx = ψ⁽ⁿ⁺¹⁾(x)
public final class Polygamma extends ElementFunction {
    private final int n;

    /// The `n`-th derivative.
    ///
    /// @throws IllegalArgumentException if `n` is not at least 1
    public Polygamma(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("polygamma: n is " + n + "; it must be at least 1, 0 is digamma");
        }
        this.n = n;
    }

    @Override
    public String name() {
        return "polygamma";
    }

    @Override
    double value(double x) {
        return GammaInDouble.polygamma(n, x);
    }

    @Override
    double slope(double x) {
        return GammaInDouble.polygamma(n + 1, x);
    }

    @Override
    protected Variable derivative(Variable x) {
        return x.apply(new Polygamma(n + 1));
    }
}
