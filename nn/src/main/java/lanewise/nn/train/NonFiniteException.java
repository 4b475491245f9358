package lanewise.nn.train;

/// A run that was stopped since a loss or a gradient is not finite.
public final class NonFiniteException extends TrainingException {
    private static final long serialVersionUID = 1L;

    private final transient NonFinite found;

    NonFiniteException(NonFinite found, String saved) {
        super(found + "; " + saved, null);
        this.found = found;
    }

    /// Where, and what.
    public NonFinite found() {
        return found;
    }
}
