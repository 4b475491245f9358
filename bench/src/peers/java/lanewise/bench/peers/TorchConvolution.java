package lanewise.bench.peers;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// A convolution with bias, forward or with all gradients.
final class TorchConvolution extends TorchDifferentiated {
    private final Problem.Convolved problem;
    private final Tensor x;
    private final Tensor weight;
    private final Tensor bias;
    private final Tensor gradient;
    private final Tensor last = new Tensor();

    TorchConvolution(Problem.Convolved problem) {
        this(
                problem,
                Tensors.parameter(
                        Inputs.normal(1, problem.n() * problem.c() * problem.size() * problem.size()),
                        problem.n(),
                        problem.c(),
                        problem.size(),
                        problem.size()),
                Tensors.parameter(
                        Inputs.normal(2, problem.m() * problem.c() * problem.kernel() * problem.kernel()),
                        problem.m(),
                        problem.c(),
                        problem.kernel(),
                        problem.kernel()),
                Tensors.parameter(Inputs.normal(3, problem.m()), problem.m()));
    }

    private TorchConvolution(Problem.Convolved problem, Tensor x, Tensor weight, Tensor bias) {
        super(x, weight, bias);
        this.problem = problem;
        this.x = x;
        this.weight = weight;
        this.bias = bias;
        int out = problem.outputSize();
        gradient =
                Tensors.of(Inputs.normal(4, problem.n() * problem.m() * out * out), problem.n(), problem.m(), out, out);
    }

    private Tensor convolved() {
        return torch.conv2d(
                x,
                weight,
                new TensorOptional(bias),
                new long[] {problem.stride(), problem.stride()},
                new long[] {problem.padding(), problem.padding()},
                new long[] {1, 1},
                1);
    }

    @Override
    void compute() {
        if (problem.differentiates()) {
            convolved().backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
            return;
        }
        try (NoGradGuard _ = new NoGradGuard()) {
            last.put(convolved());
        }
    }

    @Override
    public void result(Digest digest) {
        if (problem.differentiates()) {
            digest.add("input gradient", Tensors.numbers(x.mutable_grad()));
            digest.add("weight gradient", Tensors.numbers(weight.mutable_grad()));
            digest.add("bias gradient", Tensors.numbers(bias.mutable_grad()));
        } else {
            digest.add("result", Tensors.numbers(last));
        }
    }
}
