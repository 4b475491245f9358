package lanewise.engine.io;

/// A [StateDict] that does not hold what is asked for: a key is missing, unknown, or holds another kind or shape.
public final class StateDictException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /// With the whole sentence.
    public StateDictException(String message) {
        super(message);
    }
}
