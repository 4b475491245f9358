package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.Layout;
import lanewise.engine.NDArray;

/// One of the loops of a [BinaryOperation] over broadcast inputs.
final class BinaryRows extends BroadcastRows {
    static final int FORWARD = 0;
    static final int FIRST = 1;
    static final int SECOND = 2;

    /// A repeated element is written out this often, and the row computed in blocks of it.
    private static final int BLOCK = 256;

    private final BinaryOperation operation;
    private final int which;
    private final float[] a;
    private final float[] b;
    private final float[] dy;
    private final int dyOffset;
    private final float[] written;
    private final int writtenOffset;
    private final boolean add;

    /// Room for the repeated elements of both inputs, for every part that may be worked on at a time.
    private final float[] repeated;

    /// Forward writes `written`; backward reads `dy` as well. Both are row-major and have the shape of the result.
    BinaryRows(
            BinaryOperation operation, int which, NDArray a, NDArray b, NDArray dy, NDArray written, boolean add) {
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
        this.repeated = secondStride() == 0 || thirdStride() == 0 ? room(written.elements()) : a.data();
    }

    /// In a workspace this is recycled like any array.
    private float[] room(int elements) {
        int parts = (elements - 1) / operation.part() + 1;
        return NDArray.empty(lanewise.engine.Shape.of(parts * 2 * BLOCK)).data();
    }

    @Override
    void row(int worker, int at, int aAt, int bAt, int length) {
        boolean aRepeats = secondStride() == 0;
        boolean bRepeats = thirdStride() == 0;
        if (!aRepeats && !bRepeats) {
            run(a, aAt, b, bAt, at, length);
            return;
        }
        int room = worker / operation.part() * 2 * BLOCK;
        int block = Math.min(length, BLOCK);
        if (aRepeats) {
            Arrays.fill(repeated, room, room + block, a[aAt]);
        }
        if (bRepeats) {
            Arrays.fill(repeated, room + BLOCK, room + BLOCK + block, b[bAt]);
        }
        for (int i = 0; i < length; i += BLOCK) {
            int count = Math.min(BLOCK, length - i);
            run(
                    aRepeats ? repeated : a,
                    aRepeats ? room : aAt + i,
                    bRepeats ? repeated : b,
                    bRepeats ? room + BLOCK : bAt + i,
                    at + i,
                    count);
        }
    }

    private void run(float[] x, int xo, float[] z, int zo, int at, int length) {
        if (which == FORWARD) {
            operation.forward(x, xo, z, zo, written, writtenOffset + at, length);
        } else if (which == FIRST) {
            operation.backwardFirst(x, xo, z, zo, dy, dyOffset + at, written, writtenOffset + at, length, add);
        } else {
            operation.backwardSecond(x, xo, z, zo, dy, dyOffset + at, written, writtenOffset + at, length, add);
        }
    }
}
