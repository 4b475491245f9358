package lanewise.autograd;

import org.jspecify.annotations.Nullable;

/// Sees the gradient of a tensor in every backward pass, and may replace it.
@FunctionalInterface
public interface GradientHook {
    /// What to go on with instead of `gradient`, of the same shape; null for `gradient` itself, with what was
    /// written into it: it is the hook's own, and no other tensor's gradient changes with it. Nothing is recorded
    /// meanwhile, unless the pass has `createGraph`.
    @Nullable
    Tensor apply(Tensor gradient);
}
