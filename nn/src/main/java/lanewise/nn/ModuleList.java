package lanewise.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/// Modules in a list, each of which its owner calls as it likes. Their names are their places: `0`, `1`, ...
///
/// ```java
/// private final ModuleList<Block> blocks = registerModule("h", new ModuleList<>(new Block(), new Block()));
/// ```
///
/// @param <M> what the list holds
public final class ModuleList<M extends Module> extends Module implements Iterable<M> {
    private final List<M> modules = new ArrayList<>();

    /// These modules, in this order.
    @SafeVarargs
    public ModuleList(M... modules) {
        for (M module : modules) {
            append(module);
        }
    }

    /// These modules, in this order.
    public ModuleList(List<? extends M> modules) {
        for (M module : modules) {
            append(module);
        }
    }

    /// Adds a module at the end. Returns this.
    public ModuleList<M> add(M module) {
        append(module);
        return this;
    }

    private void append(M module) {
        modules.add(registerModule(Integer.toString(modules.size()), module));
    }

    /// The module at a place; −1 is the last.
    ///
    /// @throws IndexOutOfBoundsException if there is none
    public M get(int index) {
        int place = index < 0 ? index + modules.size() : index;
        if (place < 0 || place >= modules.size()) {
            throw new IndexOutOfBoundsException(
                    "a ModuleList of " + modules.size() + " modules has no module " + index);
        }
        return modules.get(place);
    }

    /// The number of modules.
    public int size() {
        return modules.size();
    }

    /// As newer releases of PyTorch write it: neighbours of one text are one, `(0-5): 6 x Block(...)`.
    @Override
    List<String> partTexts() {
        List<String> texts = new ArrayList<>();
        for (int from = 0, to = 0; from < modules.size(); from = to) {
            String text = modules.get(from).toString();
            while (to < modules.size() && modules.get(to).toString().equals(text)) {
                to++;
            }
            int count = to - from;
            texts.add(
                    count == 1
                            ? "(" + from + "): " + text
                            : "(" + from + "-" + (to - 1) + "): " + count + " x " + text);
        }
        return texts;
    }

    @Override
    public Iterator<M> iterator() {
        return Collections.unmodifiableList(modules).iterator();
    }
}
