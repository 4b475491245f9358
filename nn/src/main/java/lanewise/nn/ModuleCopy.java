package lanewise.nn;

import java.util.Map;
import java.util.function.Supplier;
import lanewise.autograd.Parameter;
import lanewise.engine.Generator;

/// Deep copies of models: PyTorch's `copy.deepcopy`.
public final class ModuleCopy {
    private ModuleCopy() {}

    /// A model with the same values in its own memory, the same parts in training, and the same parameters frozen.
    /// Gradients and hooks are not copied.
    ///
    /// @param factory makes another model that is built like `model`; what it draws from the global random numbers
    ///     is given back
    /// @throws lanewise.engine.io.StateDictException if the two are not built alike
    public static <M extends Module> M of(M model, Supplier<? extends M> factory) {
        Generator.State before = Generator.global().state();
        M copy;
        try {
            copy = factory.get();
        } finally {
            Generator.global().setState(before);
        }
        copy.loadStateDict(model.stateDict());
        Map<String, Module> originals = model.namedModules();
        copy.namedModules().forEach((name, part) -> {
            Module original = originals.get(name);
            part.train(original == null ? part.isTraining() : original.isTraining());
        });
        Map<String, Parameter> parameters = model.namedParameters();
        copy.namedParameters().forEach((name, parameter) -> {
            Parameter original = parameters.get(name);
            parameter.requiresGrad_(original == null || original.requiresGrad());
        });
        return copy;
    }
}
