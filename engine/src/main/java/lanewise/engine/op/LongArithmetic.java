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
    MINIMUM("minimum"),
    /// The quotient, rounded down.
    FLOOR_DIVIDE("floorDivide"),
    /// The quotient, rounded towards 0.
    TRUNC_DIVIDE("truncDivide"),
    /// What [#FLOOR_DIVIDE] leaves: it has the sign of `b`.
    REMAINDER("remainder"),
    /// What [#TRUNC_DIVIDE] leaves: it has the sign of `a`.
    FMOD("fmod"),
    /// `a` to the power of `b`; to a negative one the fraction is cut off.
    POW("pow");

    private final String word;

    LongArithmetic(String word) {
        this.word = word;
    }

    /// The results.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the two do not broadcast
    /// @throws ArithmeticException if it divides and an element of `b` is 0
    public LongArray apply(LongArray a, LongArray b) {
        Shape shape = Shape.broadcast(word, a.shape(), b.shape());
        if (divides()) {
            checkDivisor(b);
        }
        LongArray y = LongArray.empty(shape);
        Division.run(y.elements(), Division.CHEAP, new Rows(this, a, b, y));
        return y;
    }

    private boolean divides() {
        return switch (this) {
            case FLOOR_DIVIDE, TRUNC_DIVIDE, REMAINDER, FMOD -> true;
            default -> false;
        };
    }

    private void checkDivisor(LongArray divisor) {
        long[] elements = divisor.toArray();
        for (int i = 0; i < elements.length; i++) {
            if (elements[i] == 0) {
                throw new ArithmeticException(word + ": element " + i + " of the divisor " + divisor.shape()
                        + " is 0; whole numbers have no infinity, divide toFloat()");
            }
        }
    }

    private static long power(long base, long exponent) {
        if (exponent < 0) {
            return base == 1 || base == -1 && exponent % 2 == 0 ? 1 : base == -1 ? -1 : 0;
        }
        long power = 1;
        long square = base;
        for (long left = exponent; left > 0; left >>= 1) {
            power *= (left & 1) == 1 ? square : 1;
            square *= square;
        }
        return power;
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
                case FLOOR_DIVIDE -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] = Math.floorDiv(a[aAt + i * p], b[bAt + i * q]);
                    }
                }
                case TRUNC_DIVIDE -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] = a[aAt + i * p] / b[bAt + i * q];
                    }
                }
                case REMAINDER -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] = Math.floorMod(a[aAt + i * p], b[bAt + i * q]);
                    }
                }
                case FMOD -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] = a[aAt + i * p] % b[bAt + i * q];
                    }
                }
                case POW -> {
                    for (int i = 0; i < length; i++) {
                        y[at + i] = power(a[aAt + i * p], b[bAt + i * q]);
                    }
                }
            }
        }
    }
}
