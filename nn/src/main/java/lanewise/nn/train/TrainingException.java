package lanewise.nn.train;

import org.jspecify.annotations.Nullable;

/// A run that could not go on: what was trained is as it was after the last whole step, and the message says where
/// it has been saved.
public class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// With the place and what happened there.
    public TrainingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
