package lanewise.engine.op;

/// What a loss does with the losses of its elements.
public enum Reduction {
    /// One loss an element.
    NONE,
    /// Their mean.
    MEAN,
    /// Their sum.
    SUM
}
