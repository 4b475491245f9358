package lanewise.engine.op;

import lanewise.engine.NDArray;
import org.jspecify.annotations.Nullable;

/// What an operation's [Operation#backward] sees of the pass that runs it: the values of the forward pass that it
/// asked to be saved, the gradient of its output, and where the gradients of its inputs are summed.
public interface BackwardPass {
    /// The value of input `i` in the forward pass; only of those that [Operation#savesInput(int)] names.
    NDArray input(int i);

    /// The forward pass's result; only if [Operation#savesOutput()].
    NDArray output();

    /// The gradient with respect to the output: contiguous, of the output's shape, not to be written to.
    NDArray outputGradient();

    /// Where to sum the gradient of input `i`, or null where nobody wants it. Null too for an optional input at the
    /// end that was not given.
    @Nullable
    GradientSum gradient(int i);
}
