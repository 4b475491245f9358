package lanewise.bench.peers;

import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// The forward pass of a network, without gradients.
final class InferenceWork extends OperationWork {
    private final NetworkModel model;
    private @Nullable Tensor last;

    InferenceWork(Problem.Inferred problem) {
        model = NetworkModel.of(problem.network(), problem.batch(), false);
    }

    @Override
    void compute() {
        try (GradMode _ = GradMode.noGrad()) {
            last = model.output();
        }
    }

    @Override
    public void result(Digest digest) {
        digest.add("output", computed(last).toArray());
    }
}
