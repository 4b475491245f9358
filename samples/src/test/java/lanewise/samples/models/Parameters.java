package lanewise.samples.models;

import java.util.List;
import lanewise.engine.AnyArray;
import lanewise.engine.io.StateDict;
import lanewise.nn.Module;

/// What a model holds.
final class Parameters {
    private Parameters() {}

    /// How many numbers are trained.
    static long count(Module model) {
        return model.parameters().stream().mapToLong(p -> p.elements()).sum();
    }

    /// The keys of the state dict with the shapes, as in `fc.weight [10, 64]`.
    static List<String> shapes(Module model) {
        StateDict state = model.stateDict();
        return state.keys().stream()
                .map(key -> key + " " + ((AnyArray) state.get(key)).shape())
                .toList();
    }
}
