package lanewise.engine.op;

/// What a kernel does with its output.
public enum Write {
    /// `y = ...`; what `y` held is not read.
    OVERWRITE,
    /// `y += ...`
    ADD
}
