package lanewise.samples.conformance.calls;

/// A call that Java's types do not let a program write.
public final class NotExpressibleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// With what the types exclude.
    public NotExpressibleException(String what) {
        super(what);
    }
}
