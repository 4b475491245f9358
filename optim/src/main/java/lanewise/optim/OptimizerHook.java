package lanewise.optim;

/// What is called around the steps, the saving and the loading of an optimizer; see
/// [Optimizer#registerStepPreHook].
@FunctionalInterface
public interface OptimizerHook {
    /// Looks at the optimizer, or changes its options or its parameters' gradients.
    void run(Optimizer<?> optimizer);
}
