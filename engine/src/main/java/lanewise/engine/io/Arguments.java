package lanewise.engine.io;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks what a pickle calls a function with.
final class Arguments {
    private Arguments() {}

    /// @throws FileFormatException if there are fewer or more
    static void checkCount(List<@Nullable Object> arguments, int least, int most) throws FileFormatException {
        if (arguments.size() < least || arguments.size() > most) {
            throw new FileFormatException("has " + arguments.size() + " arguments, where it takes "
                    + (least == most ? least : least + " to " + most));
        }
    }

    /// The argument at a place that there is.
    ///
    /// @param wanted the type, for the message
    /// @throws FileFormatException if it is of another type
    static <T> T get(List<@Nullable Object> arguments, int index, Class<T> type, String wanted)
            throws FileFormatException {
        Object argument = arguments.get(index);
        if (!type.isInstance(argument)) {
            throw new FileFormatException(
                    "argument " + (index + 1) + " is " + Pickled.kind(argument) + ", not " + wanted);
        }
        return type.cast(argument);
    }
}
