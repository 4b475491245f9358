package lanewise.autograd;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.ShapeMismatchException;

/// The hooks of one tensor, in the order of their registration.
final class GradientHooks {
    private final List<HookHandle> handles = new ArrayList<>();

    HookHandle add(GradientHook hook) {
        HookHandle handle = new HookHandle(this, hook);
        handles.add(handle);
        return handle;
    }

    void remove(HookHandle handle) {
        handles.remove(handle);
    }

    boolean isEmpty() {
        return handles.isEmpty();
    }

    /// What the hooks make of `gradient`, each of its predecessor's result. A hook may remove itself.
    Tensor applied(Tensor gradient) {
        Tensor current = gradient;
        for (HookHandle handle : List.copyOf(handles)) {
            Tensor replacement = handle.hook().apply(current);
            if (replacement == null) {
                continue;
            }
            if (!replacement.shape().equals(gradient.shape())) {
                throw new ShapeMismatchException("hook: a gradient " + gradient.shape()
                        + " was replaced by one of shape " + replacement.shape() + "; the shape must stay");
            }
            current = replacement;
        }
        return current;
    }
}
