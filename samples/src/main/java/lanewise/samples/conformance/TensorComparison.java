package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.samples.conformance.calls.CallResults;
import org.jspecify.annotations.Nullable;

/// Holds the results of a call, and the gradients that go back through it, against a case.
final class TensorComparison {
    /// The error that is allowed at least where a true value is about 0, as a multiple of what goes into it: there
    /// the comparison allows 4 roundings of that.
    private static final double CANCELLED = 1e-6 / (4 * Comparison.ROUNDING);

    /// The error to measure by, in roundings, where that of PyTorch is not known.
    private static final int SEVERAL = 4;

    private final JsonNode run;
    private final CaseFile file;
    private final Comparison comparison;
    private final double scale;
    private final List<JsonNode> specifications = new ArrayList<>();

    TensorComparison(JsonNode run, CaseFile file, Comparison comparison) {
        this.run = run;
        this.file = file;
        this.comparison = comparison;
        this.scale = has(run, "cancellation") ? CANCELLED * largestInput() : 0;
        run.path("outs").forEach(specifications::add);
    }

    /// Compares the results, and goes back from those that have a cotangent.
    void results(@Nullable Object result) {
        List<@Nullable Object> actual = CallResults.flat(result);
        List<JsonNode> expected = new ArrayList<>();
        collect(run.path("out"), expected);
        if (actual.size() != expected.size()) {
            comparison.problem("there are " + actual.size() + " results, not " + expected.size());
            return;
        }
        for (int i = 0; i < actual.size(); i++) {
            result(expected.size() == 1 ? "the result" : "result " + i, actual.get(i), expected.get(i));
        }
        backward(actual, expected);
    }

    /// Compares a gradient.
    ///
    /// @param expected the entry of `grads`
    /// @param gradient what arrived; null if nothing did
    void gradient(String what, JsonNode expected, @Nullable Tensor gradient) {
        JsonNode name = expected.path("name");
        if (name.isTextual()) {
            if (gradient == null) {
                comparison.problem(what + " has no gradient");
                return;
            }
            floats(what + "'s gradient", gradient.array(), file.floats(name), expected, "grad");
        } else if (gradient != null) {
            boolean isZero = true;
            for (float value : gradient.toArray()) {
                isZero &= value == 0;
            }
            comparison.check(isZero, what + " has a gradient, and is not reached");
        }
    }

    /// Compares values that the call has changed.
    void changed(String what, AnyArray actual, AnyArray expected) {
        if (actual instanceof NDArray floats && expected instanceof NDArray references) {
            comparison.tensor(what, floats, references, Comparison.roundings(SEVERAL, references), scale);
        } else {
            comparison.exact(what, actual, expected);
        }
    }

    private void result(String what, @Nullable Object actual, JsonNode expected) {
        if (expected.isBoolean()) {
            boolean value = actual instanceof Boolean truth
                    ? truth
                    : actual instanceof BoolTensor tensor && tensor.elements() == 1 && tensor.all();
            comparison.check(value == expected.asBoolean(), what + " is " + actual + ", not " + expected);
        } else if (expected.isNull() || actual == null) {
            comparison.check(expected.isNull() && actual == null, what + " is " + actual + ", not " + expected);
        } else if (actual instanceof Tensor tensor && file.array(expected) instanceof NDArray reference) {
            floats(what, tensor.array(), reference, specification(expected), "out");
        } else {
            comparison.exact(what, array(actual), file.array(expected));
        }
    }

    private void floats(String what, NDArray actual, NDArray expected, JsonNode specification, String kind) {
        boolean mayOverflow = run.path("err32").path(kind).path("mis").asInt() > 0;
        comparison.tensor(what, actual, expected, specification.path("e32").asDouble(), scale, mayOverflow);
    }

    /// The gradients of the sum of all results times their cotangents.
    private void backward(List<@Nullable Object> actual, List<JsonNode> expected) {
        List<Tensor> results = new ArrayList<>();
        List<Tensor> cotangents = new ArrayList<>();
        for (int i = 0; i < actual.size(); i++) {
            JsonNode cotangent = specification(expected.get(i)).path("ct");
            if (cotangent.isTextual() && actual.get(i) instanceof Tensor result && result.requiresGrad()) {
                Tensor values = file.tensor(cotangent);
                if (!values.shape().equals(result.shape())) {
                    return;
                }
                results.add(result);
                cotangents.add(values);
            }
        }
        if (results.size() == 1) {
            results.getFirst().backward(cotangents.getFirst());
        } else if (results.size() > 1) {
            Tensor sum = results.getFirst().mul(cotangents.getFirst()).sum();
            for (int i = 1; i < results.size(); i++) {
                sum = sum.add(results.get(i).mul(cotangents.get(i)).sum());
            }
            sum.backward();
        }
    }

    private JsonNode specification(JsonNode output) {
        String name = output.path("$t").asText();
        for (JsonNode specification : specifications) {
            if (specification.path("name").asText().equals(name)) {
                return specification;
            }
        }
        return MissingNode.getInstance();
    }

    private double largestInput() {
        double largest = 0;
        for (JsonNode input : run.path("in")) {
            if (file.array(input.path("name")) instanceof NDArray floats) {
                for (float value : floats.toArray()) {
                    largest = Float.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
                }
            }
        }
        return largest;
    }

    private static void collect(JsonNode out, List<JsonNode> leaves) {
        if (out.isArray()) {
            out.forEach(element -> collect(element, leaves));
        } else {
            leaves.add(out);
        }
    }

    private static boolean has(JsonNode run, String flag) {
        for (JsonNode one : run.path("flags")) {
            if (one.asText().equals(flag)) {
                return true;
            }
        }
        return false;
    }

    private static AnyArray array(Object tensor) {
        return switch (tensor) {
            case Tensor floats -> floats.array();
            case LongTensor longs -> longs.array();
            case BoolTensor bools -> bools.array();
            case Boolean truth -> BoolArray.full(Shape.SCALAR, truth);
            default -> throw new IllegalArgumentException("a result " + tensor + ", and not a tensor");
        };
    }
}
