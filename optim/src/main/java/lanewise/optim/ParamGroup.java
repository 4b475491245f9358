package lanewise.optim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// Parameters that an optimizer updates with the same options. The options may change between steps:
///
/// ```java
/// for (var group : optimizer.paramGroups()) {
///     group.setLearningRate(0.1 * group.learningRate());
/// }
/// ```
///
/// @param <O> the optimizer's options
public final class ParamGroup<O extends OptimizerOptions<O>> {
    private List<ParameterState<O>> states;

    private @Nullable FusedStep<O> fused;
    private List<String> names;
    private O options;
    private final Map<ScheduleMark, Double> marks = new EnumMap<>(ScheduleMark.class);
    private @Nullable LoopWarmUp<O> warmUp;

    ParamGroup(List<? extends Tensor> parameters, O options) {
        this.options = options;
        names = NamedParameters.namesOf(parameters);
        states = options.newStates(parameters);
        for (ParameterState<O> state : states) {
            state.prepare(options);
        }
        fused = fused(states);
        warmUp = LoopWarmUp.start(options, states);
    }

    /// The group's options.
    public O options() {
        return options;
    }

    /// Sets the options from the next step on. Slots that they need and that are not there yet are allocated now.
    public void setOptions(O options) {
        for (ParameterState<O> state : states) {
            state.prepare(options);
        }
        if (fused != null) {
            fused.gatherSlots();
        }
        this.options = options;
    }

    /// The group's learning rate.
    public double learningRate() {
        return options.learningRate();
    }

    /// Sets the learning rate from the next step on.
    ///
    /// @throws IllegalArgumentException if it is negative or not a finite number
    public void setLearningRate(double learningRate) {
        options = options.withLearningRate(learningRate);
    }

    /// What a learning-rate scheduler keeps here, if one does.
    public OptionalDouble mark(ScheduleMark mark) {
        Double value = marks.get(mark);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /// Keeps a number for learning-rate schedulers.
    ///
    /// @throws IllegalArgumentException if it is not finite
    public void setMark(ScheduleMark mark, double value) {
        OptionChecks.finite("ParamGroup", mark.key(), value);
        marks.put(mark, value);
    }

    /// The group's parameters, as a new list.
    public List<Tensor> parameters() {
        List<Tensor> parameters = new ArrayList<>(states.size());
        for (ParameterState<O> state : states) {
            parameters.add(state.parameter());
        }
        return parameters;
    }

    /// The names of the parameters, in their order; an empty list if they have none.
    public List<String> paramNames() {
        return names;
    }

    Map<ScheduleMark, Double> marks() {
        return marks;
    }

    List<ParameterState<O>> states() {
        return states;
    }

    void replace(O options, List<ParameterState<O>> states, List<String> names) {
        this.options = options;
        this.states = states;
        fused = fused(states);
        this.names = names;
    }

    /// What comes before the first group's step: looks at all gradients. Fused states are looked at one by one only
    /// if there is something to object to.
    ///
    /// @throws IllegalStateException if a gradient is sparse or dense and the rule does not take such
    void open(Class<?> optimizer) {
        if (fused == null || fused.open() || !states.getFirst().takesDense()) {
            checkGradients(optimizer);
        }
    }

    private void checkGradients(Class<?> optimizer) {
        for (int i = 0; i < states.size(); i++) {
            ParameterState<O> state = states.get(i);
            boolean sparse = state.parameter().hasSparseGrad();
            String objection = null;
            if (sparse) {
                objection = state.objectionToSparse(options);
            } else if (!state.takesDense() && state.parameter().grad() != null) {
                objection = "does not support dense gradients; consider Adam instead, or an embedding with the option"
                        + " sparse";
            }
            if (objection != null) {
                String name = optimizer.getSimpleName();
                throw new IllegalStateException(name + ": the gradient of parameter " + i
                        + NamedParameters.suffix(names, i) + ", "
                        + state.parameter().shape() + ", is " + (sparse ? "sparse" : "dense") + "; " + name + " "
                        + objection);
            }
        }
    }

    void step() {
        if (warmUp != null) {
            warmUp.await();
            warmUp = null;
        }
        if (fused != null) {
            fused.run(options);
            return;
        }
        for (int i = 0; i < states.size(); i++) {
            states.get(i).step(options);
        }
    }

    /// The states' common step, if all of them have a fused one.
    private static <O extends OptimizerOptions<O>> @Nullable FusedStep<O> fused(List<ParameterState<O>> states) {
        List<FusedState<O>> fused = new ArrayList<>(states.size());
        for (ParameterState<O> state : states) {
            if (!(state instanceof FusedState<O> one)) {
                return null;
            }
            fused.add(one);
        }
        return new FusedStep<>(fused);
    }
}
