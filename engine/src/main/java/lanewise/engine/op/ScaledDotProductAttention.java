package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.Attention;
import lanewise.engine.kernel.AttentionGradients;
import lanewise.engine.kernel.AttentionOperand;
import lanewise.engine.kernel.AttentionShape;
import org.jspecify.annotations.Nullable;

/// Attention (Vaswani et al. 2017, arXiv:1706.03762): inputs `q [..., queries, width]`, `k [..., keys, width]` and
/// `v [..., keys, values]` with the same dimensions in front; result `[..., queries, values]`.
///
///     y = P·v,  P = softmax(scale·q·kᵀ + mask)
///     dv = Pᵀ·dy,  ds = P·(dp − Σ P·dp)·scale with dp = dy·vᵀ,  dq = ds·k,  dk = dsᵀ·q
///
/// P is never there as a whole: it is computed for some queries at a time, in the backward pass once more. Operands
/// are read where they lie, whatever their strides.
public final class ScaledDotProductAttention extends Operation {
    private final double scale;
    private final boolean causal;
    private final @Nullable NDArray mask;

    /// @param scale what the products are multiplied by
    /// @param causal whether query `i` sees no key after the `i`-th
    /// @param mask what is added to the products, of a shape that broadcasts to `[..., queries, keys]`; null if
    ///     nothing is. It must not change until the backward pass
    public ScaledDotProductAttention(double scale, boolean causal, @Nullable NDArray mask) {
        this.scale = scale;
        this.causal = causal;
        this.mask = mask;
    }

    @Override
    public String name() {
        return "scaledDotProductAttention";
    }

    @Override
    public NDArray forward(NDArray... inputs) {
        if (inputs.length != 3) {
            throw new IllegalArgumentException(message("three inputs expected, not " + inputs.length));
        }
        AttentionShape shape = shape(inputs[0], inputs[1], inputs[2]);
        AttentionOperand additive = mask(inputs[0].shape(), shape);
        NDArray y = NDArray.empty(inputs[0].shape().with(-1, shape.values()));
        Attention.forward(shape, operand(inputs[0]), operand(inputs[1]), operand(inputs[2]), additive, operand(y));
        return y;
    }

    /// Where the three gradients have memories of their own and every element is written, nothing is zeroed before.
    /// Otherwise all three only add, in one thread for each problem: so the inputs may be one array.
    @Override
    public void backward(BackwardPass pass) {
        NDArray q = pass.input(0);
        NDArray k = pass.input(1);
        NDArray v = pass.input(2);
        AttentionShape shape = shape(q, k, v);
        GradientSum dq = pass.gradient(0);
        GradientSum dk = pass.gradient(1);
        GradientSum dv = pass.gradient(2);
        boolean apart = dq != dk && dk != dv && dv != dq;
        boolean add = !apart || !shape.writesAll() || holdsSum(dq) || holdsSum(dk) || holdsSum(dv);
        AttentionGradients gradients =
                new AttentionGradients(contribution(dq, add), contribution(dk, add), contribution(dv, add), add);
        AttentionOperand dy = operand(pass.outputGradient());
        Attention.backward(shape, operand(q), operand(k), operand(v), mask(q.shape(), shape), dy, gradients);
    }

    private static boolean holdsSum(@Nullable GradientSum sum) {
        return sum != null && sum.holdsSum();
    }

    private static @Nullable AttentionOperand contribution(@Nullable GradientSum sum, boolean add) {
        if (sum == null) {
            return null;
        }
        if (add) {
            return operand(sum.contributeToZeroed());
        }
        sum.contribute();
        return operand(sum.array());
    }

    private AttentionShape shape(NDArray q, NDArray k, NDArray v) {
        Shape queries = q.shape();
        Shape keys = k.shape();
        Shape values = v.shape();
        if (queries.rank() < 2 || keys.rank() < 2 || values.rank() < 2) {
            throw new ShapeMismatchException(
                    message("q " + queries + ", k " + keys + " and v " + values + " must have at least 2 dimensions"));
        }
        if (queries.dim(-1) != keys.dim(-1)) {
            throw new ShapeMismatchException(message("q " + queries + " and k " + keys + " disagree on the width, "
                    + queries.dim(-1) + " != " + keys.dim(-1)));
        }
        if (keys.dim(-2) != values.dim(-2)) {
            throw new ShapeMismatchException(message("k " + keys + " and v " + values
                    + " disagree on the number of keys, " + keys.dim(-2) + " != " + values.dim(-2)));
        }
        if (!front(queries).equals(front(keys)) || !front(queries).equals(front(values))) {
            throw new ShapeMismatchException(message("q " + queries + ", k " + keys + " and v " + values
                    + " must agree on all dimensions before the last two"));
        }
        return new AttentionShape(
                front(queries).elements(),
                queries.dim(-2),
                keys.dim(-2),
                queries.dim(-1),
                values.dim(-1),
                causal,
                (float) scale);
    }

    private static Shape front(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
    }

    private static AttentionOperand operand(NDArray x) {
        Layout layout = x.layout();
        return new AttentionOperand(x.data(), layout.offset(), starts(layout), layout.stride(-2), layout.stride(-1));
    }

    /// Where the matrices begin behind the first element, in row-major order of the dimensions before them.
    private static int[] starts(Layout layout) {
        int front = layout.shape().rank() - 2;
        int count = 1;
        for (int d = 0; d < front; d++) {
            count *= layout.shape().dim(d);
        }
        int[] starts = new int[count];
        for (int i = 0; i < count; i++) {
            int rest = i;
            for (int d = front - 1; d >= 0; d--) {
                starts[i] += rest % layout.shape().dim(d) * layout.stride(d);
                rest /= layout.shape().dim(d);
            }
        }
        return starts;
    }

    private @Nullable AttentionOperand mask(Shape queries, AttentionShape shape) {
        if (mask == null || shape.problems() == 0 || shape.queries() == 0 || shape.keys() == 0) {
            return null;
        }
        Shape scores = queries.with(-1, shape.keys());
        if (!Shape.broadcast(name(), scores, mask.shape()).equals(scores)) {
            throw new ShapeMismatchException(
                    message("the mask " + mask.shape() + " must broadcast to the scores " + scores));
        }
        boolean hasRows = mask.shape().rank() > 0 && mask.shape().dim(-1) == shape.keys();
        NDArray rows = hasRows
                ? mask.contiguous()
                : mask.view(mask.layout().expand(scores)).copy();
        return operand(rows.view(rows.layout().expand(scores)));
    }

    @Override
    public void gradient(Recorder recorder) {
        var form = new AttentionGradient(
                recorder.input(0),
                recorder.input(1),
                recorder.input(2),
                scale,
                causal,
                mask,
                recorder.outputGradient());
        if (recorder.wants(2)) {
            recorder.contribute(2, form.ofValues());
        }
        if (recorder.wants(0) || recorder.wants(1)) {
            Variable dScores = form.ofScores();
            recorder.contribute(0, form.ofQueries(dScores));
            recorder.contribute(1, form.ofKeys(dScores));
        }
    }
}
