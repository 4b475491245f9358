package lanewise.nn;

import java.util.List;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// A record of tensors that a module takes or gives: how hooks reach what is inside.
///
/// @param <R> the record itself
public interface TensorGroup<R> {
    /// The tensors, in their order; null where one is not there.
    List<@Nullable Tensor> tensors();

    /// The same with other tensors, as many and in this order.
    R withTensors(List<@Nullable Tensor> tensors);
}
