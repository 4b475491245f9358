package lanewise.engine.op;

/// Softmax over a dimension, `yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)`: positive, with sum one. The shape stays.
///
///     dxᵢ = yᵢ·(dyᵢ − Σⱼ dyⱼ·yⱼ)
///
/// Computed on `x − max(x)`, which changes nothing but cannot overflow.
public final class Softmax extends SoftmaxOperation {
    /// Over `dimension`; a negative one counts from the end.
    public Softmax(int dimension) {
        super(dimension, false);
    }

    @Override
    public String name() {
        return "softmax";
    }

    @Override
    public void gradient(Recorder recorder) {
        Variable y = recorder.output();
        Variable dy = recorder.outputGradient();
        recorder.contribute(0, y.mul(dy.sub(dy.mul(y).sum(dimension))));
    }
}
