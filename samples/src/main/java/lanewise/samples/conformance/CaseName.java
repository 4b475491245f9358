package lanewise.samples.conformance;

import java.util.List;

/// Which case it is.
///
/// @param group the folder that it is in
/// @param parts the part of the group that it belongs to, from the largest to the smallest; empty if there are none
/// @param call what of PyTorch it calls, or an empty text
/// @param id its name
public record CaseName(String group, List<String> parts, String call, String id) {
    /// In a group that has no parts.
    public CaseName(String group, String id) {
        this(group, List.of(), "", id);
    }
}
