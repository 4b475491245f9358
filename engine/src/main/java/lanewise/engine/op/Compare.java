package lanewise.engine.op;

import lanewise.engine.BoolArray;
import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.Comparisons;
import lanewise.engine.parallel.Division;

/// Comparisons, element by element, of two arrays that are broadcast against each other or of an array and a
/// number. A comparison with NaN is false, except [#ne(NDArray, NDArray)].
public final class Compare {
    private Compare() {}

    /// `a < b`
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public static BoolArray lt(NDArray a, NDArray b) {
        return compare(Relation.LT, a, b);
    }

    /// `a < b`
    public static BoolArray lt(NDArray a, float b) {
        return compare(Relation.LT, a, NDArray.full(Shape.SCALAR, b));
    }

    /// `a <= b`
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public static BoolArray le(NDArray a, NDArray b) {
        return compare(Relation.LE, a, b);
    }

    /// `a <= b`
    public static BoolArray le(NDArray a, float b) {
        return compare(Relation.LE, a, NDArray.full(Shape.SCALAR, b));
    }

    /// `a > b`
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public static BoolArray gt(NDArray a, NDArray b) {
        return compare(Relation.GT, a, b);
    }

    /// `a > b`
    public static BoolArray gt(NDArray a, float b) {
        return compare(Relation.GT, a, NDArray.full(Shape.SCALAR, b));
    }

    /// `a >= b`
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public static BoolArray ge(NDArray a, NDArray b) {
        return compare(Relation.GE, a, b);
    }

    /// `a >= b`
    public static BoolArray ge(NDArray a, float b) {
        return compare(Relation.GE, a, NDArray.full(Shape.SCALAR, b));
    }

    /// `a == b`
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public static BoolArray eq(NDArray a, NDArray b) {
        return compare(Relation.EQ, a, b);
    }

    /// `a == b`
    public static BoolArray eq(NDArray a, float b) {
        return compare(Relation.EQ, a, NDArray.full(Shape.SCALAR, b));
    }

    /// `a != b`
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    public static BoolArray ne(NDArray a, NDArray b) {
        return compare(Relation.NE, a, b);
    }

    /// `a != b`
    public static BoolArray ne(NDArray a, float b) {
        return compare(Relation.NE, a, NDArray.full(Shape.SCALAR, b));
    }

    private static BoolArray compare(Relation relation, NDArray a, NDArray b) {
        BoolArray y = BoolArray.empty(Shape.broadcast(relation.word, a.shape(), b.shape()));
        Division.run(y.elements(), Division.CHEAP, new Rows(relation, a, b, y));
        return y;
    }

    private enum Relation {
        LT("lt"),
        LE("le"),
        GT("gt"),
        GE("ge"),
        EQ("eq"),
        NE("ne");

        final String word;

        Relation(String word) {
            this.word = word;
        }
    }

    /// One comparison, row by row.
    private static final class Rows extends BroadcastRows {
        private final Relation relation;
        private final float[] a;
        private final float[] b;
        private final boolean[] y;

        Rows(Relation relation, NDArray a, NDArray b, BoolArray y) {
            Layout result = Layout.rowMajor(y.shape());
            super(y.shape(), result, a.layout(), b.layout());
            this.relation = relation;
            this.a = a.data();
            this.b = b.data();
            this.y = y.data();
        }

        @Override
        void row(int worker, int left, int at, int aAt, int bAt, int length) {
            int aStep = secondStride();
            int bStep = thirdStride();
            switch (relation) {
                case LT -> Comparisons.lt(a, aAt, aStep, b, bAt, bStep, y, at, length);
                case LE -> Comparisons.le(a, aAt, aStep, b, bAt, bStep, y, at, length);
                case GT -> Comparisons.gt(a, aAt, aStep, b, bAt, bStep, y, at, length);
                case GE -> Comparisons.ge(a, aAt, aStep, b, bAt, bStep, y, at, length);
                case EQ -> Comparisons.eq(a, aAt, aStep, b, bAt, bStep, y, at, length);
                case NE -> Comparisons.ne(a, aAt, aStep, b, bAt, bStep, y, at, length);
            }
        }
    }
}
