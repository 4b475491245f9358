package lanewise.bench.peers;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/// The forward pass of a network, without gradients.
final class TorchInference implements Work {
    private final TorchNetwork network;
    private final NoGradGuard guard = new NoGradGuard();
    private final Tensor last = new Tensor();

    TorchInference(Problem.Inferred problem, boolean channelsLast) {
        network = new TorchNetwork(problem.network(), problem.batch(), false, channelsLast);
    }

    @Override
    public void run() {
        try (PointerScope _ = new PointerScope()) {
            last.put(network.output());
        }
    }

    @Override
    public void result(Digest digest) {
        digest.add("output", Tensors.numbers(last));
    }

    @Override
    public void close() {
        guard.close();
        last.close();
        network.close();
    }
}
