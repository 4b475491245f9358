package lanewise.samples.conformance.calls;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lanewise.nn.Module;
import org.jspecify.annotations.Nullable;

/// A module, and how it is called.
public final class BuiltModule {
    private final Module module;
    private final Signature signature;
    private final Function<Arguments, ? extends @Nullable Object> forward;

    BuiltModule(Module module, Signature signature, Function<Arguments, ? extends @Nullable Object> forward) {
        this.module = module;
        this.signature = signature;
        this.forward = forward;
    }

    /// The module.
    public Module module() {
        return module;
    }

    /// Calls it with these arguments.
    ///
    /// @return a tensor, null, or a list or record of these
    /// @throws MissingException if it cannot take one of them
    /// @throws NotExpressibleException if Java's types do not let it be written
    public @Nullable Object call(List<?> positional, Map<String, ?> keywords) {
        Arguments arguments = new Arguments(signature, signature.bind(positional, keywords));
        Object result = forward.apply(arguments);
        arguments.checkAllRead();
        return result;
    }
}
