package lanewise.bench.peers;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.nn.CrossEntropyLoss;
import org.jspecify.annotations.Nullable;

/// Cross entropy and the gradient of the logits, as a user calls them.
final class CrossEntropyWork extends OperationWork {
    private final CrossEntropyLoss lossFn = new CrossEntropyLoss();
    private final Parameter logits;
    private final LongTensor labels;
    private @Nullable Tensor loss;

    CrossEntropyWork(Problem.Rows rows) {
        Shape shape = Shape.of(rows.rows(), rows.columns());
        logits = new Parameter(Tensor.of(shape, Inputs.normal(1, shape.elements())));
        labels = LongTensor.of(Inputs.labels(rows.rows(), rows.columns()));
    }

    @Override
    void compute() {
        logits.setGrad(null);
        Tensor made = lossFn.call(logits, labels);
        made.backward();
        loss = made;
    }

    @Override
    public void result(Digest digest) {
        digest.add("loss", computed(loss).item());
        digest.add("gradient", computed(logits.grad()).toArray());
    }
}
