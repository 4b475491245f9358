package lanewise.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Function;
import lanewise.autograd.Tensor;
import lanewise.engine.Intermediates;
import lanewise.engine.ShapeMismatchException;
import org.jspecify.annotations.Nullable;

/// A call of a module that has hooks.
///
/// For those of the backward pass the inputs go through [JointViews], and so does the output: there the gradients
/// of this call arrive, and no others, and all of them together.
final class HookedCall {
    private final Module module;
    private final ModuleHooks hooks;
    private List<@Nullable Tensor> outputGradients = new ArrayList<>();

    private HookedCall(Module module, ModuleHooks hooks) {
        this.module = module;
        this.hooks = hooks;
    }

    /// The output for `inputs`, after all hooks.
    ///
    /// @param forward computes it of inputs of the same classes
    @SuppressWarnings("unchecked") // what hooks give instead is compared with the class of forward's
    static <R> R run(
            Module module, ModuleHooks hooks, Function<List<@Nullable Object>, R> forward, @Nullable Object... inputs) {
        List<@Nullable Object> given = Arrays.asList(inputs);
        given.forEach(HookedCall::share);
        try (Intermediates _ = Intermediates.keepAll()) {
            Object output = new HookedCall(module, hooks).run(Collections.unmodifiableList(given), forward);
            share(output);
            return (R) output;
        }
    }

    /// Hooks may keep every tensor that they see.
    private static void share(@Nullable Object value) {
        if (value instanceof Tensor tensor) {
            tensor.array().storage().share();
        } else if (value instanceof TensorGroup<?> group) {
            group.tensors().forEach(HookedCall::share);
        }
    }

    private Object run(List<@Nullable Object> given, Function<List<@Nullable Object>, ?> forward) {
        List<@Nullable Object> inputs = given;
        for (ModulePreHook hook : hooks.before) {
            List<@Nullable Object> replaced = hook.before(new ModuleCall(module, inputs, null));
            inputs = replaced == null ? inputs : sameClasses(inputs, replaced);
        }
        List<ModuleBackwardHook> backward = List.copyOf(hooks.backward);
        JointViews before = backward.isEmpty() ? null : new JointViews(inputs);
        inputs = before == null ? inputs : before.values();
        Object output = forward.apply(inputs);
        for (ModuleHook hook : hooks.after) {
            Object replaced = hook.after(new ModuleCall(module, inputs, output));
            output = replaced == null ? output : sameClass(output, replaced);
        }
        return before == null ? output : observed(before, output, backward);
    }

    /// The output's hook copies what it sees, which is still on its way through the module.
    private Object observed(JointViews before, Object output, List<ModuleBackwardHook> backward) {
        JointViews after = new JointViews(Collections.singletonList(output));
        Tensor outputs = after.joint();
        if (outputs == null) {
            return output;
        }
        Tensor inputs = before.joint();
        outputs.registerHook(gradient -> {
            outputGradients = after.parts(gradient.clone());
            if (inputs == null) {
                replacement(backward, before.parts(null));
            }
            return null;
        });
        if (inputs != null) {
            inputs.registerHook(gradient -> {
                List<@Nullable Tensor> replaced = replacement(backward, before.parts(gradient));
                return replaced == null ? null : before.whole(replaced);
            });
        }
        return Objects.requireNonNull(after.values().getFirst());
    }

    /// What the hooks give instead of the gradients of the inputs; null if they leave all.
    private @Nullable List<@Nullable Tensor> replacement(
            List<ModuleBackwardHook> backward, List<@Nullable Tensor> inputs) {
        List<@Nullable Tensor> gradients = inputs;
        boolean any = false;
        for (ModuleBackwardHook hook : backward) {
            List<@Nullable Tensor> replaced = hook.after(new ModuleGradients(module, gradients, outputGradients));
            if (replaced != null) {
                gradients = sameShapes(gradients, replaced);
                any = true;
            }
        }
        return any ? gradients : null;
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
}
