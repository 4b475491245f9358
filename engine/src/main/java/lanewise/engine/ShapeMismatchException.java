package lanewise.engine;

/// Shapes that do not fit each other or the operation. The message names the operation, the shapes and the numbers
/// that disagree. Nothing has been changed when it is thrown.
public final class ShapeMismatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /// With the whole sentence.
    public ShapeMismatchException(String message) {
        super(message);
    }
}
