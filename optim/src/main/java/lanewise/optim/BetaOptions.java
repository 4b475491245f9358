package lanewise.optim;

/// Options of Adam and its kin, with decay rates of two moments. β₁ is the momentum that a schedule may change.
///
/// @param <O> the implementing record itself
public interface BetaOptions<O extends OptimizerOptions<O>> extends MomentumOptions<O> {
    /// β₁.
    double beta1();

    /// β₂.
    double beta2();

    /// The same with other decay rates.
    ///
    /// @throws IllegalArgumentException if one of them is not allowed
    O withBetas(double beta1, double beta2);

    /// β₁.
    @Override
    default double momentum() {
        return beta1();
    }

    /// The same with another β₁.
    @Override
    default O withMomentum(double momentum) {
        return withBetas(momentum, beta2());
    }
}
