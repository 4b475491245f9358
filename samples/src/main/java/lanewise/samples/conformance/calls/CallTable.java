package lanewise.samples.conformance.calls;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// PyTorch's calls by name, and what each is in Lanewise.
public final class CallTable {
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(Signature signature, Function<Arguments, ? extends @Nullable Object> call) {}

    /// All calls that there are.
    public CallTable() {
        UnaryCalls.addTo(this);
        ActivationCalls.addTo(this);
        BinaryCalls.addTo(this);
        ReductionCalls.addTo(this);
        ProductCalls.addTo(this);
        ShapeCalls.addTo(this);
        JoiningCalls.addTo(this);
        IndexCalls.addTo(this);
        LossCalls.addTo(this);
        LayerCalls.addTo(this);
        AttentionCalls.addTo(this);
        ImageCalls.addTo(this);
    }

    /// Adds a call.
    ///
    /// @param signature as PyTorch's documentation writes it
    /// @throws IllegalArgumentException if it is there already
    void add(String signature, Function<Arguments, ? extends @Nullable Object> call) {
        Entry entry = new Entry(new Signature(signature), call);
        if (entries.putIfAbsent(entry.signature().name(), entry) != null) {
            throw new IllegalArgumentException("two calls " + entry.signature().name());
        }
    }

    /// Calls `name` with these arguments.
    ///
    /// @return a tensor, a number, a truth value, null, or a list or record of these
    /// @throws MissingException if it is not in the table, or without one of the arguments
    /// @throws NotExpressibleException if Java's types do not let it be written
    public @Nullable Object call(String name, List<?> positional, Map<String, ?> keywords) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new MissingException(name);
        }
        Arguments arguments = new Arguments(entry.signature(), entry.signature().bind(positional, keywords));
        Object result = entry.call().apply(arguments);
        arguments.checkAllRead();
        return result;
    }
}
