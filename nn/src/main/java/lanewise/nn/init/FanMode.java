package lanewise.nn.init;

/// Which way the size of a signal is kept from layer to layer, by Kaiming's initialisations.
public enum FanMode {
    /// Forwards: by the number of inputs of a unit.
    FAN_IN,
    /// Backwards: by the number of outputs that an input goes to.
    FAN_OUT
}
