package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import lanewise.samples.conformance.calls.CallTable;
import lanewise.samples.conformance.calls.CallValues;
import lanewise.samples.conformance.calls.MissingException;
import lanewise.samples.conformance.calls.NotExpressibleException;

/// Calls that must be refused: by an exception that the library itself throws, with a message, and not by what
/// happens to go wrong further inside.
final class ErrorCases implements CaseGroup {
    private static final String LIBRARY = "lanewise.";
    private static final String SAMPLES = "lanewise.samples.";

    private final CallTable table;

    ErrorCases(CallTable table) {
        this.table = table;
    }

    @Override
    public String folder() {
        return "errors";
    }

    @Override
    public CaseName name(JsonNode run, CaseFile file) {
        return new CaseName(folder(), List.of(), run.path("call").asText(), CaseFile.id(run));
    }

    @Override
    public void run(JsonNode run, CaseFile file, Comparison comparison) {
        CallValues values = new CallValues(file::array);
        List<?> positional = values.list(run.path("args"));
        var keywords = values.map(run.path("kwargs"));
        try {
            table.call(run.path("call").asText(), positional, keywords);
        } catch (MissingException | NotExpressibleException lack) {
            throw lack;
        } catch (RuntimeException refusal) {
            comparison.check(
                    isMeant(refusal),
                    "it is refused by chance, with " + refusal + ", where PyTorch says: "
                            + run.path("message").asText());
            comparison.note(String.valueOf(refusal.getMessage()));
            return;
        }
        comparison.problem(
                "it is not refused, and PyTorch says: " + run.path("message").asText());
    }

    /// Whether the exception tells the caller what is wrong, and the library's own code threw it.
    private static boolean isMeant(RuntimeException refusal) {
        boolean isOfAKind = refusal instanceof IllegalArgumentException
                || refusal instanceof IllegalStateException
                || refusal instanceof UnsupportedOperationException
                || refusal.getClass() == IndexOutOfBoundsException.class;
        String message = refusal.getMessage();
        StackTraceElement[] trace = refusal.getStackTrace();
        String thrower = trace.length == 0 ? "" : trace[0].getClassName();
        return isOfAKind
                && message != null
                && !message.isBlank()
                && thrower.startsWith(LIBRARY)
                && !thrower.startsWith(SAMPLES);
    }
}
