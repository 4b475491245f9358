package lanewise.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Modules under names, in the order in which they were put, each of which its owner calls as it likes.
public final class ModuleDict extends Module {
    private final Map<String, Module> modules = new LinkedHashMap<>();

    /// With nothing in it.
    public ModuleDict() {}

    /// These modules.
    public ModuleDict(Map<String, ? extends Module> modules) {
        modules.forEach(this::register);
    }

    /// Adds a module. Returns this.
    ///
    /// @throws IllegalArgumentException if the name is empty, contains a dot, or is taken
    public ModuleDict put(String name, Module module) {
        register(name, module);
        return this;
    }

    private void register(String name, Module module) {
        modules.put(name, registerModule(name, module));
    }

    /// The module of this name.
    ///
    /// @throws IllegalArgumentException if there is none
    public Module get(String name) {
        Module module = modules.get(name);
        if (module == null) {
            throw new IllegalArgumentException(
                    "a ModuleDict of " + modules.keySet() + " has no module \"" + name + "\"");
        }
        return module;
    }

    /// The names.
    public Set<String> names() {
        return Collections.unmodifiableSet(modules.keySet());
    }

    /// The number of modules.
    public int size() {
        return modules.size();
    }
}
