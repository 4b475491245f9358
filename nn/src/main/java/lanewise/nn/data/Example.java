package lanewise.nn.data;

/// One example: an input, and the target that belongs to it.
///
/// @param <I> the input's type
/// @param <T> the target's type
public record Example<I, T>(I input, T target) {}
