package lanewise.engine.op;

import lanewise.engine.BoolArray;
import lanewise.engine.Layout;
import lanewise.engine.LongArray;
import lanewise.engine.Shape;
import lanewise.engine.parallel.Division;

/// Whole numbers combined element by element, broadcast; beyond 64 bits they wrap around.
public enum LongArithmetic {
    /// `a + b`
    ADD("add"),
    /// `a − b`
    SUB("sub"),
    /// `a·b`
    MUL("mul"),
    /// The greater of both.
    MAXIMUM("maximum"),
    /// The smaller of both.
    MINIMUM("minimum");

    private final String word;

    LongArithmetic(String word) {
        this.word = word;
    }

    /// The results.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public LongArray apply(LongArray a, LongArray b) {
        LongArray y = LongArray.empty(Shape.broadcast(word, a.shape(), b.shape()));
        Division.run(y.elements(), Division.CHEAP, new Rows(this, a, b, y));
        return y;
    }

    /// Elements of `a` where the condition holds, of `b` where not. All three broadcast.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if they do not
    public static LongArray where(BoolArray condition, LongArray a, LongArray b) {
        Shape shape = Shape.broadcast("where", condition.shape(), Shape.broadcast("where", a.shape(), b.shape()));
        LongArray y = LongArray.empty(shape);
        boolean[] chosen = condition.view(condition.layout().expand(shape)).toArray();
        long[] first = a.view(a.layout().expand(shape)).toArray();
        long[] second = b.view(b.layout().expand(shape)).toArray();
        for (int i = 0; i < chosen.length; i++) {
            y.data()[i] = chosen[i] ? first[i] : second[i];
        }
        return y;
    }

    private static final class Rows extends BroadcastRows {
        private final LongArithmetic operation;
        private final long[] a;
        private final long[] b;
        private final long[] y;

        Rows(LongArithmetic operation, LongArray a, LongArray b, LongArray y) {
            super(y.shape(), Layout.rowMajor(y.shape()), a.layout(), b.layout());
            this.operation = operation;
            this.a = a.data();
            this.b = b.data();
            this.y = y.data();
        }

        @Override
        void row(int worker, int left, int at, int aAt, int bAt, int length) {
            int p = secondStride();
            int q = thirdStride();
            switch (operation) {
                case ADD -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] = a[aAt + i * p] + b[bAt + i * q];
                    }
                }
                case SUB -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] = a[aAt + i * p] - b[bAt + i * q];
                    }
                }
                case MUL -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] = a[aAt + i * p] * b[bAt + i * q];
                    }
                }
                case MAXIMUM -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] = Math.max(a[aAt + i * p], b[bAt + i * q]);
                    }
                }
                case MINIMUM -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] = Math.min(a[aAt + i * p], b[bAt + i * q]);
                    }
                }
            }
        }
    }
}
