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

    /// Whether the last vector of a row may go on into the next row, which is computed after it.
    private final boolean spills;

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
        this.spills = which == FORWARD && this.written != this.a && this.written != this.b;
        boolean needsRoom = secondStride() == 0 || thirdStride() == 0 || rowLength() % Lanes.LANES != 0;
        int parts = (written.elements() - 1) / operation.part() + 1;
        this.room = needsRoom ? NDArray.empty(Shape.of(parts * ROOM)).data() : this.written;
    }

    @Override
    void row(int worker, int left, int at, int aAt, int bAt, int length) {
        boolean aRepeats = secondStride() == 0;
        boolean bRepeats = thirdStride() == 0;
        int part = worker / operation.part() * ROOM;
        int rounded = Lanes.wholeVectors(length + Lanes.LANES - 1);
        int end = spills && rounded <= left ? rounded : length;
        int block = aRepeats || bRepeats ? Math.min(rounded, BLOCK) : rounded;
        if (aRepeats) {
            Arrays.fill(room, part, part + block, a[aAt]);
        }
        if (bRepeats) {
            Arrays.fill(room, part + BLOCK, part + BLOCK + block, b[bAt]);
        }
        float[] x = aRepeats ? room : a;
        float[] z = bRepeats ? room : b;
        for (int i = 0; i < end; ) {
            int rest = Math.min(block, end - i);
            int whole = Lanes.wholeVectors(rest);
            int count = whole > 0 ? whole : rest;
            int xo = aRepeats ? part : aAt + i;
            int zo = bRepeats ? part + BLOCK : bAt + i;
            vectors(x, xo, z, zo, at + i, count, part + 2 * BLOCK);
            i += count;
        }
    }

    /// Whole vectors, or `count` elements of one, which is computed into the room from `lastVector` on and copied.
    private void vectors(float[] x, int xo, float[] z, int zo, int at, int count, int lastVector) {
        int place = writtenOffset + at;
        boolean partial = count < Lanes.LANES;
        if (partial) {
            System.arraycopy(written, place, room, lastVector, count);
        }
        float[] y = partial ? room : written;
        run(x, xo, z, zo, at, y, partial ? lastVector : place, partial ? Lanes.LANES : count);
        if (partial) {
            System.arraycopy(room, lastVector, written, place, count);
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
