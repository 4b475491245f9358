package lanewise.samples.conformance.calls;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import lanewise.nn.Layer;
import lanewise.nn.Module;
import org.jspecify.annotations.Nullable;

/// PyTorch's modules by name, and how each is made and called in Lanewise.
public final class ModuleTable {
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(Signature constructor, Function<Arguments, BuiltModule> build) {}

    /// All modules that there are.
    public ModuleTable() {
        ModuleConstructors.addTo(this);
    }

    /// Adds a module.
    ///
    /// @param constructor the signature of its constructor
    /// @param build makes one
    /// @param forward the signature of its call
    /// @param call calls it
    <M extends Module> void add(
            String constructor,
            Function<Arguments, M> build,
            String forward,
            BiFunction<M, Arguments, ? extends @Nullable Object> call) {
        addBuilt(constructor, a -> {
            M module = build.apply(a);
            return new BuiltModule(module, new Signature(forward), given -> call.apply(module, given));
        });
    }

    /// Adds a module that is called in one way or another, as its constructor was told.
    void addBuilt(String constructor, Function<Arguments, BuiltModule> build) {
        Entry entry = new Entry(new Signature(constructor), build);
        if (entries.putIfAbsent(entry.constructor().name(), entry) != null) {
            throw new IllegalArgumentException(
                    "two modules " + entry.constructor().name());
        }
    }

    /// Adds a module with one tensor in and one out.
    void layer(String constructor, Function<Arguments, ? extends Layer> build) {
        add(constructor, build, "forward(input)", (layer, a) -> layer.call(a.tensor("input")));
    }

    /// Adds a loss.
    ///
    /// @param call calls it with `input` and `target`
    <M extends Module> void loss(
            String constructor,
            Function<Arguments, M> build,
            BiFunction<M, Arguments, ? extends @Nullable Object> call) {
        add(constructor, build, "forward(input, target)", call);
    }

    /// Makes a module.
    ///
    /// @throws MissingException if it is not in the table, or without one of the arguments
    /// @throws NotExpressibleException if Java's types do not let the call be written
    public BuiltModule build(String name, List<?> positional, Map<String, ?> keywords) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new MissingException(name);
        }
        Arguments arguments =
                new Arguments(entry.constructor(), entry.constructor().bind(positional, keywords));
        BuiltModule module = entry.build().apply(arguments);
        arguments.checkAllRead();
        return module;
    }

    /// Makes a module that another one contains.
    Module module(ModuleCall call) {
        return build(call.module(), call.positional(), call.keywords()).module();
    }

    /// Makes a layer that another module contains.
    ///
    /// @throws NotExpressibleException if it is no [Layer]
    Layer layer(ModuleCall call) {
        if (module(call) instanceof Layer layer) {
            return layer;
        }
        throw new NotExpressibleException(call.module() + " as a layer of another module");
    }
}
