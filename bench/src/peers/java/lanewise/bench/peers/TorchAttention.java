package lanewise.bench.peers;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// Causal attention, forward or with the gradients of queries, keys and values.
final class TorchAttention extends TorchDifferentiated {
    private final Problem.Attended problem;
    private final Tensor q;
    private final Tensor k;
    private final Tensor v;
    private final Tensor gradient;
    private final Tensor last = new Tensor();

    TorchAttention(Problem.Attended problem) {
        this(problem, parameter(problem, 1), parameter(problem, 2), parameter(problem, 3));
    }

    private TorchAttention(Problem.Attended problem, Tensor q, Tensor k, Tensor v) {
        super(q, k, v);
        this.problem = problem;
        this.q = q;
        this.k = k;
        this.v = v;
        gradient = parameter(problem, 4).detach();
    }

    private static Tensor parameter(Problem.Attended problem, int seed) {
        int length = problem.n() * problem.heads() * problem.places() * problem.width();
        return Tensors.parameter(
                Inputs.normal(seed, length), problem.n(), problem.heads(), problem.places(), problem.width());
    }

    private Tensor attended() {
        return torch.scaled_dot_product_attention(
                q, k, v, new TensorOptional(), 0.0, true, new DoubleOptional(), false);
    }

    @Override
    void compute() {
        if (problem.differentiates()) {
            attended().backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
            return;
        }
        try (NoGradGuard _ = new NoGradGuard()) {
            last.put(attended());
        }
    }

    @Override
    public void result(Digest digest) {
        if (problem.differentiates()) {
            digest.add("query gradient", Tensors.numbers(q.mutable_grad()));
            digest.add("key gradient", Tensors.numbers(k.mutable_grad()));
            digest.add("value gradient", Tensors.numbers(v.mutable_grad()));
        } else {
            digest.add("result", Tensors.numbers(last));
        }
    }
}
