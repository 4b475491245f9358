package lanewise.bench.peers;

import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.op.Convolution;
import org.jspecify.annotations.Nullable;

/// A convolution with bias: forward, or also the gradients of input, weight and bias.
final class ConvolutionLayerWork extends OperationWork {
    private final Problem.Convolved problem;
    private final Parameter x;
    private final Parameter weight;
    private final Parameter bias;
    private final Tensor gradient;
    private @Nullable NDArray result;

    ConvolutionLayerWork(Problem.Convolved problem) {
        this.problem = problem;
        Shape in = Shape.of(problem.n(), problem.c(), problem.size(), problem.size());
        Shape kernel = Shape.of(problem.m(), problem.c(), problem.kernel(), problem.kernel());
        Shape out = Shape.of(problem.n(), problem.m(), problem.outputSize(), problem.outputSize());
        x = new Parameter(Tensor.of(in, Inputs.normal(1, in.elements())));
        weight = new Parameter(Tensor.of(kernel, Inputs.normal(2, kernel.elements())));
        bias = new Parameter(Tensor.of(Inputs.normal(3, problem.m())));
        gradient = Tensor.of(out, Inputs.normal(4, out.elements()));
    }

    private Convolution operation() {
        int[] stride = {problem.stride(), problem.stride()};
        int[] padding = {problem.padding(), problem.padding()};
        return new Convolution(stride, padding, padding, new int[] {1, 1}, 1);
    }

    @Override
    void compute() {
        if (!problem.differentiates()) {
            result = operation().forward(x.array(), weight.array(), bias.array());
            return;
        }
        x.setGrad(null);
        weight.setGrad(null);
        bias.setGrad(null);
        Tensor.apply(operation(), x, weight, bias).backward(gradient);
    }

    @Override
    public void result(Digest digest) {
        if (problem.differentiates()) {
            digest.add("input gradient", computed(x.grad()).toArray());
            digest.add("weight gradient", computed(weight.grad()).toArray());
            digest.add("bias gradient", computed(bias.grad()).toArray());
        } else {
            digest.add("result", computed(result).toArray());
        }
    }
}
