package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What became of one case.
///
/// @param name which case
/// @param outcome what became of it
/// @param ratios the error of each tensor that was compared, as a multiple of PyTorch's own in float32
/// @param message why it failed, what is missing, or what is to be noted; empty if nothing is
public record CaseResult(CaseName name, Outcome outcome, List<Double> ratios, String message) {
    /// The largest of [#ratios], NaN if there are none.
    public double ratio() {
        return ratios.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    /// How many of [#ratios] are within the multiple that a tensor may have.
    long within() {
        return ratios.stream().filter(ratio -> ratio <= Comparison.ALLOWED).count();
    }

    /// The line of JSON; a ratio that is infinite is a text there, and one that is not there is left out.
    public String toJson() {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("group", name.group());
        if (!name.parts().isEmpty()) {
            line.put("part", String.join("/", name.parts()));
        }
        line.put("id", name.id());
        if (!name.call().isEmpty()) {
            line.put("call", name.call());
        }
        line.put("outcome", outcome.text());
        if (!ratios.isEmpty()) {
            if (Double.isInfinite(ratio())) {
                line.put("ratio", "inf");
            } else {
                line.put("ratio", ratio());
            }
            line.put("tensors", ratios.size());
            line.put("within", within());
        }
        if (!message.isEmpty()) {
            line.put("message", message);
        }
        return line.toString();
    }
}
