package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;

/// The cases of one folder. A further kind of cases is a class that implements this, and a line in
/// [ConformanceRun#groups()].
public interface CaseGroup {
    /// The folder's name.
    String folder();

    /// Runs a case and tells `comparison` what came out.
    ///
    /// @param run the case's JSON
    /// @param file the file it is in, with the tensors beside it
    /// @throws MissingException if the library has nothing for it
    /// @throws Exception for any other reason: the case has failed
    void run(JsonNode run, CaseFile file, Comparison comparison) throws Exception;
}
