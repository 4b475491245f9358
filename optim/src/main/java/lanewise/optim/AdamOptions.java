package lanewise.optim;

/// What [Adam] and [AdamW] have in common for the loop that they share.
interface AdamOptions {
    double learningRate();

    double beta1();

    double beta2();

    double eps();

    double weightDecay();

    boolean amsgrad();

    boolean maximize();

    /// Whether the weight decay acts on the parameter, and not through the gradient.
    boolean decoupledWeightDecay();
}
