package lanewise.engine.op;

/// The logarithm of softmax over a dimension, `yᵢ = xᵢ − log(Σⱼ exp(xⱼ))`. The shape stays.
///
///     dxᵢ = dyᵢ − exp(yᵢ)·Σⱼ dyⱼ
///
/// More accurate than the logarithm of [Softmax], and finite where that is not.
public final class LogSoftmax extends SoftmaxOperation {
    /// Over `dimension`; a negative one counts from the end.
    public LogSoftmax(int dimension) {
        super(dimension, true);
    }

    @Override
    public String name() {
        return "logSoftmax";
    }

    @Override
    public void gradient(Recorder recorder) {
        Variable dy = recorder.outputGradient();
        recorder.contribute(0, dy.sub(recorder.output().exp().mul(dy.sum(dimension))));
    }
}
