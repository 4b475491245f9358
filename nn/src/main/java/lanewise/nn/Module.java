package lanewise.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.AnyArray;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.Stateful;

/// A part of a model: it holds parameters, buffers and further modules under names, in the order of their
/// registration.
///
/// A subclass registers what it holds, under the name that PyTorch's class has for it, and writes its own
/// `forward`:
///
/// ```java
/// final class Net extends Layer {
///     private final Linear fc1 = registerModule("fc1", new Linear(784, 256));
///     private final Linear fc2 = registerModule("fc2", new Linear(256, 10));
///
///     @Override
///     public Tensor forward(Tensor x) {
///         return fc2.call(fc1.call(x).relu());
///     }
/// }
/// ```
///
/// The names, joined by dots, are the keys of [#stateDict()]: `fc1.weight`, `fc1.bias`, `fc2.weight`, `fc2.bias`. A
/// module or parameter may be registered in several places: it then has several keys, but is trained once.
///
/// A module with one tensor in and one out extends [Layer]; any other extends this class, declares a `forward` of
/// its own, and a `call` that passes it to [#hooked(Module, Forward.Two, Object, Object)].
@SuppressWarnings("JavaLangClash") // PyTorch's name, under which it is looked for; the one of java.lang is rarely met
public abstract class Module extends HookedModule implements Stateful {
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, AnyArray> buffers = new LinkedHashMap<>();
    private final Set<String> unsavedBuffers = new HashSet<>();
    private final Map<String, Module> children = new LinkedHashMap<>();
    private boolean training = true;

    /// For subclasses: a module in training mode that holds nothing yet.
    protected Module() {}

    /// Adds a parameter: it is trained, saved and loaded with this module. Returns it.
    ///
    /// @throws IllegalArgumentException if the name is empty, contains a dot, or is taken
    protected final Parameter registerParameter(String name, Parameter parameter) {
        checkName(name);
        parameters.put(name, parameter);
        return parameter;
    }

    /// Adds a tensor that is saved and loaded with this module, but not trained: a running mean. It is taken out of
    /// its workspace. Returns it.
    ///
    /// @throws IllegalArgumentException if the name is empty, contains a dot, or is taken; or if the elements are
    ///     not one run in memory
    protected final Tensor registerBuffer(String name, Tensor buffer) {
        addBuffer(name, buffer.array(), buffer.array().isContiguous());
        return buffer;
    }

    /// Adds a tensor of whole numbers that is saved and loaded with this module: a count of batches. It is taken
    /// out of its workspace. Returns it.
    ///
    /// @throws IllegalArgumentException if the name is empty, contains a dot, or is taken; or if the elements are
    ///     not one run in memory
    protected final LongTensor registerBuffer(String name, LongTensor buffer) {
        addBuffer(name, buffer.array(), buffer.array().isContiguous());
        return buffer;
    }

    /// Adds a tensor of truth values that is saved and loaded with this module: a mask. It is taken out of its
    /// workspace. Returns it.
    ///
    /// @throws IllegalArgumentException if the name is empty, contains a dot, or is taken; or if the elements are
    ///     not one run in memory
    protected final BoolTensor registerBuffer(String name, BoolTensor buffer) {
        addBuffer(name, buffer.array(), buffer.array().isContiguous());
        return buffer;
    }

    /// Says whether a buffer is a part of the state, as all are at first: one that can be computed anew, a causal
    /// mask, need not be saved. PyTorch's `persistent`.
    ///
    /// @throws IllegalArgumentException if there is no such buffer
    protected final void setPersistent(String buffer, boolean persistent) {
        if (!buffers.containsKey(buffer)) {
            throw new IllegalArgumentException(
                    "setPersistent: there is no buffer \"" + buffer + "\", only " + buffers.keySet());
        }
        if (persistent) {
            unsavedBuffers.remove(buffer);
        } else {
            unsavedBuffers.add(buffer);
        }
    }

    /// Adds a module whose parameters and buffers become part of this one's. Returns it.
    ///
    /// @throws IllegalArgumentException if the name is empty, contains a dot, or is taken; or if this module is a
    ///     part of the other
    protected final <M extends Module> M registerModule(String name, M child) {
        checkName(name);
        if (((Module) child).contains(this)) {
            throw new IllegalArgumentException("registerModule: \"" + name + "\" would make a module a part of itself");
        }
        children.put(name, child);
        return child;
    }

