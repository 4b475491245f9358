package lanewise.bench.peers;

import java.util.List;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.op.Reduction;
import lanewise.nn.Linear;
import lanewise.nn.MSELoss;
import lanewise.nn.ReLU;
import lanewise.nn.Sequential;
import lanewise.optim.Adam;
import org.jspecify.annotations.Nullable;

/// A step of the tutorial, as a user writes it.
final class TutorialWork extends OperationWork {
    private final Sequential model = new Sequential(
            new Linear(Problem.Tutorial.IN, Problem.Tutorial.HIDDEN),
            new ReLU(),
            new Linear(Problem.Tutorial.HIDDEN, Problem.Tutorial.OUT));
    private final MSELoss lossFn = new MSELoss(Reduction.SUM);
    private final List<Parameter> parameters = model.parameters();
    private final Adam optimizer;
    private final Tensor x;
    private final Tensor y;
    private @Nullable Tensor loss;

    TutorialWork() {
        TutorialInputs inputs = new TutorialInputs();
        x = Tensor.of(Shape.of(Problem.Tutorial.BATCH, Problem.Tutorial.IN), inputs.x);
        y = Tensor.of(Shape.of(Problem.Tutorial.BATCH, Problem.Tutorial.OUT), inputs.y);
        for (int i = 0; i < parameters.size(); i++) {
            float[] begin = inputs.parameters.get(i);
            System.arraycopy(begin, 0, parameters.get(i).array().data(), 0, begin.length);
        }
        optimizer = new Adam(parameters, Problem.Tutorial.LEARNING_RATE);
    }

    @Override
    void compute() {
        Tensor made = lossFn.call(model.call(x), y);
        optimizer.zeroGrad();
        made.backward();
        optimizer.step();
        loss = made;
    }

    @Override
    public void result(Digest digest) {
        digest.add("loss", computed(loss).item());
        for (Parameter parameter : parameters) {
            digest.add("gradients", computed(parameter.grad()).toArray());
            digest.add("parameters", parameter.toArray());
        }
    }
}
