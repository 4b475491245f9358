package lanewise.bench.peers;

import java.util.List;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.optim.Optimizer;
import org.jspecify.annotations.Nullable;

/// A training step of a network.
final class TrainingWork extends OperationWork {
    private final NetworkModel model;
    private final Optimizer<?> optimizer;
    private @Nullable Tensor loss;

    TrainingWork(Problem.Trained problem) {
        Network network = problem.network();
        model = NetworkModel.of(network, network.batch, true);
        optimizer = network.rule.optimizer(List.copyOf(model.parameters), Network.LEARNING_RATE);
    }

    @Override
    void compute() {
        Tensor made = model.loss(model.output());
        optimizer.zeroGrad();
        made.backward();
        optimizer.step();
        loss = made;
    }

    @Override
    public void result(Digest digest) {
        digest.add("loss", computed(loss).item());
        for (Parameter parameter : model.parameters) {
            digest.add("gradients", computed(parameter.grad()).toArray());
            digest.add("parameters", parameter.toArray());
        }
    }
}
