package lanewise.bench.peers;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/// A training step of a network; the optimizer is the fused one where it is there.
final class TorchTraining implements Work {
    private final Problem.Trained problem;
    private final TorchNetwork network;
    private final @Nullable FusedUpdates fused;
    private final @Nullable Optimizer plain;
    private float loss;
    private int calls;

    TorchTraining(Problem.Trained problem, boolean channelsLast) {
        this.problem = problem;
        Network kind = problem.network();
        network = new TorchNetwork(kind, kind.batch, true, channelsLast);
        fused = FusedUpdates.has(kind.rule)
                ? new FusedUpdates(kind.rule, Network.LEARNING_RATE, network.parameters)
                : null;
        plain = fused == null
                ? TorchStep.optimizer(
                        kind.rule, Network.LEARNING_RATE, new TensorVector(network.parameters.toArray(new Tensor[0])))
                : null;
    }

    @Override
    public void run() {
        try (PointerScope _ = new PointerScope()) {
            Tensor made = network.loss(network.output());
            if (++calls == problem.calls()) {
                loss = made.item_float();
            }
            network.parameters.forEach(Tensors::dropGradient);
            made.backward();
            update();
        }
    }

    private void update() {
        if (fused != null) {
            try (NoGradGuard _ = new NoGradGuard()) {
                fused.step(network.parameters);
            }
        } else if (plain != null) {
            plain.step().close();
        }
    }

    @Override
    public void result(Digest digest) {
        digest.add("loss", loss);
        for (Tensor parameter : network.parameters) {
            digest.add("gradients", Tensors.numbers(parameter.mutable_grad()));
            digest.add("parameters", Tensors.numbers(parameter));
        }
    }

    @Override
    public void close() {
        if (fused != null) {
            fused.close();
        }
        network.close();
    }
}
