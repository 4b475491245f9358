package lanewise.nn.init;

/// What follows a layer, for [Init#calculateGain].
public enum Nonlinearity {
    /// None, or a linear or convolutional layer: gain 1.
    LINEAR,
    /// [lanewise.nn.Sigmoid]: gain 1.
    SIGMOID,
    /// [lanewise.nn.Tanh]: gain 5/3.
    TANH,
    /// [lanewise.nn.ReLU]: gain √2.
    RELU,
    /// [lanewise.nn.LeakyReLU]: gain √(2/(1 + slope²)).
    LEAKY_RELU,
    /// [lanewise.nn.SELU]: gain ¾.
    SELU
}
