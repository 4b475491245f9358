package lanewise.optim;

/// Options with a momentum that a schedule may change: SGD's and RMSProp's μ, and β₁ of Adam and its kin, see
/// [BetaOptions].
///
/// @param <O> the implementing record itself
public interface MomentumOptions<O extends OptimizerOptions<O>> extends OptimizerOptions<O> {
    /// The momentum.
    double momentum();

    /// The same with another momentum.
    ///
    /// @throws IllegalArgumentException if it is not allowed
    O withMomentum(double momentum);
}
