package lanewise.engine.op;

import lanewise.engine.BoolArray;
import lanewise.engine.Layout;
import lanewise.engine.Shape;
import lanewise.engine.parallel.Division;

/// Truth values combined element by element, broadcast.
public final class Logic {
    private Logic() {}

    /// `a and b`
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public static BoolArray and(BoolArray a, BoolArray b) {
        return combine(Connective.AND, a, b);
    }

    /// `a or b`
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public static BoolArray or(BoolArray a, BoolArray b) {
        return combine(Connective.OR, a, b);
    }

    /// Exactly one of `a` and `b`.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public static BoolArray xor(BoolArray a, BoolArray b) {
        return combine(Connective.XOR, a, b);
    }

    private static BoolArray combine(Connective connective, BoolArray a, BoolArray b) {
        BoolArray y = BoolArray.empty(Shape.broadcast(connective.word, a.shape(), b.shape()));
        Division.run(y.elements(), Division.CHEAP, new Rows(connective, a, b, y));
        return y;
    }

    private enum Connective {
        AND("logicalAnd"),
        OR("logicalOr"),
        XOR("logicalXor");

        final String word;

        Connective(String word) {
            this.word = word;
        }
    }

    private static final class Rows extends BroadcastRows {
        private final Connective connective;
        private final boolean[] a;
        private final boolean[] b;
        private final boolean[] y;

        Rows(Connective connective, BoolArray a, BoolArray b, BoolArray y) {
            super(y.shape(), Layout.rowMajor(y.shape()), a.layout(), b.layout());
            this.connective = connective;
            this.a = a.data();
            this.b = b.data();
            this.y = y.data();
        }

        @Override
        void row(int worker, int left, int at, int aAt, int bAt, int length) {
            int aStep = secondStride();
            int bStep = thirdStride();
            switch (connective) {
                case AND -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] = a[aAt + i * aStep] && b[bAt + i * bStep];
                    }
                }
                case OR -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] = a[aAt + i * aStep] || b[bAt + i * bStep];
                    }
                }
                case XOR -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] = a[aAt + i * aStep] ^ b[bAt + i * bStep];
                    }
                }
            }
        }
    }
}
