package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.AnyArray;
import lanewise.engine.io.StateDict;
import lanewise.nn.Module;
import lanewise.samples.conformance.calls.BuiltModule;
import lanewise.samples.conformance.calls.CallValues;
import lanewise.samples.conformance.calls.MissingException;
import lanewise.samples.conformance.calls.ModuleTable;
import lanewise.samples.conformance.calls.NotExpressibleException;
import org.jspecify.annotations.Nullable;

/// Modules: what they are made of, their state, what they compute, and the gradients of what goes in and of the
/// parameters.
final class ModuleCases implements CaseGroup {
    private static final String INPUT = "input:";
    private static final String PARAMETER = "param:";

    private final ModuleTable table;

    ModuleCases(ModuleTable table) {
        this.table = table;
    }

    @Override
    public String folder() {
        return "modules";
    }

    @Override
    public CaseName name(JsonNode run, CaseFile file) {
        return new CaseName(folder(), List.of(), run.path("module").asText(), CaseFile.id(run));
    }

    @Override
    public void run(JsonNode run, CaseFile file, Comparison comparison) {
        CallValues values = new CallValues(file::array);
        for (JsonNode input : run.path("in")) {
            if (input.path("grad").asBoolean()) {
                ((Tensor) values.tensor(input.path("name").asText())).requiresGrad_(true);
            }
        }
        BuiltModule built = build(run, values);
        Module module = built.module();
        if (!loadState(run, file, module, comparison)) {
            return;
        }
        module.train(run.path("training").asBoolean());
        TensorComparison tensors = new TensorComparison(run, file, comparison);
        tensors.results(call(run, built, values));
        compareGradients(run, module, values, tensors);
        for (JsonNode after : run.path("state_after")) {
            String key = after.path("key").asText();
            tensors.changed(
                    key + " afterwards", (AnyArray) module.stateDict().get(key), file.array(after.path("name")));
        }
    }

    private BuiltModule build(JsonNode run, CallValues values) {
        try {
            return table.build(
                    run.path("module").asText(),
                    values.list(run.path("ctor_args")),
                    values.map(run.path("ctor_kwargs")));
        } catch (NotExpressibleException inexpressible) {
            throw new MissingException(inexpressible.getMessage());
        }
    }

    private static @Nullable Object call(JsonNode run, BuiltModule module, CallValues values) {
        try {
            return module.call(values.list(run.path("args")), values.map(run.path("kwargs")));
        } catch (NotExpressibleException inexpressible) {
            throw new MissingException(run.path("module").asText() + ": " + inexpressible.getMessage());
        }
    }

    /// Loads the state if its keys are what they should be, in their order.
    private static boolean loadState(JsonNode run, CaseFile file, Module module, Comparison comparison) {
        StateDict state = new StateDict();
        List<String> keys = new ArrayList<>();
        for (JsonNode entry : run.path("state")) {
            String key = entry.path("key").asText();
            keys.add(key);
            state.put(key, file.array(entry.path("name")));
        }
        List<String> actual = List.copyOf(module.stateDict().keys());
        comparison.check(actual.equals(keys), "the state's keys are " + actual + ", not " + keys);
        if (actual.equals(keys)) {
            module.loadStateDict(state);
        }
        return actual.equals(keys);
    }

    private static void compareGradients(JsonNode run, Module module, CallValues values, TensorComparison tensors) {
        for (JsonNode gradient : run.path("grads")) {
            String of = gradient.path("of").asText();
            if (of.startsWith(INPUT)) {
                tensors.gradient(
                        of.substring(of.lastIndexOf('/') + 1),
                        gradient,
                        ((Tensor) values.tensor(of.substring(INPUT.length()))).denseGrad());
            } else {
                String name = of.substring(PARAMETER.length());
                Parameter parameter = module.namedParameters().get(name);
                tensors.gradient(name, gradient, parameter == null ? null : parameter.denseGrad());
            }
        }
    }
}
