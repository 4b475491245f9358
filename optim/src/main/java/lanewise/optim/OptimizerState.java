package lanewise.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;

/// An optimizer's state in PyTorch's layout: `state` has the slots of each parameter that has been stepped, by the
/// parameter's number through all groups; `param_groups` has the options and the numbers of each group's
/// parameters.
final class OptimizerState {
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
            savedGroups.add(savedGroup.put("params", numbers));
        }
        return new StateDict().put("state", states).put("param_groups", savedGroups);
    }

    /// Groups and parameters are matched by their places. Everything is read into new states before any group
    /// changes.
    static <O extends OptimizerOptions<O>> void load(List<ParamGroup<O>> groups, StateDict saved) {
        List<StateDict> savedGroups = saved.dicts("param_groups");
        if (savedGroups.size() != groups.size()) {
            throw new StateDictException("param_groups: the state has " + savedGroups.size()
                    + " groups of parameters, the optimizer " + groups.size());
        }
        Map<String, StateDict> entries = new TreeMap<>();
        StateDict states = saved.dict("state");
        for (String key : states.keys()) {
            entries.put(key, states.dict(key));
        }
        List<O> options = new ArrayList<>();
        List<Map<ScheduleMark, Double>> marks = new ArrayList<>();
        List<List<ParameterState<O>>> loaded = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            O groupOptions = groups.get(i).options().withStateDict(savedGroups.get(i));
            options.add(groupOptions);
            marks.add(ScheduleMark.of(savedGroups.get(i)));
            loaded.add(read(i, groups.get(i), groupOptions, savedGroups.get(i).integers("params"), entries));
        }
        if (!entries.isEmpty()) {
            throw new StateDictException("state: no group of the state has the parameters " + entries.keySet());
        }
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).replace(options.get(i), loaded.get(i));
            groups.get(i).marks().putAll(marks.get(i));
        }
    }

    private static <O extends OptimizerOptions<O>> List<ParameterState<O>> read(
            int index, ParamGroup<O> group, O options, long[] numbers, Map<String, StateDict> entries) {
        List<ParameterState<O>> present = group.states();
        if (numbers.length != present.size()) {
            throw new StateDictException("param_groups: group " + index + " of the state has " + numbers.length
                    + " parameters, that of the optimizer " + present.size());
        }
        List<ParameterState<O>> fresh = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            ParameterState<O> state = options.newState(present.get(i).parameter());
            StateDict entry = entries.remove(Long.toString(numbers[i]));
            state.prepare(options);
            if (entry != null) {
                state.restore(entry, "state " + numbers[i]);
            }
            fresh.add(state);
        }
        return fresh;
    }
}
