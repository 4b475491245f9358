package lanewise.samples.conformance.calls;

/// A function of `torch.nn.functional` as an argument.
///
/// @param text its name there
public record FunctionName(String text) {}
