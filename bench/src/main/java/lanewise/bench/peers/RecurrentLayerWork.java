package lanewise.bench.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.op.Lstm;
import lanewise.engine.op.RecurrenceOptions;
import org.jspecify.annotations.Nullable;

/// A layer of a long short-term memory from states of zeros: forward, or also the gradients of sequences, weights
/// and biases.
final class RecurrentLayerWork extends OperationWork {
    private final Problem.Recurrent problem;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Tensor[] inputs = new Tensor[7];
    private final Tensor gradient;
    private @Nullable NDArray result;

    RecurrentLayerWork(Problem.Recurrent problem) {
        this.problem = problem;
        List<Shape> shapes = problem.parameters();
        for (int i = 0; i < shapes.size(); i++) {
            float[] numbers = Inputs.normal(i + 1, shapes.get(i).elements(), problem.deviation(i));
            parameters.add(new Parameter(Tensor.of(shapes.get(i), numbers)));
        }
        inputs[0] = parameters.getFirst();
        inputs[1] = Tensor.zeros(problem.batch(), problem.hidden());
        inputs[2] = Tensor.zeros(problem.batch(), problem.hidden());
        for (int i = 1; i < parameters.size(); i++) {
            inputs[i + 2] = parameters.get(i);
        }
        gradient = Tensor.of(Inputs.normal(9, problem.states()));
    }

    private static Lstm operation() {
        return new Lstm(false, new RecurrenceOptions(true, false, null));
    }

    @Override
    void compute() {
        if (!problem.differentiates()) {
            result =
                    operation().forward(Arrays.stream(inputs).map(Tensor::array).toArray(NDArray[]::new));
            return;
        }
        for (Parameter parameter : parameters) {
            parameter.setGrad(null);
        }
        Tensor.apply(operation(), inputs).narrow(0, 0, problem.states()).backward(gradient);
    }

    @Override
    public void result(Digest digest) {
        if (problem.differentiates()) {
            for (int i = 0; i < parameters.size(); i++) {
                digest.add("gradient " + i, computed(parameters.get(i).grad()).toArray());
            }
        } else {
            digest.add("states", Arrays.copyOf(computed(result).toArray(), problem.states()));
        }
    }
}