    /// The parameters of this module and all its parts, each once, in the order of registration: own ones first.
    public final List<Parameter> parameters() {
        return Collections.unmodifiableList(new ArrayList<>(namedParameters().values()));
    }

    /// The parameters registered here, not those of parts.
    final List<Parameter> ownParameters() {
        return List.copyOf(parameters.values());
    }

    /// The parameters under their dotted names, each once, under the first of its names.
    public final Map<String, Parameter> namedParameters() {
        Map<String, Parameter> named = new LinkedHashMap<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Map.Entry<String, Module> module : namedModules().entrySet()) {
            addNew(prefix(module.getKey()), module.getValue().parameters, seen, named);
        }
        return Collections.unmodifiableMap(named);
    }

    /// The buffers of this module and all its parts, each once. Live.
    public final List<AnyArray> buffers() {
        return Collections.unmodifiableList(new ArrayList<>(namedBuffers().values()));
    }

    /// The buffers under their dotted names, each once, under the first of its names. Live.
    public final Map<String, AnyArray> namedBuffers() {
        Map<String, AnyArray> named = new LinkedHashMap<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Map.Entry<String, Module> module : namedModules().entrySet()) {
            addNew(prefix(module.getKey()), module.getValue().buffers, seen, named);
        }
        return Collections.unmodifiableMap(named);
    }

    /// The modules registered here, not their parts, each once.
    public final List<Module> children() {
        return Collections.unmodifiableList(new ArrayList<>(namedChildren().values()));
    }

    /// The modules registered here, not their parts, each once, under the first of its names.
    public final Map<String, Module> namedChildren() {
        Map<String, Module> named = new LinkedHashMap<>();
        addNew("", children, Collections.newSetFromMap(new IdentityHashMap<>()), named);
        return Collections.unmodifiableMap(named);
    }

    /// This module and all its parts, each once, a module before its parts.
    public final List<Module> modules() {
        return Collections.unmodifiableList(new ArrayList<>(namedModules().values()));
    }

    /// This module, under the name `""`, and all its parts under their dotted names, each once.
    public final Map<String, Module> namedModules() {
        Map<String, Module> named = new LinkedHashMap<>();
        addModules("", Collections.newSetFromMap(new IdentityHashMap<>()), named);
        return Collections.unmodifiableMap(named);
    }

    /// Puts this module and its parts into training mode: dropout drops.
    public final void train() {
        train(true);
    }

    /// Puts this module and its parts into evaluation mode: dropout passes everything on.
    public final void eval() {
        train(false);
    }

    /// Puts this module and its parts into training or evaluation mode.
    public void train(boolean mode) {
        training = mode;
        for (Module child : children.values()) {
            child.train(mode);
        }
    }

    /// Whether this module is in training mode, as it is at first.
    public final boolean isTraining() {
        return training;
    }

    /// Sets the gradient of every parameter to null.
    public final void zeroGrad() {
        for (Parameter parameter : parameters()) {
            parameter.setGrad(null);
        }
    }

    /// Says whether backward passes compute gradients for this module's parameters; `false` freezes them.
    public final void requiresGrad_(boolean required) {
        for (Parameter parameter : parameters()) {
            parameter.requiresGrad_(required);
        }
    }

    /// The parameters and buffers by their dotted names, in the order of registration: of each module its
    /// parameters, its buffers, then its parts. What is registered in several places appears in each. The arrays
    /// are the live ones.
    ///
    /// `model.stateDict().save(path)` writes them to a file that Python's safetensors reads;
    /// `model.loadStateDict(StateDict.load(path))` takes them back.
    @Override
    public final StateDict stateDict() {
        StateDict state = new StateDict();
        addState("", state);
        return state;
    }

    /// Copies a state into the parameters and buffers.
    ///
    /// @throws lanewise.engine.io.StateDictException if keys are missing or unexpected, or shapes or types differ;
    ///     the message lists all of them, and nothing has been changed
    @Override
    public final void loadStateDict(StateDict state) {
        loadStateDict(state, true);
    }

    /// Compares the keys, shapes and types of a state with those of the parameters and buffers.
    @Override
    public final void checkStateDict(StateDict state) {
        new ModuleState(getClass().getSimpleName(), stateDict(), state).check(true);
    }

    /// Copies a state into the parameters and buffers.
    ///
    /// @param strict whether every key must be on both sides; otherwise what only one side has is left alone
    /// @return the keys that only one side has
    /// @throws lanewise.engine.io.StateDictException if shapes or types differ, or, if `strict`, keys; the message
    ///     lists all of them, and nothing has been changed
    public final IncompatibleKeys loadStateDict(StateDict state, boolean strict) {
        return new ModuleState(getClass().getSimpleName(), stateDict(), state).load(strict);
    }

    /// Calls `action` for every part and then for this module, parts before what holds them: to initialise them, as
    /// in
    ///
    /// ```java
    /// model.apply(m -> {
    ///     if (m instanceof Linear linear) {
    ///         Init.xavierUniform_(linear.weight());
    ///     }
    /// });
    /// ```
    public final void apply(Consumer<? super Module> action) {
        for (Module child : children()) {
            child.apply(action);
        }
        action.accept(this);
    }

    /// The options, for [#toString()]: `in_features=1000, out_features=100, bias=True`. Empty if there are none;
    /// several lines are written as the parts are.
    protected String extraRepr() {
        return "";
    }

    /// The parts, for [#toString()], each after its name in brackets.
    List<String> partTexts() {
        List<String> texts = new ArrayList<>();
        children.forEach((name, child) -> texts.add("(" + name + "): " + child));
        return texts;
    }

    /// The module's name, its options and its parts, in PyTorch's form.
    @Override
    public final String toString() {
        String options = extraRepr();
        List<String> lines = new ArrayList<>();
        if (!options.isEmpty()) {
            lines.addAll(options.lines().toList());
        }
        boolean oneLine = children.isEmpty() && lines.size() < 2;
        for (String part : partTexts()) {
            lines.add(part.replace("\n", "\n  "));
        }
        String name = getClass().getSimpleName();
        return oneLine ? name + "(" + options + ")" : name + "(\n  " + String.join("\n  ", lines) + "\n)";
    }

    private void addBuffer(String name, AnyArray buffer, boolean contiguous) {
        checkName(name);
        if (!contiguous) {
            throw new IllegalArgumentException("registerBuffer: \"" + name + "\" must be contiguous");
        }
        buffer.storage().keep();
        buffers.put(name, buffer);
    }

    private void addState(String prefix, StateDict state) {
        for (Map.Entry<String, Parameter> parameter : parameters.entrySet()) {
            state.put(prefix.concat(parameter.getKey()), parameter.getValue().array());
        }
        for (Map.Entry<String, AnyArray> buffer : buffers.entrySet()) {
            if (!unsavedBuffers.contains(buffer.getKey())) {
                state.put(prefix.concat(buffer.getKey()), buffer.getValue());
            }
        }
        for (Map.Entry<String, Module> child : children.entrySet()) {
            child.getValue().addState(prefix(prefix.concat(child.getKey())), state);
        }
    }

    private void addModules(String name, Set<Object> seen, Map<String, Module> named) {
        if (seen.add(this)) {
            named.put(name, this);
            for (Map.Entry<String, Module> child : children.entrySet()) {
                child.getValue().addModules(prefix(name).concat(child.getKey()), seen, named);
            }
        }
    }

    private static <T> void addNew(String prefix, Map<String, T> own, Set<Object> seen, Map<String, T> named) {
        for (Map.Entry<String, T> entry : own.entrySet()) {
            if (seen.add(entry.getValue())) {
                named.put(prefix.concat(entry.getKey()), entry.getValue());
            }
        }
    }

    private static String prefix(String name) {
        return name.isEmpty() ? "" : name.concat(".");
    }

    private boolean contains(Module other) {
        return modules().contains(other);
    }

    private void checkName(String name) {
        if (name.isEmpty() || name.indexOf('.') >= 0) {
            throw new IllegalArgumentException(
                    "a registered name must not be empty or contain a dot; \"" + name + "\" does");
        }
        if (parameters.containsKey(name) || buffers.containsKey(name) || children.containsKey(name)) {
            throw new IllegalArgumentException("the name \"" + name + "\" is registered already");
        }
    }
}
