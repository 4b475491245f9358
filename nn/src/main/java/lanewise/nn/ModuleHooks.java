package lanewise.nn;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The hooks of a module, in the order of their registration.
final class ModuleHooks {
    final List<ModulePreHook> before = new CopyOnWriteArrayList<>();
    final List<ModuleHook> after = new CopyOnWriteArrayList<>();
    final List<ModuleBackwardHook> backward = new CopyOnWriteArrayList<>();

    <H> RemovableHandle add(List<H> hooks, H hook) {
        hooks.add(hook);
        return new RemovableHandle(hooks, hook);
    }

    boolean isEmpty() {
        return before.isEmpty() && after.isEmpty() && backward.isEmpty();
    }
}
