package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What became of one case.
///
/// @param name which case
/// @param outcome what became of it
/// @param ratio the largest error as a multiple of PyTorch's own, NaN if the case has none to compare with
/// @param message why it failed, what is missing, or what is to be noted; empty if nothing is
public record CaseResult(CaseName name, Outcome outcome, double ratio, String message) {
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
        if (Double.isInfinite(ratio)) {
            line.put("ratio", "inf");
        } else if (!Double.isNaN(ratio)) {
            line.put("ratio", ratio);
        }
        if (!message.isEmpty()) {
            line.put("message", message);
        }
        return line.toString();
    }
}
