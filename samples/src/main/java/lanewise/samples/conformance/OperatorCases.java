package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.samples.conformance.calls.CallTable;
import lanewise.samples.conformance.calls.CallValues;
import lanewise.samples.conformance.calls.MissingException;
import lanewise.samples.conformance.calls.NotExpressibleException;
import org.jspecify.annotations.Nullable;

/// Operations on tensors, forward and backward.
final class OperatorCases implements CaseGroup {
    private final CallTable table;

    OperatorCases(CallTable table) {
        this.table = table;
    }

    @Override
    public String folder() {
        return "ops";
    }

    @Override
    public CaseName name(JsonNode run, CaseFile file) {
        String category = file.path().getFileName().toString().replace(".json", "");
        String tier = "tier " + run.path("tier").asText("?");
        return new CaseName(folder(), List.of(tier, category), run.path("call").asText(), CaseFile.id(run));
    }

    @Override
    public void run(JsonNode run, CaseFile file, Comparison comparison) {
        CallValues values = new CallValues(file::array);
        for (JsonNode input : run.path("in")) {
            if (input.path("grad").asBoolean()) {
                ((Tensor) values.tensor(input.path("name").asText())).requiresGrad_(true);
            }
        }
        TensorComparison tensors = new TensorComparison(run, file, comparison);
        tensors.results(call(run, values));
        for (JsonNode gradient : run.path("grads")) {
            String of = gradient.path("of").asText();
            tensors.gradient(shortName(of), gradient, ((Tensor) values.tensor(of)).denseGrad());
        }
        for (JsonNode changed : run.path("mutated")) {
            String of = changed.path("of").asText();
            tensors.changed(
                    shortName(of) + " afterwards",
                    ((Tensor) values.tensor(of)).array(),
                    file.array(changed.path("name")));
        }
    }

    private @Nullable Object call(JsonNode run, CallValues values) {
        try {
            return table.call(run.path("call").asText(), values.list(run.path("args")), values.map(run.path("kwargs")));
        } catch (NotExpressibleException inexpressible) {
            throw new MissingException(inexpressible.getMessage());
        }
    }

    /// A tensor's name without its case's.
    private static String shortName(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
