package lanewise.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Function;
import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import org.jspecify.annotations.Nullable;

/// A call of a module that has hooks.
///
/// For those of the backward pass all tensors of the inputs that require gradients go through one long vector, and
/// so do those of the output: there the gradients of this call arrive, and no others, and all of them together.
final class HookedCall {
    private final Module module;
    private final ModuleHooks hooks;
    private List<@Nullable Tensor> outputGradients = new ArrayList<>();

    HookedCall(Module module, ModuleHooks hooks) {
        this.module = module;
        this.hooks = hooks;
    }

    Object run(List<@Nullable Object> given, Function<List<@Nullable Object>, ?> forward) {
        List<@Nullable Object> inputs = given;
        for (ModulePreHook hook : hooks.before) {
            List<@Nullable Object> replaced = hook.before(new ModuleCall(module, inputs, null));
            inputs = replaced == null ? inputs : sameClasses(inputs, replaced);
        }
        List<ModuleBackwardHook> backward = List.copyOf(hooks.backward);
        Bundle before = backward.isEmpty() ? null : Bundle.of(inputs);
        inputs = before == null ? inputs : before.replaced(inputs);
        Object output = forward.apply(inputs);
        for (ModuleHook hook : hooks.after) {
            Object replaced = hook.after(new ModuleCall(module, inputs, output));
            output = replaced == null ? output : sameClass(output, replaced);
        }
        return before == null ? output : observed(before, output, backward);
    }

    private Object observed(Bundle before, Object output, List<ModuleBackwardHook> backward) {
        List<@Nullable Object> alone = new ArrayList<>();
        alone.add(output);
        Bundle after = Bundle.of(alone);
        Tensor outputs = after.joined;
        if (outputs == null) {
            return output;
        }
        Tensor inputs = before.joined;
        outputs.registerHook(gradient -> {
            outputGradients = after.parts(gradient);
            if (inputs == null) {
                call(backward, before.parts(null));
            }
            return null;
        });
        if (inputs != null) {
            inputs.registerHook(gradient -> before.joined(gradient, call(backward, before.parts(gradient))));
        }
        return Objects.requireNonNull(after.replaced(alone).getFirst());
    }

