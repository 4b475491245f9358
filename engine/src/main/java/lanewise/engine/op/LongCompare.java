package lanewise.engine.op;

import lanewise.engine.BoolArray;
import lanewise.engine.Layout;
import lanewise.engine.LongArray;
import lanewise.engine.Shape;
import lanewise.engine.parallel.Division;

/// Comparisons of whole numbers, element by element, broadcast.
public enum LongCompare {
    /// `a == b`
    EQ("eq"),
    /// `a < b`
    LT("lt"),
    /// `a <= b`
    LE("le");

    private final String word;

    LongCompare(String word) {
        this.word = word;
    }

    /// Where it holds.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public BoolArray apply(LongArray a, LongArray b) {
        BoolArray y = BoolArray.empty(Shape.broadcast(word, a.shape(), b.shape()));
        Division.run(y.elements(), Division.CHEAP, new Rows(this, a, b, y));
        return y;
    }

    private static final class Rows extends BroadcastRows {
        private final LongCompare relation;
        private final long[] a;
        private final long[] b;
        private final boolean[] y;

        Rows(LongCompare relation, LongArray a, LongArray b, BoolArray y) {
            super(y.shape(), Layout.rowMajor(y.shape()), a.layout(), b.layout());
            this.relation = relation;
            this.a = a.data();
            this.b = b.data();
            this.y = y.data();
        }

        @Override
        void row(int worker, int left, int at, int aAt, int bAt, int length) {
            int p = secondStride();
            int q = thirdStride();
            switch (relation) {
                case EQ -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] = a[aAt + i * p] == b[bAt + i * q];
                    }
                }
                case LT -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] = a[aAt + i * p] < b[bAt + i * q];
                    }
                }
                case LE -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] = a[aAt + i * p] <= b[bAt + i * q];
                    }
                }
            }
        }
    }
}
