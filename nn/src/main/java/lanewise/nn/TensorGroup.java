package lanewise.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// A record of tensors that a module takes or gives: how hooks reach what is inside.
///
/// @param <R> the record itself
public interface TensorGroup<R> {
    /// The tensors, in their order; null where one is not there. [#list] makes such a list.
    List<@Nullable Tensor> tensors();

    /// The same with other tensors, as many and in this order.
    R withTensors(List<@Nullable Tensor> tensors);

    /// A list that nobody changes, of tensors that may be null.
    static List<@Nullable Tensor> list(@Nullable Tensor... tensors) {
        List<@Nullable Tensor> list = new ArrayList<>();
        Collections.addAll(list, tensors);
        return Collections.unmodifiableList(list);
    }
}
