package lanewise.bench.peers;

import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.op.ScaledDotProductAttention;
import org.jspecify.annotations.Nullable;

/// Causal attention: forward, or also the gradients of queries, keys and values.
final class AttentionLayerWork extends OperationWork {
    private final Problem.Attended problem;
    private final Parameter q;
    private final Parameter k;
    private final Parameter v;
    private final Tensor gradient;
    private @Nullable NDArray result;

    AttentionLayerWork(Problem.Attended problem) {
        this.problem = problem;
        q = new Parameter(numbers(1));
        k = new Parameter(numbers(2));
        v = new Parameter(numbers(3));
        gradient = numbers(4);
    }

    private Tensor numbers(int seed) {
        Shape shape = Shape.of(problem.n(), problem.heads(), problem.places(), problem.width());
        return Tensor.of(shape, Inputs.normal(seed, shape.elements()));
    }

    private ScaledDotProductAttention operation() {
        return new ScaledDotProductAttention(1 / Math.sqrt(problem.width()), true, null);
    }

    @Override
    void compute() {
        if (!problem.differentiates()) {
            result = operation().forward(q.array(), k.array(), v.array());
            return;
        }
        q.setGrad(null);
        k.setGrad(null);
        v.setGrad(null);
        Tensor.apply(operation(), q, k, v).backward(gradient);
    }

    @Override
    public void result(Digest digest) {
        if (problem.differentiates()) {
            digest.add("query gradient", computed(q.grad()).toArray());
            digest.add("key gradient", computed(k.grad()).toArray());
            digest.add("value gradient", computed(v.grad()).toArray());
        } else {
            digest.add("result", computed(result).toArray());
        }
    }
}
