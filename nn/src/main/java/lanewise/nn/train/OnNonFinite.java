package lanewise.nn.train;

/// What a [Trainer] does with a step whose loss or gradients are not finite.
public enum OnNonFinite {
    /// Ends the run with a [NonFiniteException], before a parameter is changed.
    STOP,
    /// Leaves the step out, before a parameter is changed, and counts it.
    SKIP,
    /// Does not look.
    IGNORE
}
