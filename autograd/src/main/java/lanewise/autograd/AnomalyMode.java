package lanewise.autograd;

import java.util.concurrent.atomic.AtomicInteger;
import lanewise.engine.NDArray;
import lanewise.engine.SparseRows;
import lanewise.engine.op.GradientSum;

/// Finds the operation where a NaN first appears, forwards or backwards, in all threads. For the search for a
/// mistake: it looks at every number.
///
/// ```java
/// try (var on = AnomalyMode.detect()) {
///     loss(model, x).backward();
/// }
/// ```
public final class AnomalyMode implements AutoCloseable {
    private static final AtomicInteger OPEN = new AtomicInteger();

    private boolean closed;

    private AnomalyMode() {}

    /// Until the result is closed, an operation that makes a NaN out of numbers that are none throws an
    /// [ArithmeticException] with its name.
    public static AnomalyMode detect() {
        OPEN.incrementAndGet();
        return new AnomalyMode();
    }

    /// Whether somebody is looking.
    public static boolean isEnabled() {
        return OPEN.get() > 0;
    }

    /// Ends it. A second call does nothing.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            OPEN.decrementAndGet();
        }
    }

    static void checkResult(String operation, NDArray[] inputs, NDArray result) {
        if (!hasNaN(result)) {
            return;
        }
        StringBuilder shapes = new StringBuilder();
        for (NDArray input : inputs) {
            if (hasNaN(input)) {
                return; // it did not appear here
            }
            shapes.append(shapes.isEmpty() ? "" : ", ").append(input.shape());
        }
        throw new ArithmeticException(
                operation + ": the result " + result.shape() + " has a NaN, and the inputs, " + shapes + ", have none");
    }

    static void checkGradient(String operation, int input, NDArray outputGradient, GradientSum gradient) {
        if (!gradient.holdsSum()) {
            return;
        }
        SparseRows rows = gradient.rows();
        if (hasNaN(rows == null ? gradient.array() : rows.values()) && !hasNaN(outputGradient)) {
            throw new ArithmeticException(
                    "backward of " + operation + ": the gradient " + gradient.shape() + " of input " + input
                            + " has a NaN, and that of the result, " + outputGradient.shape() + ", has none");
        }
    }

    private static boolean hasNaN(NDArray array) {
        for (float element : array.toArray()) {
            if (Float.isNaN(element)) {
                return true;
            }
        }
        return false;
    }
}
