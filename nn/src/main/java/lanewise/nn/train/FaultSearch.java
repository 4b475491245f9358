package lanewise.nn.train;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import lanewise.autograd.AnomalyMode;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.nn.Layer;
import lanewise.nn.Module;
import lanewise.nn.RemovableHandle;
import lanewise.nn.data.Batch;
import org.jspecify.annotations.Nullable;

/// Makes a step whose loss or gradients are not finite again, and looks for the operation, and the module, where
/// that began. Changes no parameter; what else the step changes is put back by whoever calls.
final class FaultSearch<I, T> {
    private final Trainer<I, T> trainer;
    private final Map<String, Module> modules;
    private final Deque<String> path = new ArrayDeque<>();
    private boolean inModel;

    FaultSearch(Trainer<I, T> trainer) {
        this.trainer = trainer;
        modules = trainer.model().namedModules();
    }

    /// Where it began, in words.
    ///
    /// @param again makes what the step changes as it was before
    /// @param step computes the loss and the gradients of the step
    String search(List<Batch<I, T>> batches, Runnable again, Runnable step) {
        String given = inWhatIsGiven(batches);
        if (given != null) {
            return given;
        }
        for (boolean infinities : new boolean[] {false, true}) {
            again.run();
            String found = watch(step, infinities);
            if (found != null) {
                return "it began in " + found;
            }
        }
        return "a second run of the step did not show where it began";
    }

    /// Says that the model is computing now, and not the loss.
    void enterModel() {
        inModel = true;
    }

    /// Says that the model has computed.
    void leaveModel() {
        inModel = false;
        path.clear();
    }

    @Nullable
    private String inWhatIsGiven(List<Batch<I, T>> batches) {
        for (Batch<I, T> batch : batches) {
            if (batch.inputs() instanceof Tensor inputs && !isFinite(inputs.array())) {
                return "the inputs " + inputs.shape() + " of the batch are not finite themselves";
            }
            if (batch.targets() instanceof Tensor targets && !isFinite(targets.array())) {
                return "the targets " + targets.shape() + " of the batch are not finite themselves";
            }
        }
        for (Map.Entry<String, Parameter> parameter :
                trainer.model().namedParameters().entrySet()) {
            if (!isFinite(parameter.getValue().array())) {
                return "the parameter " + parameter.getKey() + " was not finite before the step";
            }
        }
        return null;
    }

    @Nullable
    private String watch(Runnable step, boolean infinities) {
        List<RemovableHandle> hooks = new ArrayList<>();
        modules.forEach((name, module) -> {
            if (module instanceof Layer layer) {
                hooks.add(layer.registerForwardPreHook((_, _) -> {
                    path.push(name);
                    return null;
                }));
                hooks.add(layer.registerForwardHook((_, _, _) -> {
                    path.pop();
                    return null;
                }));
            }
        });
        Supplier<String> place = this::place;
        try (AnomalyMode _ = AnomalyMode.detect(place, infinities)) {
            step.run();
            return null;
        } catch (ArithmeticException e) {
            return e.getMessage();
        } finally {
            hooks.forEach(RemovableHandle::remove);
            leaveModel();
        }
    }

    /// The module that is computing: the innermost layer, by its hooks; or inside it a module that is none, by the
    /// stack.
    private String place() {
        if (!inModel) {
            return "outside the model";
        }
        String layer = path.isEmpty() ? "" : path.peek();
        return StackWalker.getInstance()
                .walk(frames -> frames.map(frame -> modulesOf(frame.getClassName(), layer))
                        .filter(names -> !names.isEmpty())
                        .findFirst())
                .map(names -> names.size() == 1 ? described(names.getFirst()) : "in one of the modules " + names)
                .orElseGet(() -> described(layer));
    }

    /// The modules that are no layers, are parts of `layer`, and run methods of this class.
    private List<String> modulesOf(String className, String layer) {
        List<String> names = new ArrayList<>();
        modules.forEach((name, module) -> {
            if (!(module instanceof Layer) && isPart(name, layer) && isOf(module, className)) {
                names.add(name);
            }
        });
        return names;
    }

    private static boolean isPart(String name, String layer) {
        return layer.isEmpty() || name.equals(layer) || name.startsWith(layer + ".");
    }

    private static boolean isOf(Module module, String className) {
        for (Class<?> c = module.getClass(); c != null && c != Module.class; c = c.getSuperclass()) {
            if (c.getName().equals(className)) {
                return true;
            }
        }
        return false;
    }

    private String described(String name) {
        Module module = modules.get(name);
        String kind = module == null ? "" : module.getClass().getSimpleName();
        return name.isEmpty() ? "in the model " + kind : "in module " + name + " (" + kind + ")";
    }

    private static boolean isFinite(NDArray array) {
        for (float element : array.toArray()) {
            if (!Float.isFinite(element)) {
                return false;
            }
        }
        return true;
    }
}
