package lanewise.nn;

import lanewise.autograd.Tensor;

/// A module with one tensor in and one out: what [Sequential] chains. A subclass writes [#forward(Tensor)]; whoever
/// uses it calls [#call(Tensor)].
public abstract class Layer extends Module {
    /// For subclasses.
    protected Layer() {}

    /// Computes the output. Written by subclasses; called through [#call(Tensor)].
    public abstract Tensor forward(Tensor input);

    /// The output for `input`.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the layer cannot take its shape
    public Tensor call(Tensor input) {
        return forward(input);
    }
}
