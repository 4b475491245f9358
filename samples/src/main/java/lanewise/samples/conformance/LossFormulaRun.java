package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.autograd.Tensor;
import lanewise.optim.Optimizer;

/// An optimizer that evaluates a loss itself, as LBFGS does. The loss is a [Formula] of the parameters `p0`, `p1`
/// and so on, by the end of their names, or of the data; a name that is none of these is the only parameter.
///
/// Where PyTorch's error in float32 is known relative to the parameters only, the losses may have the same relative
/// to the largest loss. How often the loss is evaluated depends on roundings, and so does the state: the number of
/// evaluations is noted, not judged.
final class LossFormulaRun {
    private final JsonNode run;
    private final CaseFile file;
    private final List<Tensor> parameters;
    private final Optimizer<?> optimizer;
    private final Formula loss;
    private int evaluations;

    LossFormulaRun(JsonNode run, CaseFile file, List<Tensor> parameters, Optimizer<?> optimizer) {
        this.run = run;
        this.file = file;
        this.parameters = parameters;
        this.optimizer = optimizer;
        loss = Formula.of(run.get("loss").asText());
    }

    void run(Comparison comparison) {
        Map<String, Object> names = names();
        int steps = run.path("steps").asInt();
        double[] losses = new double[steps];
        for (int t = 1; t <= steps; t++) {
            Tensor first = optimizer.step(() -> evaluate(names));
            losses[t - 1] = first.item();
            OptimizerCases.compareAfter(t, run, file, parameters, comparison);
        }
        double[] expected = OptionValues.numbers(run.path("losses64"));
        comparison.series("loss", losses, expected, largestScaledError() * largest(expected));
        comparison.note("closure calls " + evaluations + ", in float64 " + run.path("closure_calls64"));
    }

    private Tensor evaluate(Map<String, Object> names) {
        evaluations++;
        optimizer.zeroGrad();
        Tensor value = loss.tensor(names);
        value.backward();
        return value;
    }

    private Map<String, Object> names() {
        Map<String, Object> names = new HashMap<>();
        for (Map.Entry<String, JsonNode> datum : run.path("data").properties()) {
            JsonNode value = datum.getValue();
            names.put(datum.getKey(), value.isNumber() ? (Object) value.asDouble() : file.tensor(value));
        }
        for (int i = 0; i < parameters.size(); i++) {
            String name = run.path("params").get(i).asText();
            names.put("p" + i, parameters.get(i));
            names.put(name.substring(name.lastIndexOf('/') + 1), parameters.get(i));
        }
        for (String name : loss.names()) {
            if (!names.containsKey(name)) {
                if (parameters.size() > 1) {
                    throw new MissingException("the loss " + run.get("loss") + ": what is " + name + "?");
                }
                names.put(name, parameters.getFirst());
            }
        }
        return names;
    }

    private double largestScaledError() {
        double error = 0;
        for (JsonNode step : run.path("err32")) {
            error = Math.max(error, step.path("scl").asDouble());
        }
        return error;
    }

    private static double largest(double[] numbers) {
        double largest = 0;
        for (double number : numbers) {
            largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }
}
