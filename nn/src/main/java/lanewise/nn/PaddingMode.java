package lanewise.nn;

/// What a convolution finds around its input.
public enum PaddingMode {
    /// Zeros.
    ZEROS("zeros"),
    /// The input mirrored at its first and last elements, which are not repeated.
    REFLECT("reflect"),
    /// The first and last elements.
    REPLICATE("replicate"),
    /// The input again, from the other end.
    CIRCULAR("circular");

    private final String pythonName;

    PaddingMode(String pythonName) {
        this.pythonName = pythonName;
    }

    /// PyTorch's name, as in `padding_mode=circular`.
    @Override
    public String toString() {
        return pythonName;
    }
}
