package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.Layout;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// The sizes of a [MatMul]: `C[batch..., m, n] = A[batch..., m, k]·B[batch..., k, n]`. An operand of one dimension
/// counts as a row (A) or a column (B), and that dimension is missing in the result.
final class MatMulShape {
    final int m;
    final int n;
    final int k;

    /// The dimensions before the matrices, broadcast together.
    final Shape batch;

    /// The result's shape.
    final Shape output;

    /// @throws ShapeMismatchException if the shapes do not fit
    MatMulShape(String operation, Shape a, Shape b) {
        if (a.rank() == 0 || b.rank() == 0) {
            throw new ShapeMismatchException(
                    operation + ": a " + a + " and b " + b + " must both have at least 1 dimension");
        }
        m = a.rank() == 1 ? 1 : a.dim(-2);
        k = a.dim(-1);
        n = b.rank() == 1 ? 1 : b.dim(-1);
        int inner = b.rank() == 1 ? b.dim(0) : b.dim(-2);
        if (k != inner) {
            throw new ShapeMismatchException(
                    operation + ": a " + a + " and b " + b + " disagree on the inner dimension, " + k + " != " + inner);
        }
        Shape batchOfA = batch(a);
        Shape batchOfB = batch(b);
        if (!batchOfA.equals(batchOfB)) {
            checkBroadcast(operation, a, b, batchOfA, batchOfB);
        }
        batch = Shape.broadcast(operation, batchOfA, batchOfB);
        output = output(a, b);
    }

    /// The distance from one row of A to the next.
    static int rowStrideOfA(Layout a) {
        return a.shape().rank() == 1 ? 0 : a.stride(-2);
    }

    /// The distance from one row of B to the next.
    static int rowStrideOfB(Layout b) {
        return b.shape().rank() == 1 ? b.stride(0) : b.stride(-2);
    }

    /// The distance from one column of B to the next.
    static int columnStrideOfB(Layout b) {
        return b.shape().rank() == 1 ? 1 : b.stride(-1);
    }

    /// Where the matrices of an operand begin, in row-major order of [#batch].
    int[] starts(Layout operand) {
        int[] starts = new int[batch.elements()];
        if (starts.length == 0) {
            return starts;
        }
        int operandBatch = Math.max(operand.shape().rank() - 2, 0);
        int known = 1;
        starts[0] = operand.offset();
        for (int d = 0; d < batch.rank(); d++) { // each dimension spreads what the ones before have laid
            int size = batch.dim(d);
            int from = d - (batch.rank() - operandBatch);
            int stride = from < 0 || operand.shape().dim(from) == 1 ? 0 : operand.stride(from);
            for (int i = known - 1; i >= 0; i--) {
                for (int j = size - 1; j >= 0; j--) {
                    starts[i * size + j] = starts[i] + j * stride;
                }
            }
            known *= size;
        }
        return starts;
    }

    /// Where the matrices of a contiguous result begin, `size` elements each, the first at `offset`.
    int[] startsOfOutputs(int offset, int size) {
        int[] starts = new int[batch.elements()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = offset + i * size;
        }
        return starts;
    }

    private Shape output(Shape a, Shape b) {
        int[] sizes = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
        int rank = batch.rank();
        if (a.rank() > 1) {
            sizes[rank++] = m;
        }
        if (b.rank() > 1) {
            sizes[rank++] = n;
        }
        return Shape.of(Arrays.copyOf(sizes, rank));
    }

    private static void checkBroadcast(String operation, Shape a, Shape b, Shape batchOfA, Shape batchOfB) {
        for (int back = 1; back <= Math.min(batchOfA.rank(), batchOfB.rank()); back++) {
            int x = batchOfA.dim(-back);
            int y = batchOfB.dim(-back);
            if (x != y && x != 1 && y != 1) {
                throw new ShapeMismatchException(
                        operation + ": a " + a + " and b " + b + " disagree on the batch dimension " + (-back - 2)
                                + ", " + x + " != " + y + ", and neither is 1");
            }
        }
    }

    private static Shape batch(Shape operand) {
        int[] sizes = operand.toArray();
        return Shape.of(Arrays.copyOf(sizes, Math.max(sizes.length - 2, 0)));
    }
}
