package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.LongArray;
import lanewise.engine.parallel.Division;
import lanewise.engine.parallel.RangeTask;

/// The matrix product of whole numbers, with the shapes of [MatMul]; beyond 64 bits it wraps around. For counts, as
/// of the paths in a graph, not for speed: there is no packing and no tile.
public final class LongMatMul {
    private LongMatMul() {}

    /// `a·b`; operands are read where they lie.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public static LongArray apply(LongArray a, LongArray b) {
        MatMulShape shape = new MatMulShape("matmul", a.shape(), b.shape());
        LongArray c = LongArray.zeros(shape.output);
        Division.run(c.elements(), Division.COSTLY, new Rows(shape, a, b, c));
        return c;
    }

    /// Parts of rows of the result, each the sum of rows of `b` times an element of `a`.
    private static final class Rows implements RangeTask {
        private final MatMulShape shape;
        private final Layout first;
        private final Layout second;
        private final int[] firstStarts;
        private final int[] secondStarts;
        private final long[] a;
        private final long[] b;
        private final long[] c;

        Rows(MatMulShape shape, LongArray a, LongArray b, LongArray c) {
            this.shape = shape;
            first = a.layout();
            second = b.layout();
            firstStarts = shape.starts(first);
            secondStarts = shape.starts(second);
            this.a = a.data();
            this.b = b.data();
            this.c = c.data();
        }

        @Override
        public void run(int from, int to) {
            int at = from;
            while (at < to) {
                int row = at / shape.n;
                int column = at % shape.n;
                int length = Math.min(shape.n - column, to - at);
                row(row / shape.m, row % shape.m, column, at, length);
                at += length;
            }
        }

        private void row(int matrix, int row, int column, int at, int length) {
            int aAt = firstStarts[matrix] + row * MatMulShape.rowStrideOfA(first);
            int aStep = first.stride(-1);
            int bStep = MatMulShape.columnStrideOfB(second);
            int bRow = MatMulShape.rowStrideOfB(second);
            int bAt = secondStarts[matrix] + column * bStep;
            for (int p = 0; p < shape.k; p++) {
                long factor = a[aAt + p * aStep];
                int line = bAt + p * bRow;
                for (int j = 0; j < length; j++) {
                    c[at + j] += factor * b[line + j * bStep];
                }
            }
        }
    }
}
