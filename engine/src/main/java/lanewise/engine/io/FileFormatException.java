package lanewise.engine.io;

import java.io.IOException;

/// A file that is not what its format demands. The message says what is wrong and where: the tensor, or the byte.
public final class FileFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /// With the whole sentence.
    public FileFormatException(String message) {
        super(message);
    }
}
