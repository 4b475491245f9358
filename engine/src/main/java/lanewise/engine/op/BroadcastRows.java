package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.Shape;
import lanewise.engine.parallel.RangeTask;

/// A walk over up to three arrays that are broadcast to one shape, row by row, where a row is as long as the
/// dimensions can be merged. An index of the range is an element of the shape in row-major order.
abstract class BroadcastRows implements RangeTask {
    private static final int[] ONE = {1};

    private final int rank;
    private final int[] sizes;
    private final int[] first;
    private final int[] second;
    private final int[] third;
    private final int firstOffset;
    private final int secondOffset;
    private final int thirdOffset;

    /// A walk over three layouts, each of which broadcasts to `shape`.
    BroadcastRows(Shape shape, Layout first, Layout second, Layout third) {
        boolean oneRow = isOneRow(shape, first) && isOneRow(shape, second) && isOneRow(shape, third);
        if (oneRow) {
            this.sizes = new int[] {shape.elements()};
            this.first = ONE;
            this.second = ONE;
            this.third = ONE;
            this.rank = 1;
        } else {
            this.sizes = new int[Math.max(shape.rank(), 1)];
            this.first = new int[sizes.length];
            this.second = new int[sizes.length];
            this.third = new int[sizes.length];
            this.rank = merge(shape, first.expand(shape), second.expand(shape), third.expand(shape));
        }
        this.firstOffset = first.offset();
        this.secondOffset = second.offset();
        this.thirdOffset = third.offset();
    }

    /// Works on `length` elements that begin at these indices of the three arrays and go on in steps of their row
    /// strides. `worker` differs between ranges that are worked on at the same time: it is the range's begin.
    /// `left` of the range's elements are still to come, those of the row among them.
    abstract void row(int worker, int left, int firstAt, int secondAt, int thirdAt, int length);

    /// The step from one element of a row to the next in the first array, and so on.
    final int firstStride() {
        return first[rank - 1];
    }

    final int secondStride() {
        return second[rank - 1];
    }

    final int thirdStride() {
        return third[rank - 1];
    }

    /// The elements of a row.
    final int rowLength() {
        return sizes[rank - 1];
    }

    @Override
    public final void run(int from, int to) {
        int last = rank - 1;
        int length = sizes[last];
        int column = from % length;
        int at = from;
        while (at < to) {
            int x = firstOffset + column * first[last];
            int y = secondOffset + column * second[last];
            int z = thirdOffset + column * third[last];
            int row = at / length;
            for (int d = last - 1; d >= 0; d--) {
                int index = row % sizes[d];
                row /= sizes[d];
                x += index * first[d];
                y += index * second[d];
                z += index * third[d];
            }
            int count = Math.min(length - column, to - at);
            row(from, to - at, x, y, z, count);
            at += count;
            column = 0;
        }
    }

    private static boolean isOneRow(Shape shape, Layout layout) {
        return layout.isContiguous() && layout.shape().equals(shape);
    }

    /// Collects the dimensions, outermost first: without those of size 1, and neighbours that all three arrays pass
    /// through evenly as one. Returns how many there are, at least one.
    private int merge(Shape shape, Layout x, Layout y, Layout z) {
        int count = 0;
        for (int d = 0; d < shape.rank(); d++) {
            int size = shape.dim(d);
            if (size == 1) {
                continue;
            }
            int before = count - 1;
            boolean even = count > 0
                    && first[before] == size * x.stride(d)
                    && second[before] == size * y.stride(d)
                    && third[before] == size * z.stride(d);
            int into = even ? before : count++;
            sizes[into] = even ? sizes[into] * size : size;
            first[into] = x.stride(d);
            second[into] = y.stride(d);
            third[into] = z.stride(d);
        }
        if (count == 0) {
            sizes[0] = 1;
            return 1;
        }
        return count;
    }
}
