package lanewise.bench.peers;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/// With gradients: what a call makes is freed at its end.
abstract class TorchDifferentiated implements Work {
    private final List<Tensor> leaves;

    TorchDifferentiated(Tensor... leaves) {
        this.leaves = List.of(leaves);
    }

    abstract void compute();

    @Override
    public final void run() {
        try (PointerScope _ = new PointerScope()) {
            leaves.forEach(Tensors::dropGradient);
            compute();
        }
    }

    @Override
    public void close() {
        leaves.forEach(Tensors::dropGradient);
        leaves.forEach(Tensor::close);
    }
}
