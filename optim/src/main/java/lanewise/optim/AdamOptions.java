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

    /// Whether the weight decay is taken from the parameter, apart from the gradient.
    boolean decoupled();
}
