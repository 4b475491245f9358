package lanewise.bench.peers;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.optim.Optimizer;

/// A step of an optimizer.
final class StepWork implements Work {
    private final List<Tensor> parameters = new ArrayList<>();
    private final Optimizer<?> optimizer;

    StepWork(Problem.Step step) {
        ParameterSet set = step.parameters();
        for (int i = 0; i < set.shapes.size(); i++) {
            Parameter parameter = new Parameter(Tensor.of(set.shapes.get(i), Inputs.parameter(set, i)));
            parameter.setGrad(Tensor.of(set.shapes.get(i), Inputs.gradient(set, i)));
            parameters.add(parameter);
        }
        optimizer = step.rule().optimizer(parameters);
    }

    @Override
    public void run() {
        optimizer.step();
    }

    @Override
    public void result(Digest digest) {
        for (Tensor parameter : parameters) {
            digest.add("parameters", parameter.toArray());
        }
    }
}
