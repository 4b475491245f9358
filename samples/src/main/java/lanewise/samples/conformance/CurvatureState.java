package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.io.StateDict;
import org.jspecify.annotations.Nullable;

/// The state of LBFGS after a step: the counts, the last direction, and the pairs that it remembers.
///
/// It is made of differences `y` of gradients `g`, in which the digits that they share are lost. With `e`, the
/// largest error in PyTorch's parameters `x` so far relative to them, and with their moves `s`, each value may have
/// an error of
///
///     4·(e·max|x|·max(|y|/|s|) + 2⁻²²·max|g|) / min|y|
///
/// relative to the largest of its array; where that is above 1, only that it is there and its shape are judged. So
/// it is where the counts of evaluations differ, which depend on roundings: the search has gone another way then,
/// and has other pairs.
final class CurvatureState {
    /// The working memory of the two loops, which holds nothing from step to step.
    private static final Set<String> IGNORED = Set.of("al");

    private static final Set<String> COUNTS = Set.of("func_evals", "n_iter");

    private final JsonNode run;
    private final CaseFile file;
    private double error = Comparison.ROUNDING;
    private double largestGradient;
    private double largestParameter;

    CurvatureState(JsonNode run, CaseFile file) {
        this.run = run;
        this.file = file;
    }

    /// To be called with the parameters when they have new gradients.
    void evaluated(List<Tensor> parameters) {
        for (Tensor parameter : parameters) {
            largestParameter = Math.max(largestParameter, largest(values(parameter.array())));
            if (parameter.grad() != null) {
                largestGradient = Math.max(
                        largestGradient, largest(values(parameter.grad().array())));
            }
        }
    }

    /// Compares the state after step `t` with that of the case, if it has one.
    void compare(int t, StateDict state, Comparison comparison) {
        error = Math.max(
                error, run.path("err32").path(Integer.toString(t)).path("scl").asDouble());
        JsonNode states = run.path("state").path(Integer.toString(t));
        JsonNode expected = states.isArray() || states.has("0") ? first(states) : states;
        boolean sameWay = sameCounts(t, state, expected, comparison);
        double allowed = sameWay ? relativeError(state) : Double.POSITIVE_INFINITY;
        for (Map.Entry<String, JsonNode> slot : expected.properties()) {
            String name = slot.getKey();
            JsonNode value = slot.getValue();
            String what = name + " after step " + t;
            if (IGNORED.contains(name) || COUNTS.contains(name)) {
                continue;
            }
            if (value.isNull()) {
                comparison.check(!state.has(name) || state.isNull(name), what + " is there, and should be null");
            } else if (!state.has(name)) {
                comparison.problem(what + " is not in the state");
            } else {
                compare(what, state.get(name), value, allowed, sameWay, comparison);
            }
        }
    }

    private static JsonNode first(JsonNode states) {
        return states.isArray() ? states.path(0) : states.path("0");
    }

    private static boolean sameCounts(int t, StateDict state, JsonNode expected, Comparison comparison) {
        boolean same = true;
        for (String name : COUNTS) {
            if (expected.has(name)) {
                if (!state.has(name)) {
                    comparison.problem(name + " after step " + t + " is not in the state");
                } else if (state.number(name) != OptionValues.number(expected.get(name))) {
                    comparison.note(name + " after step " + t + " is " + (long) state.number(name) + ", in float64 "
                            + expected.get(name));
                    same = false;
                }
            }
        }
        return same;
    }

    private void compare(
            String what,
            @Nullable Object actual,
            JsonNode expected,
            double allowed,
            boolean sameWay,
            Comparison comparison) {
        if (expected.isArray() && actual instanceof List<?> list) {
            comparison.check(
                    !sameWay || list.size() == expected.size(),
                    what + " has " + list.size() + " elements, not " + expected.size());
            for (int i = 0; i < Math.min(list.size(), expected.size()); i++) {
                compare(what + ", " + i, list.get(i), expected.get(i), allowed, sameWay, comparison);
            }
            return;
        }
        double[] values = values(actual);
        double[] truth = expected.has("$t") || expected.isTextual()
                ? values(file.floats(expected))
                : OptionValues.numbers(expected);
        if (values.length != truth.length) {
            comparison.problem(what + " has " + values.length + " elements, not " + truth.length);
            return;
        }
        comparison.close(what, values, truth, allowed < 1 ? allowed * largest(truth) : Double.POSITIVE_INFINITY);
    }

    /// How far off a loss is where its parameters are off by a rounding.
    double lossError() {
        return Comparison.ROUNDING * largestParameter * largestGradient;
    }

    private double relativeError(StateDict state) {
        List<?> changes = state.has("old_dirs") ? state.list("old_dirs") : List.of();
        List<?> moves = state.has("old_stps") ? state.list("old_stps") : List.of();
        // The gradient itself may have become small by now.
        double smallest = largest(state, "prev_flat_grad");
        double curvature = 0;
        for (int i = 0; i < Math.min(changes.size(), moves.size()); i++) {
            double change = largest(values(changes.get(i)));
            curvature = Math.max(curvature, change / largest(values(moves.get(i))));
            smallest = Math.min(smallest, change);
        }
        double gradientError = error * largestParameter * curvature + Comparison.SEVERAL_ROUNDINGS * largestGradient;
        return 4 * gradientError / smallest;
    }

    private static double largest(StateDict state, String name) {
        return state.has(name) && !state.isNull(name) ? largest(values(state.get(name))) : 0;
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double[] values(@Nullable Object value) {
        return switch (value) {
            case NDArray array -> {
                float[] floats = array.toArray();
                double[] doubles = new double[floats.length];
                for (int i = 0; i < floats.length; i++) {
                    doubles[i] = floats[i];
                }
                yield doubles;
            }
            case Number number -> new double[] {number.doubleValue()};
            case List<?> list -> {
                List<Double> doubles = new ArrayList<>();
                list.forEach(one -> doubles.add(values(one)[0]));
                yield doubles.stream().mapToDouble(Double::doubleValue).toArray();
            }
            case null, default -> throw new IllegalArgumentException(value + " is no number");
        };
    }
}
