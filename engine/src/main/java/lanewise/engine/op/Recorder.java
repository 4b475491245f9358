package lanewise.engine.op;

import lanewise.engine.Shape;

/// What an operation's [Operation#gradient] sees of a backward pass that is recorded, so that it can be
/// differentiated itself: as [BackwardPass], with variables in place of arrays.
public interface Recorder {
    /// The number of inputs.
    int inputs();

    /// Input `i` of the forward pass; only of those that [Operation#savesInput(int)] names.
    Variable input(int i);

    /// The forward pass's result; only if [Operation#savesOutput()].
    Variable output();

    /// The gradient with respect to the output, of its shape.
    Variable outputGradient();

    /// Whether anybody wants the gradient of input `i`. Nobody does of an optional input that was not given.
    boolean wants(int i);

    /// The shape of input `i`, whose gradient somebody wants.
    Shape shape(int i);

    /// Adds to the gradient of input `i`, if anybody wants it. Where `gradient` has a shape that the input's
    /// broadcasts to, it is summed over what the input was repeated along.
    void contribute(int i, Variable gradient);
}
