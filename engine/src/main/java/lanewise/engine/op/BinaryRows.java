package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.simd.Lanes;

/// One of the loops of a [BinaryOperation] over broadcast inputs.
final class BinaryRows extends BroadcastRows {
    static final int FORWARD = 0;
    static final int FIRST = 1;
    static final int SECOND = 2;

    /// A repeated element is written out this often, and the row computed in blocks of it.
    private static final int BLOCK = 256;

    private static final int ROOM = 2 * BLOCK + Lanes.PADDING;

    private final BinaryOperation operation;
    private final int which;
    private final float[] a;
    private final float[] b;
    private final float[] dy;
    private final int dyOffset;
    private final float[] written;
    private final int writtenOffset;
    private final boolean add;

    /// Room for every part that may be worked on at a time: the repeated elements of one input, those of the other,
    /// and the last, partial vector of a row. The operation's loop sees whole vectors only; what lies behind a
    /// row's last element may be read but not written.
    private final float[] room;

    /// Forward writes `written`; backward reads `dy` as well. Both are row-major and have the shape of the result.
    BinaryRows(BinaryOperation operation, int which, NDArray a, NDArray b, NDArray dy, NDArray written, boolean add) {
        Layout result = Layout.rowMajor(written.shape());
        super(written.shape(), result, a.layout(), b.layout());
        this.operation = operation;
        this.which = which;
        this.a = a.data();
        this.b = b.data();
        this.dy = dy.data();
        this.dyOffset = dy.offset();
        this.written = written.data();
        this.writtenOffset = written.offset();
        this.add = add;
        boolean needsRoom = secondStride() == 0 || thirdStride() == 0 || rowLength() % Lanes.LANES != 0;
        int parts = needsRoom ? (written.elements() - 1) / operation.part() + 1 : 0;
        this.room = NDArray.empty(Shape.of(parts * ROOM)).data();
    }

    @Override
    void row(int worker, int at, int aAt, int bAt, int length) {
        boolean aRepeats = secondStride() == 0;
        boolean bRepeats = thirdStride() == 0;
        int room = worker / operation.part() * ROOM;
        if (!aRepeats && !bRepeats) {
            run(a, aAt, b, bAt, at, length, room + 2 * BLOCK);
            return;
        }
        int block = Math.min(length, BLOCK);
        if (aRepeats) {
            Arrays.fill(this.room, room, room + block, a[aAt]);
        }
        if (bRepeats) {
            Arrays.fill(this.room, room + BLOCK, room + BLOCK + block, b[bAt]);
        }
        for (int i = 0; i < length; i += BLOCK) {
            float[] x = aRepeats ? this.room : a;
            float[] z = bRepeats ? this.room : b;
            int xo = aRepeats ? room : aAt + i;
            int zo = bRepeats ? room + BLOCK : bAt + i;
            run(x, xo, z, zo, at + i, Math.min(BLOCK, length - i), room + 2 * BLOCK);
        }
    }

    private void run(float[] x, int xo, float[] z, int zo, int at, int length, int lastVector) {
        int whole = Lanes.wholeVectors(length);
        int rest = length - whole;
        if (whole > 0) {
            run(x, xo, z, zo, at, written, writtenOffset + at, whole);
        }
        if (rest > 0) {
            int end = writtenOffset + at + whole;
            System.arraycopy(written, end, room, lastVector, rest);
            run(x, xo + whole, z, zo + whole, at + whole, room, lastVector, Lanes.LANES);
            System.arraycopy(room, lastVector, written, end, rest);
        }
    }

    private void run(float[] x, int xo, float[] z, int zo, int at, float[] y, int yo, int length) {
        if (which == FORWARD) {
            operation.forward(x, xo, z, zo, y, yo, length);
        } else if (which == FIRST) {
            operation.backwardFirst(x, xo, z, zo, dy, dyOffset + at, y, yo, length, add);
        } else {
            operation.backwardSecond(x, xo, z, zo, dy, dyOffset + at, y, yo, length, add);
        }
    }
}
