package lanewise.bench.peers;

import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/// A computation into a tensor that is there, without gradients.
abstract class TorchWork implements Work {
    private final String part;
    private final Tensor y;
    private final List<Tensor> others;
    private final NoGradGuard guard = new NoGradGuard();

    /// @param part what the result is called
    /// @param y where it goes
    /// @param others what else is freed at the end
    TorchWork(String part, Tensor y, List<Tensor> others) {
        this.part = part;
        this.y = y;
        this.others = List.copyOf(others);
    }

    abstract void compute(Tensor y);

    @Override
    public final void run() {
        compute(y);
    }

    @Override
    public void result(Digest digest) {
        digest.add(part, Tensors.numbers(y));
    }

    @Override
    public void close() {
        guard.close();
        y.close();
        others.forEach(Tensor::close);
    }
}
