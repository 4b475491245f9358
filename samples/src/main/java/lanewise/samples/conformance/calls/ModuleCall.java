package lanewise.samples.conformance.calls;

import java.util.List;
import java.util.Map;

/// A module that is built in place, as an argument.
///
/// @param module its name, such as `nn.Linear`
/// @param positional the arguments of its constructor
/// @param keywords those given by name
public record ModuleCall(String module, List<?> positional, Map<String, ?> keywords) {}
