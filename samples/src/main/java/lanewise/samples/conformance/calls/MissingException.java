package lanewise.samples.conformance.calls;

/// The library has nothing for a case.
public final class MissingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// With what the library lacks.
    public MissingException(String what) {
        super(what);
    }
}
