package lanewise.nn;

import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// What is called in a backward pass when a layer's gradients are there; see [Layer#registerFullBackwardHook].
@FunctionalInterface
public interface BackwardHook {
    /// Looks at the gradients of input and output, or replaces the first.
    ///
    /// @param inputGradient null if the input requires none
    /// @return what goes on instead of `inputGradient`, of its shape, or null to leave it
    @Nullable
    Tensor after(Layer layer, @Nullable Tensor inputGradient, Tensor outputGradient);
}
