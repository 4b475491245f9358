package lanewise.optim;

import java.util.ArrayList;
import java.util.List;
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
    private List<ParameterState<O>> states = new ArrayList<>();
    private O options;
    private @Nullable WarmUp<O> warmUp;

    ParamGroup(List<? extends Tensor> parameters, O options) {
        this.options = options;
        for (Tensor parameter : parameters) {
            ParameterState<O> state = options.newState(parameter);
            state.prepare(options);
            states.add(state);
        }
        warmUp = WarmUp.start(options, states);
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

    /// The group's parameters, as a new list.
    public List<Tensor> parameters() {
        List<Tensor> parameters = new ArrayList<>(states.size());
        for (ParameterState<O> state : states) {
            parameters.add(state.parameter());
        }
        return parameters;
    }

    List<ParameterState<O>> states() {
        return states;
    }

    void replace(O options, List<ParameterState<O>> states) {
        this.options = options;
        this.states = states;
    }

    void step() {
        if (warmUp != null) {
            warmUp.await();
            warmUp = null;
        }
        for (int i = 0; i < states.size(); i++) {
            states.get(i).step(options);
        }
    }
}
