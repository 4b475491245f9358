package lanewise.autograd;

/// A tensor that is learned: a leaf that requires gradients, which a module finds among its members and an
/// optimizer updates.
public final class Parameter extends Tensor {
    /// A parameter in the memory of `data`, which is taken out of its workspace. Where the elements are not one run
    /// in memory they are copied.
    public Parameter(Tensor data) {
        this(data, true);
    }

    /// As [#Parameter(Tensor)], frozen if not `requiresGrad`.
    @SuppressWarnings("this-escape") // the class is final
    public Parameter(Tensor data, boolean requiresGrad) {
        super(data.array().contiguous().keep());
        requiresGrad_(requiresGrad);
    }

    @Override
    public Parameter requiresGrad_(boolean required) {
        super.requiresGrad_(required);
        return this;
    }
}
