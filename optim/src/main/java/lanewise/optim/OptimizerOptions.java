package lanewise.optim;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;
import org.jspecify.annotations.Nullable;

/// The options of an optimizer, checked and immutable, and what such an optimizer keeps for a parameter.
///
/// An implementation is a record with `with...` methods. It refuses bad values in its constructor, so that a value
/// that exists is one that an optimizer can work with.
///
/// @param <O> the implementing record itself
public interface OptimizerOptions<O extends OptimizerOptions<O>> {
    /// The learning rate, `lr` in PyTorch.
    double learningRate();

    /// The same with another learning rate.
    O withLearningRate(double learningRate);

    /// The options under PyTorch's names, in PyTorch's order, `lr` first.
    StateDict toStateDict();

    /// The same with the values that `saved` has, under PyTorch's names; other keys are ignored.
    ///
    /// @throws IllegalArgumentException if a value is not allowed
    O withStateDict(StateDict saved);

    /// What an optimizer with options of this kind keeps for `parameter`, as before its first step.
    ParameterState<O> newState(Tensor parameter);

    /// What such an optimizer keeps for the parameters of a group, one state each: what [#newState] gives, unless
    /// the states share something.
    default List<ParameterState<O>> newStates(List<? extends Tensor> parameters) {
        List<ParameterState<O>> states = new ArrayList<>(parameters.size());
        for (Tensor parameter : parameters) {
            states.add(newState(parameter));
        }
        return states;
    }

    /// Why such an optimizer cannot take `parameter` into its group number `group`, as the end of a sentence about
    /// the parameter; null if it can.
    default @Nullable String objection(Tensor parameter, int group) {
        return null;
    }
}