    private List<@Nullable Tensor> call(List<ModuleBackwardHook> backward, List<@Nullable Tensor> inputs) {
        List<@Nullable Tensor> gradients = inputs;
        for (ModuleBackwardHook hook : backward) {
            List<@Nullable Tensor> replaced = hook.after(new ModuleGradients(module, gradients, outputGradients));
            if (replaced != null) {
                gradients = sameShapes(gradients, replaced);
            }
        }
        return gradients;
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

    private List<@Nullable Object> sameClasses(List<@Nullable Object> inputs, List<@Nullable Object> replaced) {
        boolean same = inputs.size() == replaced.size();
        for (int i = 0; same && i < inputs.size(); i++) {
            Object was = inputs.get(i);
            Object is = replaced.get(i);
            same = was == null || is == null || kind(was) == kind(is);
        }
        if (!same) {
            throw new IllegalArgumentException(name() + ": a pre-hook gave other inputs, " + kinds(replaced)
                    + ", than the call takes, " + kinds(inputs));
        }
        return replaced;
    }

    private Object sameClass(Object output, Object replaced) {
        if (kind(output) != kind(replaced)) {
            throw new IllegalArgumentException(name() + ": a hook gave a "
                    + replaced.getClass().getSimpleName() + " instead of the output, a "
                    + output.getClass().getSimpleName());
        }
        return replaced;
    }

    private List<@Nullable Tensor> sameShapes(List<@Nullable Tensor> gradients, List<@Nullable Tensor> replaced) {
        if (gradients.size() != replaced.size()) {
            throw new IllegalArgumentException(name() + ": a backward hook gave " + replaced.size()
                    + " gradients, and the inputs have " + gradients.size());
        }
        List<@Nullable Tensor> result = new ArrayList<>(gradients);
        for (int i = 0; i < result.size(); i++) {
            Tensor was = gradients.get(i);
            Tensor is = replaced.get(i);
            if (was != null && is != null) {
                if (!was.shape().equals(is.shape())) {
                    throw new ShapeMismatchException(name() + ": a backward hook gave a gradient " + is.shape()
                            + " for input " + i + ", " + was.shape());
                }
                result.set(i, is);
            }
        }
        return result;
    }

    private String name() {
        return module.getClass().getSimpleName();
    }

    private static Class<?> kind(Object value) {
        return value instanceof Tensor ? Tensor.class : value.getClass();
    }

    private static String kinds(List<@Nullable Object> values) {
        StringJoiner kinds = new StringJoiner(", ", "[", "]");
        for (Object value : values) {
            kinds.add(value == null ? "null" : kind(value).getSimpleName());
        }
        return kinds.toString();
    }

    /// The tensors of some values as one vector, of which each is a part.
    private static final class Bundle {
        private final List<@Nullable Tensor> tensors = new ArrayList<>();
        private final IdentityHashMap<Tensor, Integer> starts = new IdentityHashMap<>();
        private final IdentityHashMap<Tensor, Tensor> views = new IdentityHashMap<>();

        /// Those that require gradients, one behind the other; null if none does.
        private @Nullable Tensor joined;

        static Bundle of(List<@Nullable Object> values) {
            Bundle bundle = new Bundle();
            List<Tensor> flat = new ArrayList<>();
            int length = 0;
            for (Object value : values) {
                for (Tensor tensor : tensors(value)) {
                    bundle.tensors.add(tensor);
                    if (tensor != null && tensor.requiresGrad() && !bundle.starts.containsKey(tensor)) {
                        bundle.starts.put(tensor, length);
                        flat.add(tensor.reshape(-1));
                        length += tensor.elements();
                    }
                }
            }
            Tensor joined = flat.isEmpty() ? null : Tensor.cat(flat, 0);
            if (joined == null || !joined.requiresGrad()) { // nothing is recorded
                bundle.starts.clear();
                return bundle;
            }
            bundle.joined = joined;
            bundle.starts.forEach((tensor, start) -> bundle.views.put(tensor, part(joined, start, tensor)));
            return bundle;
        }

        private static Tensor part(Tensor whole, int start, Tensor like) {
            return whole.narrow(0, start, like.elements()).reshape(like.shape().toArray());
        }

        /// The values with the parts of the vector in place of their tensors.
        List<@Nullable Object> replaced(List<@Nullable Object> values) {
            List<@Nullable Object> result = new ArrayList<>();
            for (Object value : values) {
                if (value instanceof Tensor tensor) {
                    result.add(views.getOrDefault(tensor, tensor));
                } else if (value instanceof TensorGroup<?> group) {
                    List<@Nullable Tensor> inside = new ArrayList<>();
                    for (Tensor tensor : group.tensors()) {
                        inside.add(tensor == null ? null : views.getOrDefault(tensor, tensor));
                    }
                    result.add(group.withTensors(inside));
                } else {
                    result.add(value);
                }
            }
            return Collections.unmodifiableList(result);
        }

        /// The gradient of each tensor, of that of the vector.
        List<@Nullable Tensor> parts(@Nullable Tensor gradient) {
            List<@Nullable Tensor> parts = new ArrayList<>();
            for (Tensor tensor : tensors) {
                Integer start = tensor == null ? null : starts.get(tensor);
                parts.add(gradient == null || tensor == null || start == null ? null : part(gradient, start, tensor));
            }
            return Collections.unmodifiableList(parts);
        }

        /// The gradient of the vector, of that of each tensor; null if none was replaced.
        @Nullable
        Tensor joined(Tensor gradient, List<@Nullable Tensor> parts) {
            List<Tensor> flat = new ArrayList<>();
            List<Tensor> done = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                Tensor tensor = tensors.get(i);
                Tensor part = parts.get(i);
                boolean isNew = tensor != null && done.stream().noneMatch(one -> one == tensor);
                if (isNew && part != null) {
                    flat.add(part.reshape(-1));
                    done.add(tensor);
                }
            }
            Tensor all = Tensor.cat(flat, 0);
            return all.equal(gradient) ? null : all;
        }
    }
}
