package lanewise.nn.data;

import java.util.OptionalInt;

/// A batch that could not be loaded: the data set threw the exception that is the cause.
public final class DataLoadingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int epoch;
    private final int batch;
    private final int example;

    /// @param example the number of the example that cannot be loaded, −1 if each can be loaded alone
    DataLoadingException(int epoch, int batch, int example, RuntimeException cause) {
        super(
                "epoch " + epoch + ", batch " + batch + ": "
                        + (example < 0
                                ? "its examples can be loaded one by one, but not together: "
                                : "example " + example + " cannot be loaded: ")
                        + (cause.getMessage() == null ? cause : cause.getMessage()),
                cause);
        this.epoch = epoch;
        this.batch = batch;
        this.example = example;
    }

    /// The epoch's number, from 0.
    public int epoch() {
        return epoch;
    }

    /// The batch's number in its epoch, from 0.
    public int batch() {
        return batch;
    }

    /// The number of the first example of the batch that cannot be loaded; nothing if each can be loaded alone.
    public OptionalInt example() {
        return example < 0 ? OptionalInt.empty() : OptionalInt.of(example);
    }
}
