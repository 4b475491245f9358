package lanewise.optim;

/// What Adam and those whose moments and weight decay are the same have in common, for [MomentState].
interface AdamOptions {
    double learningRate();

    double beta1();

    double beta2();

    double eps();

    double weightDecay();

    boolean maximize();

    /// Whether the weight decay acts on the parameter, and not through the gradient.
    boolean decoupledWeightDecay();
}
