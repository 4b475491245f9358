package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.LongArray;
import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;
import lanewise.samples.conformance.calls.MissingException;

/// An optimizer that evaluates a loss itself, as LBFGS does. The loss is a [Formula] of the parameters `p0`, `p1`
/// and so on, by the end of their names, or of the data; a name that is none of these is the only parameter. Of
/// several readings of a formula, the one is meant that gives the case's first loss, on which no optimizer has had
/// an influence.
///
/// PyTorch's error in float32 is known relative to the parameters only; the losses may have the same relative to
/// the largest loss, or some roundings of it or of the parameters. How often the loss is evaluated depends on
/// roundings: the number of evaluations is noted, not judged. For the state see [CurvatureState].
final class LossFormulaRun {
    /// More than the roundings of a loss in float32, and less than another formula would make.
    private static final double SAME = 1e-3;

    private final JsonNode run;
    private final CaseFile file;
    private final List<Tensor> parameters;
    private final Optimizer<?> optimizer;
    private final double[] expected;
    private final CurvatureState curvature;
    private int evaluations;

    LossFormulaRun(JsonNode run, CaseFile file, List<Tensor> parameters, Optimizer<?> optimizer) {
        this.run = run;
        this.file = file;
        this.parameters = parameters;
        this.optimizer = optimizer;
        expected = OptionValues.numbers(run.path("losses64"));
        curvature = new CurvatureState(run, file);
    }

    void run(Comparison comparison) {
        Formula loss = meant(Formula.readings(run.get("loss").asText()));
        Map<String, Object> names = names(loss);
        double[] losses = new double[run.path("steps").asInt(expected.length)];
        for (int t = 1; t <= losses.length; t++) {
            Tensor first = optimizer.step(() -> evaluate(loss, names));
            losses[t - 1] = first.item();
            OptimizerCases.compareAfter(t, run, file, parameters, comparison);
            StateDict states = optimizer.stateDict().dict("state");
            curvature.compare(t, states.has("0") ? states.dict("0") : new StateDict(), comparison);
        }
        comparison.check(expected.length > 0, "the case has no losses64");
        double e32 = Math.max(scaledError() * largest(expected), curvature.lossError());
        comparison.series("loss", losses, expected, e32);
        comparison.note("closure calls " + evaluations + ", in float64 " + run.path("closure_calls64"));
    }

    /// The reading that gives the first loss; if none does, the first that gives a loss at all.
    private Formula meant(List<Formula> readings) {
        Formula first = null;
        RuntimeException problem = new MissingException("a reader for the loss " + run.get("loss"));
        for (Formula reading : readings) {
            try (GradMode _ = GradMode.noGrad()) {
                double loss = reading.tensor(names(reading)).item();
                if (expected.length == 0 || Math.abs(loss - expected[0]) <= SAME * Math.abs(expected[0])) {
                    return reading;
                }
                first = first == null ? reading : first;
            } catch (RuntimeException e) {
                problem = e;
            }
        }
        if (first == null) {
            throw problem;
        }
        return first;
    }

    private Tensor evaluate(Formula loss, Map<String, Object> names) {
        evaluations++;
        optimizer.zeroGrad();
        Tensor value = loss.tensor(names);
        value.backward();
        curvature.evaluated(parameters);
        return value;
    }

    private Map<String, Object> names(Formula loss) {
        Map<String, Object> names = new HashMap<>();
        for (Map.Entry<String, JsonNode> datum : run.path("data").properties()) {
            names.put(datum.getKey(), datum(datum.getValue()));
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

    private Object datum(JsonNode value) {
        if (value.isNumber() || value.has("$f")) {
            return OptionValues.number(value);
        }
        return file.array(value) instanceof LongArray whole ? LongTensor.of(whole) : file.tensor(value);
    }

    /// The largest of PyTorch's, or that of the few operations that a loss takes.
    private double scaledError() {
        double error = Comparison.SEVERAL_ROUNDINGS;
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
