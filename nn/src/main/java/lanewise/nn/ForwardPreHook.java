package lanewise.nn;

import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// What is called before a layer's forward computation; see [Layer#registerForwardPreHook].
@FunctionalInterface
public interface ForwardPreHook {
    /// Looks at the input, or replaces it.
    ///
    /// @return what the layer takes instead of `input`, or null to leave it
    @Nullable
    Tensor before(Layer layer, Tensor input);
}
