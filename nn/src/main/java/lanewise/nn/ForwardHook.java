package lanewise.nn;

import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// What is called after a layer's forward computation; see [Layer#registerForwardHook].
@FunctionalInterface
public interface ForwardHook {
    /// Looks at the output, or replaces it.
    ///
    /// @return what the layer gives instead of `output`, or null to leave it
    @Nullable
    Tensor after(Layer layer, Tensor input, Tensor output);
}
