package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.Attention;
import lanewise.engine.kernel.AttentionGradients;
import lanewise.engine.kernel.AttentionOperand;
import lanewise.engine.kernel.AttentionShape;

/// [ScaledDotProductAttention] of a sequence to itself, with queries, keys and values of all heads side by side, as
/// one linear layer makes them: input `[n, steps, 3·width]`, in it first the queries' `width` numbers, each head's
/// `width/heads` one after another, then the keys' and the values'; result `[n, steps, width]`, the heads likewise
/// side by side, as the next linear layer takes them.
///
/// Everything is read and written where it lies: neither the three parts nor the heads are copied apart, and their
/// gradients are one array's.
public final class PackedAttention extends Operation {
    private final int heads;
    private final double scale;
    private final boolean causal;

    /// @param heads into how many the width is divided
    /// @param scale what the products of queries and keys are multiplied by
    /// @param causal whether step `i` sees no step after the `i`-th
    public PackedAttention(int heads, double scale, boolean causal) {
        this.heads = heads;
        this.scale = scale;
        this.causal = causal;
    }

    @Override
    public String name() {
        return "packedAttention";
    }

    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray qkv = only(inputs);
        check(qkv.shape());
        int width = qkv.shape().dim(2) / 3;
        NDArray y = NDArray.empty(qkv.shape().with(2, width));
        AttentionShape shape = shape(qkv.shape());
        AttentionOperand q = operand(qkv, shape.width());
        AttentionOperand k = q.shifted(width * q.column());
        AttentionOperand v = k.shifted(width * q.column());
        Attention.forward(shape, q, k, v, null, operand(y, shape.width()));
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum == null) {
            return;
        }
        NDArray qkv = pass.input(0);
        int width = qkv.shape().dim(2) / 3;
        AttentionShape shape = shape(qkv.shape());
        boolean add = sum.holdsSum() || !shape.writesAll();
        if (add) {
            sum.contributeToZeroed();
        } else {
            sum.contribute();
        }
        AttentionOperand q = operand(qkv, shape.width());
        AttentionOperand k = q.shifted(width * q.column());
        AttentionOperand v = k.shifted(width * q.column());
        AttentionOperand dq = operand(sum.array(), shape.width());
        AttentionOperand dk = dq.shifted(width);
        AttentionOperand dv = dk.shifted(width);
        AttentionOperand dy = operand(pass.outputGradient(), shape.width());
        Attention.backward(shape, q, k, v, null, dy, new AttentionGradients(dq, dk, dv, add));
    }

    /// The three parts and their heads taken apart, and their gradients brought back together.
    @Override
    public void gradient(Recorder recorder) {
        Variable qkv = recorder.input(0);
        int n = qkv.shape().dim(0);
        int steps = qkv.shape().dim(1);
        int each = qkv.shape().dim(2) / 3 / heads;
        Variable parts = qkv.reshape(Shape.of(n, steps, 3, heads, each)).apply(new Permute(2, 0, 3, 1, 4));
        Variable dy = recorder.outputGradient()
                .reshape(Shape.of(n, steps, heads, each))
                .apply(new Permute(0, 2, 1, 3));
        var form = new AttentionGradient(
                parts.apply(new Select(0, 0)),
                parts.apply(new Select(0, 1)),
                parts.apply(new Select(0, 2)),
                scale,
                causal,
                null,
                dy);
        Variable dScores = form.ofScores();
        Variable gradients = form.ofQueries(dScores).apply(new Stack(0), form.ofKeys(dScores), form.ofValues());
        recorder.contribute(0, gradients.apply(new Permute(1, 3, 0, 2, 4)).reshape(qkv.shape()));
    }

    private AttentionShape shape(Shape qkv) {
        int steps = qkv.dim(1);
        int each = qkv.dim(2) / 3 / heads;
        return new AttentionShape(qkv.dim(0) * heads, steps, steps, each, each, causal, (float) scale);
    }

    /// The heads of the first `heads·each` columns of `x [n, steps, ...]`.
    private AttentionOperand operand(NDArray x, int each) {
        Layout layout = x.layout();
        int[] starts = new int[layout.shape().dim(0) * heads];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = i / heads * layout.stride(0) + i % heads * each * layout.stride(2);
        }
        return new AttentionOperand(x.data(), layout.offset(), starts, layout.stride(1), layout.stride(2));
    }

    private void check(Shape qkv) {
        if (qkv.rank() != 3) {
            throw new ShapeMismatchException(message("the input is " + qkv + "; it must be [n, steps, 3·width]"));
        }
        if (heads < 1 || qkv.dim(2) % (3 * heads) != 0) {
            throw new ShapeMismatchException(message("the input " + qkv + " has " + qkv.dim(2)
                    + " columns, which are not three times a multiple of " + heads + " heads"));
        }
    }
}
