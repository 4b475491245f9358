package lanewise.engine.op;

import lanewise.engine.ShapeMismatchException;
import org.jspecify.annotations.Nullable;

/// Options of a [Recurrence].
///
/// @param bias whether there are biases
/// @param reverse whether the last step comes first
/// @param lengths how many steps each sequence of a batch has, in descending order; null if all have all
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record RecurrenceOptions(boolean bias, boolean reverse, int @Nullable [] lengths) {
    /// Checks the lengths against what they are for.
    void checkLengths(String operation, int steps, int batch) {
        if (lengths == null) {
            return;
        }
        if (lengths.length != batch) {
            throw new ShapeMismatchException(
                    operation + ": " + lengths.length + " lengths for a batch of " + batch + " sequences");
        }
        for (int b = 0; b < batch; b++) {
            if (lengths[b] < 1 || lengths[b] > steps) {
                throw new ShapeMismatchException(operation + ": sequence " + b + " has length " + lengths[b]
                        + "; it must be from 1 to the " + steps + " steps that there are");
            }
            if (b > 0 && lengths[b] > lengths[b - 1]) {
                throw new ShapeMismatchException(operation + ": the lengths must descend; sequence " + b + " has "
                        + lengths[b] + " steps after one of " + lengths[b - 1]);
            }
        }
    }
}
