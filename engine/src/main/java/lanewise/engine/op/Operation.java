package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// A differentiable operation: its forward computation, and its backward, which contributes to the gradients of the
/// inputs.
///
/// An instance holds the operation's options (the dimension of a sum, the bounds of a clamp) and, where the forward
/// pass leaves something behind that is no array of the graph (a dropout mask), that too; an operation without
/// either has one shared instance. It knows nothing of graphs: autograd records it and calls `backward` with a
/// [BackwardPass].
public abstract non-sealed class Operation implements Applicable {
    /// For subclasses.
    protected Operation() {}

    /// The name that a user knows it by, as in messages: `matmul`.
    public abstract String name();

    /// The result on these inputs. Checks shapes and options before anything is computed or written. The result is
    /// new memory, or a view of an input where the operation is a [ViewOperation].
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public abstract NDArray forward(NDArray... inputs);

    /// Contributes to the gradient of every input that wants one. Finishes with one gradient before it asks for the
    /// next, since two inputs may be the same array.
    public abstract void backward(BackwardPass pass);

    /// The rule of [#backward] once more, by other operations on variables, so that the gradient can be
    /// differentiated itself. It is called only where that is wanted. What is [linear in each
    /// input][#isLinearInEach()] has this form without saying anything.
    ///
    /// @throws UnsupportedOperationException if this operation does not state it
    public void gradient(Recorder recorder) {
        if (!isLinearInEach()) {
            throw notDifferentiableTwice();
        }
        Adjoint.contribute(this, recorder.inputs(), recorder);
    }

    /// What an operation throws whose gradient has no second form.
    final UnsupportedOperationException notDifferentiableTwice() {
        return new UnsupportedOperationException("backward with createGraph: the gradient of " + name()
                + " cannot be differentiated, since this operation states it by its kernel alone; compose the same"
                + " function of other operations, or do without createGraph");
    }

    /// Whether the result is linear in each input by itself, as a sum and a product are, and `backward` reads
    /// inputs only. The gradient's gradient then follows from `forward` and `backward` themselves.
    protected boolean isLinearInEach() {
        return false;
    }

    /// Whether `backward` or `gradient` reads the value of input `i`.
    public boolean savesInput(int i) {
        return true;
    }

    /// Whether `gradient` alone reads the value of input `i`. Then it may change in place after the forward pass,
    /// unless the backward pass is recorded.
    public boolean savesForGradientAlone(int i) {
        return false;
    }

    /// Whether `backward` reads the result.
    public boolean savesOutput() {
        return false;
    }

    /// A shape-mismatch message's start, as in `matmul: `, before `text`.
    protected final String message(String text) {
        return name() + ": " + text;
    }

    /// The only input of an operation of one.
    protected static NDArray only(NDArray[] inputs) {
        if (inputs.length != 1) {
            throw new IllegalArgumentException("one input expected, not " + inputs.length);
        }
        return inputs[0];
    }

    /// The shape that the two inputs of an operation broadcast to.
    protected final Shape broadcast(NDArray a, NDArray b) {
        return Shape.broadcast(name(), a.shape(), b.shape());
    }
}
