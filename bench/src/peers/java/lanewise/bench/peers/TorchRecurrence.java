package lanewise.bench.peers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.engine.Shape;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// A layer of a long short-term memory, forward or with the gradients of sequences, weights and biases.
final class TorchRecurrence extends TorchDifferentiated {
    private final Problem.Recurrent problem;
    private final Tensor[] parameters;
    private final TensorVector weights;
    private final TensorVector states;
    private final Tensor gradient;
    private final Tensor last = new Tensor();

    TorchRecurrence(Problem.Recurrent problem) {
        this(problem, parameters(problem));
    }

    private TorchRecurrence(Problem.Recurrent problem, Tensor... parameters) {
        super(parameters);
        this.problem = problem;
        this.parameters = parameters;
        weights = new TensorVector(Arrays.copyOfRange(parameters, 1, parameters.length));
        states = new TensorVector(
                torch.zeros(1, problem.batch(), problem.hidden()), torch.zeros(1, problem.batch(), problem.hidden()));
        gradient = Tensors.of(Inputs.normal(9, problem.states()), problem.steps(), problem.batch(), problem.hidden());
    }

    private static Tensor[] parameters(Problem.Recurrent problem) {
        List<Shape> shapes = problem.parameters();
        return IntStream.range(0, shapes.size())
                .mapToObj(i -> {
                    Shape shape = shapes.get(i);
                    long[] sizes = IntStream.of(shape.toArray()).asLongStream().toArray();
                    return Tensors.parameter(Inputs.normal(i + 1, shape.elements(), problem.deviation(i)), sizes);
                })
                .toArray(Tensor[]::new);
    }

    private Tensor output() {
        return torch.lstm(parameters[0], states, weights, true, 1, 0.0, problem.differentiates(), false, false)
                .get0();
    }

    @Override
    void compute() {
        if (problem.differentiates()) {
            output().backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
            return;
        }
        try (NoGradGuard _ = new NoGradGuard()) {
            last.put(output());
        }
    }

    @Override
    public void result(Digest digest) {
        if (problem.differentiates()) {
            for (int i = 0; i < parameters.length; i++) {
                digest.add("gradient " + i, Tensors.numbers(parameters[i].mutable_grad()));
            }
        } else {
            digest.add("states", Tensors.numbers(last));
        }
    }
}
