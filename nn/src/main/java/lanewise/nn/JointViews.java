package lanewise.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// Some values whose tensors are views of one tensor: there the gradients of these views arrive, and no others, and
/// all of them together. A tensor that stands at several places has a view at each, so that each place has its own
/// share of the gradient.
///
/// A single tensor is viewed as it is; several are copied into one vector, of which each is a part.
final class JointViews {
    private final List<@Nullable Object> values;

    /// At each place the tensor, if it requires a gradient.
    private final List<@Nullable Tensor> wanting = new ArrayList<>();

    /// How many tensors require a gradient.
    private final int count;

    private final @Nullable Tensor joint;

    JointViews(List<@Nullable Object> values) {
        List<Tensor> found = new ArrayList<>();
        for (Object value : values) {
            for (Tensor tensor : tensors(value)) {
                boolean wants = tensor != null && tensor.requiresGrad() && GradMode.isEnabled();
                wanting.add(wants ? tensor : null);
                if (tensor != null && wants) {
                    found.add(tensor);
                }
            }
        }
        this.count = found.size();
        this.joint = joint(found);
        this.values = joint == null ? values : replaced(values, parts(joint));
    }

    private static @Nullable Tensor joint(List<Tensor> tensors) {
        if (tensors.isEmpty()) {
            return null;
        }
        Tensor first = tensors.getFirst();
        return tensors.size() == 1
                ? first.expandAs(first)
                : Tensor.cat(tensors.stream().map(tensor -> tensor.reshape(-1)).toList(), 0);
    }

    /// The tensors in a value: itself, those of a group, or none.
    static List<@Nullable Tensor> tensors(@Nullable Object value) {
        List<@Nullable Tensor> tensors = new ArrayList<>();
        if (value instanceof Tensor tensor) {
            tensors.add(tensor);
        } else if (value instanceof TensorGroup<?> group) {
            tensors.addAll(group.tensors());
        }
        return tensors;
    }

    /// The values with views in place of the tensors that require gradients.
    private static List<@Nullable Object> replaced(List<@Nullable Object> values, List<@Nullable Tensor> views) {
        List<@Nullable Object> result = new ArrayList<>();
        int place = 0;
        for (Object value : values) {
            List<@Nullable Tensor> inside = tensors(value);
            for (int i = 0; i < inside.size(); i++, place++) {
                Tensor view = views.get(place);
                inside.set(i, view == null ? inside.get(i) : view);
            }
            result.add(
                    switch (value) {
                        case Tensor _ -> inside.getFirst();
                        case TensorGroup<?> group -> group.withTensors(inside);
                        case null, default -> value;
                    });
        }
        return Collections.unmodifiableList(result);
    }

    /// The values that the module goes on with.
    List<@Nullable Object> values() {
        return values;
    }

    /// What is viewed; null if nothing requires a gradient.
    @Nullable
    Tensor joint() {
        return joint;
    }

    /// At each place the part of the joint tensor, or of its gradient; null where no gradient is required, and
    /// everywhere of null.
    List<@Nullable Tensor> parts(@Nullable Tensor whole) {
        List<@Nullable Tensor> parts = new ArrayList<>();
        int start = 0;
        for (Tensor tensor : wanting) {
            if (whole == null || tensor == null) {
                parts.add(null);
            } else if (count == 1) {
                parts.add(whole);
            } else {
                Tensor part = whole.narrow(0, start, tensor.elements());
                parts.add(part.reshape(tensor.shape().toArray()));
                start += tensor.elements();
            }
        }
        return Collections.unmodifiableList(parts);
    }

    /// The gradient of the joint tensor, of those of its parts.
    Tensor whole(List<@Nullable Tensor> parts) {
        List<Tensor> found = new ArrayList<>();
        for (int i = 0; i < wanting.size(); i++) {
            if (wanting.get(i) != null) {
                found.add(Objects.requireNonNull(parts.get(i)));
            }
        }
        return count == 1
                ? found.getFirst()
                : Tensor.cat(found.stream().map(part -> part.reshape(-1)).toList(), 0);
    }
}
