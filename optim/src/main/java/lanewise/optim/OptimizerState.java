package lanewise.optim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.engine.io.StateDict;
import org.jspecify.annotations.Nullable;

/// An optimizer's state in PyTorch's layout: `state` has the slots of each parameter that has been stepped, by the
/// parameter's number through all groups; `param_groups` has the options, the names if there are any, and the
/// numbers of each group's parameters.
final class OptimizerState {
    private static final String STATE = "state";
    private static final String GROUPS = "param_groups";
    private static final String NUMBERS = "params";
    private static final String NAMES = "param_names";

    private OptimizerState() {}

    static <O extends OptimizerOptions<O>> StateDict save(List<ParamGroup<O>> groups) {
        StateDict states = new StateDict();
        List<StateDict> savedGroups = new ArrayList<>();
        long number = 0;
        for (ParamGroup<O> group : groups) {
            List<Long> numbers = new ArrayList<>();
            for (ParameterState<O> state : group.states()) {
                if (state.isStarted()) {
                    states.put(Long.toString(number), state.save());
                }
                numbers.add(number++);
            }
            StateDict savedGroup = group.options().toStateDict();
            group.marks().forEach((mark, value) -> savedGroup.put(mark.key(), value));
            if (!group.paramNames().isEmpty()) {
                savedGroup.put(NAMES, group.paramNames());
            }
            savedGroups.add(savedGroup.put(NUMBERS, numbers));
        }
        return new StateDict().put(STATE, states).put(GROUPS, savedGroups);
    }

    /// What `groups` would have after [#load]; they are not changed. Groups and parameters are matched by their
    /// places.
    ///
    /// @throws lanewise.engine.io.StateDictException that names all that does not fit
    static <O extends OptimizerOptions<O>> List<Loaded<O>> read(
            String optimizer, List<ParamGroup<O>> groups, StateDict saved) {
        Misfits misfits = new Misfits();
        List<StateDict> savedGroups = misfits.read(GROUPS, () -> saved.dicts(GROUPS));
        StateDict states = misfits.read(STATE, () -> saved.dict(STATE));
        List<Loaded<O>> loaded = new ArrayList<>();
        if (savedGroups != null && states != null) {
            loaded = read(groups, savedGroups, states, misfits);
        }
        misfits.throwIfAny(optimizer);
        return loaded;
    }

    /// Everything is read before any group changes.
    static <O extends OptimizerOptions<O>> void load(String optimizer, List<ParamGroup<O>> groups, StateDict saved) {
        List<Loaded<O>> loaded = read(optimizer, groups, saved);
        for (int i = 0; i < groups.size(); i++) {
            Loaded<O> group = loaded.get(i);
            groups.get(i).replace(group.options, group.states, group.names);
            groups.get(i).marks().putAll(group.marks);
        }
    }

    private static <O extends OptimizerOptions<O>> List<Loaded<O>> read(
            List<ParamGroup<O>> groups, List<StateDict> savedGroups, StateDict states, Misfits misfits) {
        if (savedGroups.size() != groups.size()) {
            misfits.add(GROUPS + ": the state has " + savedGroups.size() + " groups of parameters, the optimizer "
                    + groups.size());
        }
        List<Loaded<O>> loaded = new ArrayList<>();
        Set<String> unclaimed = new LinkedHashSet<>(states.keys());
        for (int i = 0; i < savedGroups.size(); i++) {
            StateDict savedGroup = savedGroups.get(i);
            String where = GROUPS + ": group " + i;
            long[] numbers = misfits.read(where, () -> savedGroup.integers(NUMBERS));
            if (numbers != null) {
                for (long number : numbers) {
                    unclaimed.remove(Long.toString(number));
                }
                if (i < groups.size()) {
                    loaded.add(read(where, groups.get(i), savedGroup, numbers, states, misfits));
                }
            }
        }
        if (!unclaimed.isEmpty()) {
            misfits.add(STATE + ": no group of the state has the parameters " + unclaimed);
        }
        return loaded;
    }

    private static <O extends OptimizerOptions<O>> Loaded<O> read(
            String where,
            ParamGroup<O> group,
            StateDict savedGroup,
            long[] numbers,
            StateDict states,
            Misfits misfits) {
        O given = misfits.read(where, () -> group.options().withStateDict(savedGroup));
        O options = given == null ? group.options() : given;
        List<String> names = names(where, group, savedGroup, misfits);
        Map<ScheduleMark, Double> marks = new EnumMap<>(ScheduleMark.class);
        misfits.check(where, () -> marks.putAll(ScheduleMark.of(savedGroup)));
        List<ParameterState<O>> fresh = options.newStates(group.parameters());
        if (numbers.length != group.states().size()) {
            misfits.add(where + " of the state has " + numbers.length + " parameters, that of the optimizer "
                    + group.states().size());
            return new Loaded<>(options, fresh, names, marks);
        }
        for (int i = 0; i < numbers.length; i++) {
            ParameterState<O> state = fresh.get(i);
            state.prepare(options);
            String number = Long.toString(numbers[i]);
            if (states.has(number)) {
                String entryName = STATE + " " + number + NamedParameters.suffix(group.paramNames(), i);
                StateDict entry = misfits.read(entryName, () -> states.dict(number));
                if (entry != null) {
                    state.restore(entry, entryName, misfits);
                }
            }
        }
        return new Loaded<>(options, fresh, names, marks);
    }

    /// Those of the state, or else the present ones.
    private static List<String> names(String where, ParamGroup<?> group, StateDict savedGroup, Misfits misfits) {
        if (!savedGroup.has(NAMES) || savedGroup.isNull(NAMES)) {
            return group.paramNames();
        }
        List<String> names = new ArrayList<>();
        misfits.check(where, () -> {
            for (@Nullable Object name : savedGroup.list(NAMES)) {
                names.add(String.valueOf(name));
            }
        });
        if (names.size() != group.states().size()) {
            misfits.add(where + " of the state has " + names.size() + " param_names for the optimizer's "
                    + group.states().size() + " parameters");
        }
        return List.copyOf(names);
    }

    /// What a group is to have.
    record Loaded<O extends OptimizerOptions<O>>(
            O options, List<ParameterState<O>> states, List<String> names, Map<ScheduleMark, Double> marks) {}
}
