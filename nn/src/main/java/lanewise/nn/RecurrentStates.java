package lanewise.nn;

import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// What a recurrent network computes, or one of its layers in one direction, in the operation's own order of
/// dimensions.
///
/// @param output after each step
/// @param hidden after the last
/// @param cell what is remembered after the last; null if nothing is
record RecurrentStates(
        Tensor output, Tensor hidden, @Nullable Tensor cell) {
    /// The parts of the run of numbers that an operation gives.
    ///
    /// @param cellSize the numbers that are remembered; 0 if none are
    static RecurrentStates of(Tensor run, int steps, int batch, int out, int cellSize) {
        int all = steps * batch * out;
        Tensor output = run.narrow(0, 0, all).reshape(steps, batch, out);
        Tensor hidden = run.narrow(0, all, batch * out).reshape(batch, out);
        Tensor cell = cellSize == 0
                ? null
                : run.narrow(0, all + batch * out, batch * cellSize).reshape(batch, cellSize);
        return new RecurrentStates(output, hidden, cell);
    }
}
