package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;

/// The cases of one folder. A further kind of cases is a class that implements this, and a line in
/// [ConformanceRun#groups()].
public interface CaseGroup {
    /// The folder's name.
    String folder();

    /// Which case `run` is.
    default CaseName name(JsonNode run, CaseFile file) {
        return new CaseName(folder(), CaseFile.id(run));
    }

    /// Runs a case and tells `comparison` what came out.
    ///
    /// @param run the case's JSON
    /// @param file the file it is in, with the tensors beside it
    /// @throws lanewise.samples.conformance.calls.MissingException if the library has nothing for it
    /// @throws lanewise.samples.conformance.calls.NotExpressibleException if Java's types do not let it be written
    /// @throws Exception for any other reason: the case has failed
    void run(JsonNode run, CaseFile file, Comparison comparison) throws Exception;
}
