package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;
import lanewise.optim.ParamGroup;
import org.jspecify.annotations.Nullable;

/// Optimizers that follow given gradients; or, if the case has a loss as a formula, its gradients: see
/// [LossFormulaRun].
final class OptimizerCases implements CaseGroup {
    /// Numbers of a state are float32 in PyTorch.
    private static final double SCALAR = 1e-6;

    @Override
    public String folder() {
        return "optim";
    }

    @Override
    public void run(JsonNode run, CaseFile file, Comparison comparison) {
        OptimizerKind<?> kind = OptimizerKind.named(run.path("optimizer").asText());
        List<Tensor> parameters = new ArrayList<>();
        for (JsonNode name : run.path("params")) {
            parameters.add(file.tensor(name).requiresGrad_(true));
        }
        Optimizer<?> optimizer = kind.build(run, parameters);
        if (run.has("loss")) {
            new LossFormulaRun(run, file, parameters, optimizer).run(comparison);
        } else {
            new GivenGradientsRun(run, file, parameters, optimizer).run(comparison);
        }
    }

    /// Compares the parameters with those of the case after a step, if it has any.
    static void compareAfter(int t, JsonNode run, CaseFile file, List<Tensor> parameters, Comparison comparison) {
        String step = Integer.toString(t);
        JsonNode after = run.path("after").path(step);
        double error = run.path("err32").path(step).path("abs").asDouble();
        for (int i = 0; i < after.size(); i++) {
            NDArray expected = file.floats(after.get(i));
            JsonNode single = run.path("after32").path(step).path(i);
            double e32 = single.isMissingNode() ? error : distance(file.floats(single), expected);
            comparison.tensor("p" + i + " after step " + t, parameters.get(i).array(), expected, e32);
        }
    }

    private static double distance(NDArray a, NDArray b) {
        float[] x = a.toArray();
        float[] y = b.toArray();
        double distance = 0;
        for (int i = 0; i < x.length; i++) {
            distance = Math.max(distance, Math.abs((double) x[i] - y[i]));
        }
        return Double.isFinite(distance) ? distance : 0;
    }

    private static double size(NDArray array) {
        return distance(array, NDArray.zeros(array.shape()));
    }

    private record GivenGradientsRun(
            JsonNode run, CaseFile file, List<Tensor> parameters, Optimizer<?> optimizer, Map<String, Double> largest) {
        GivenGradientsRun(JsonNode run, CaseFile file, List<Tensor> parameters, Optimizer<?> optimizer) {
            this(run, file, parameters, optimizer, new HashMap<>());
        }

        void run(Comparison comparison) {
            for (int t = 1; t <= run.path("steps").asInt(); t++) {
                String step = Integer.toString(t);
                changeLearningRates(change(t));
                for (int i = 0; i < parameters.size(); i++) {
                    parameters.get(i).setGrad(gradient(i, t));
                }
                optimizer.step();
                compareAfter(t, run, file, parameters, comparison);
                JsonNode expected = run.path("state").path(step);
                for (int i = 0; i < parameters.size(); i++) {
                    StateDict state = state(parameters.get(i));
                    remember(i, state);
                    JsonNode own = expected.isArray() ? expected.path(i) : expected.path(Integer.toString(i));
                    if (!own.isMissingNode()) {
                        compareState(i, t, state, own, comparison);
                    }
                }
            }
        }

        /// What is said of step `t`, in an object or in pairs.
        private JsonNode change(int t) {
            JsonNode changes = run.path("lr_changes");
            for (JsonNode pair : changes) {
                if (changes.isArray() && pair.path(0).asInt() == t) {
                    return pair.path(1);
                }
            }
            return changes.path(Integer.toString(t));
        }

        private void changeLearningRates(JsonNode change) {
            if (change.isMissingNode()) {
                return;
            }
            double[] rates = OptionValues.numbers(change);
            for (int g = 0; g < optimizer.paramGroups().size(); g++) {
                optimizer.paramGroups().get(g).setLearningRate(rates[Math.min(g, rates.length - 1)]);
            }
        }

        private @Nullable Tensor gradient(int parameter, int t) {
            for (String key : names(parameter)) {
                for (JsonNode without : run.path("null_grads").path(key)) {
                    if (without.asInt() == t) {
                        return null;
                    }
                }
            }
            for (String key : names(parameter)) {
                String name = run.path("grads")
                        .asText()
                        .replace("{step}", Integer.toString(t))
                        .replace("{param}", key);
                if (file.tensors().get(name) instanceof NDArray gradient) {
                    return Tensor.of(gradient);
                }
            }
            throw new IllegalArgumentException("there is no gradient of p" + parameter + " for step " + t + " under "
                    + run.path("grads") + "; a step without one is to be among the null_grads");
        }

        /// What a parameter may be called: its number, the whole name, or the end of it.
        private List<String> names(int parameter) {
            String name = run.path("params").get(parameter).asText();
            return List.of(Integer.toString(parameter), name, name.substring(name.lastIndexOf('/') + 1));
        }

        /// The state of a parameter, which is numbered through all groups; an empty one if there is none.
        private StateDict state(Tensor parameter) {
            int number = 0;
            for (ParamGroup<?> group : optimizer.paramGroups()) {
                for (Tensor other : group.parameters()) {
                    if (other == parameter) {
                        StateDict states = optimizer.stateDict().dict("state");
                        String key = Integer.toString(number);
                        return states.has(key) ? states.dict(key) : new StateDict();
                    }
                    number++;
                }
            }
            throw new IllegalStateException("a parameter is in no group");
        }

        /// Keeps the size of the largest value that each array of the state has had.
        private void remember(int parameter, StateDict state) {
            for (String slot : state.keys()) {
                if (state.get(slot) instanceof NDArray array) {
                    largest.merge(parameter + slot, size(array), Math::max);
                }
            }
        }

        /// Arrays of a state are sums over the steps, which may cancel; so their error is measured by the largest
        /// value that they have had.
        private void compareState(int parameter, int t, StateDict state, JsonNode expected, Comparison comparison) {
            for (String name : state.keys()) {
                comparison.check(
                        expected.has(name) || state.isNull(name),
                        name + " of p" + parameter + " after step " + t + " is in the state, and should not be");
            }
            for (Map.Entry<String, JsonNode> slot : expected.properties()) {
                String name = slot.getKey();
                JsonNode value = slot.getValue();
                String what = name + " of p" + parameter + " after step " + t;
                if (value.isNull()) {
                    comparison.check(!state.has(name) || state.isNull(name), what + " is there, and should be null");
                } else if (!state.has(name)) {
                    comparison.problem(what + " is not in the state");
                } else if (value.has("$t") && state.get(name) instanceof NDArray array) {
                    double scale = Math.max(largest.getOrDefault(parameter + name, 0.0), size(file.floats(value)));
                    double e32 = value.path("e32").asDouble(Comparison.SEVERAL_ROUNDINGS * scale);
                    comparison.tensor(what, array, file.floats(value), e32, scale);
                } else {
                    double number = value.has("$t") ? file.floats(value).item() : OptionValues.number(value);
                    double actual = state.get(name) instanceof NDArray array ? array.item() : state.number(name);
                    comparison.number(what, actual, number, SCALAR * Math.abs(number));
                }
            }
        }
    }
}
