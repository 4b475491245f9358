package lanewise.autograd;

import java.util.IdentityHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import lanewise.engine.NDArray;
import lanewise.engine.SparseRows;
import lanewise.engine.op.GradientSum;
import org.jspecify.annotations.Nullable;

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

    /// The innermost one that this thread has opened.
    private static final ThreadLocal<@Nullable AnomalyMode> OWN = new ThreadLocal<>();

    private final @Nullable AnomalyMode outer = OWN.get();
    private final @Nullable Supplier<String> place;
    private final boolean infinities;
    private final IdentityHashMap<Object, String> places = new IdentityHashMap<>();
    private boolean closed;

    private AnomalyMode(@Nullable Supplier<String> place, boolean infinities) {
        this.place = place;
        this.infinities = infinities;
        OPEN.incrementAndGet();
        OWN.set(this);
    }

    /// Until the result is closed, an operation that makes a NaN out of numbers that are none throws an
    /// [ArithmeticException] with its name.
    public static AnomalyMode detect() {
        return new AnomalyMode(null, false);
    }

    /// As [#detect()], and for what this thread computes the message also says where: what `place` said when the
    /// operation was called, as `in module 3`, of a backward one too.
    ///
    /// @param infinities whether infinite numbers count as NaN does. They are often meant to be, as those of a mask
    public static AnomalyMode detect(Supplier<String> place, boolean infinities) {
        return new AnomalyMode(place, infinities);
    }

    /// Whether somebody is looking.
    public static boolean isEnabled() {
        return OPEN.get() > 0;
    }

    /// Ends it, in the thread that began it. A second call does nothing.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            OPEN.decrementAndGet();
            if (outer == null) {
                OWN.remove();
            } else {
                OWN.set(outer);
            }
        }
    }

    /// Notes where a node was recorded.
    static void recorded(Object node) {
        AnomalyMode own = OWN.get();
        if (own != null && own.place != null) {
            own.places.put(node, own.place.get());
        }
    }

    static void checkResult(String operation, NDArray[] inputs, NDArray result) {
        AnomalyMode own = OWN.get();
        boolean infinities = own != null && own.infinities;
        if (!isBad(result, infinities)) {
            return;
        }
        StringBuilder shapes = new StringBuilder();
        for (NDArray input : inputs) {
            if (isBad(input, infinities)) {
                return; // it did not appear here
            }
            shapes.append(shapes.isEmpty() ? "" : ", ").append(input.shape());
        }
        String where = own == null || own.place == null ? "" : " " + own.place.get();
        throw new ArithmeticException(operation + where + ": the result " + result.shape() + " has " + kind(result)
                + ", and the inputs, " + shapes + ", have none");
    }

    static void checkGradient(Object node, String operation, int input, NDArray outputGradient, GradientSum gradient) {
        if (!gradient.holdsSum()) {
            return;
        }
        AnomalyMode own = OWN.get();
        boolean infinities = own != null && own.infinities;
        SparseRows rows = gradient.rows();
        NDArray values = rows == null ? gradient.array() : rows.values();
        if (isBad(values, infinities) && !isBad(outputGradient, infinities)) {
            String place = own == null ? null : own.places.get(node);
            throw new ArithmeticException("backward of " + operation + (place == null ? "" : " " + place)
                    + ": the gradient " + gradient.shape() + " of input " + input + " has " + kind(values)
                    + ", and that of the result, " + outputGradient.shape() + ", has none");
        }
    }

    private static String kind(NDArray array) {
        return isBad(array, false) ? "a NaN" : "an infinite number";
    }

    private static boolean isBad(NDArray array, boolean infinities) {
        for (float element : array.toArray()) {
            if (Float.isNaN(element) || infinities && Float.isInfinite(element)) {
                return true;
            }
        }
        return false;
    }
}
