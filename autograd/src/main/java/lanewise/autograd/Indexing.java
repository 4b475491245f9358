package lanewise.autograd;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.InPlace;

/// `x[...]`: numbers, ranges, new axes and the ellipsis make a view first; tensors of positions then pick from
/// that.
final class Indexing {
    private final Shape whole;
    private final List<Picked> picked = new ArrayList<>();
    private Tensor view;
    private int dim;

    /// The positions picked in dimension `dim` of the view.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Picked(int dim, Shape shape, long[] positions) {}

    private Indexing(Tensor x, Index[] indices) {
        this.whole = x.shape();
        this.view = x;
        int left = x.rank() - consumed(indices);
        boolean open = true;
        for (Index index : indices) {
            if (index instanceof Index.Ellipsis) {
                if (!open) {
                    throw new IndexOutOfBoundsException("an index into " + whole + " has more than one ellipsis");
                }
                open = false;
                dim += left;
            } else {
                take(index);
            }
        }
    }

    static Tensor get(Tensor x, Index... indices) {
        Indexing indexing = new Indexing(x, indices);
        return indexing.picked.isEmpty() ? indexing.view : indexing.pick();
    }

    /// Writes `value`, which broadcasts to what is indexed.
    static void set(Tensor x, Tensor value, Index... indices) {
        try (GradMode _ = GradMode.noGrad()) {
            if (indices.length == 1 && indices[0] instanceof Index.Mask(BoolTensor mask) && isFill(x, value, mask)) {
                x.maskedFill_(mask, value.item());
                return;
            }
            Indexing indexing = new Indexing(x, indices);
            if (indexing.picked.isEmpty()) {
                indexing.view.copy_(value);
            } else {
                indexing.scatter(value);
            }
        }
    }

    /// One number wherever a mask of the whole tensor is true needs no positions.
    private static boolean isFill(Tensor x, Tensor value, BoolTensor mask) {
        return value.elements() == 1 && value.rank() <= 1 && mask.shape().equals(x.shape());
    }

    private int consumed(Index[] indices) {
        int consumed = 0;
        for (Index index : indices) {
            consumed += switch (index) {
                case Index.At _, Index.Range _, Index.Positions _ -> 1;
                case Index.Mask mask -> mask.mask().rank();
                case Index.Ellipsis _, Index.NewAxis _ -> 0;
            };
        }
        if (consumed > whole.rank()) {
            throw new IndexOutOfBoundsException(
                    "an index of " + consumed + " dimensions into " + whole + ", which has " + whole.rank());
        }
        return consumed;
    }

    private void take(Index index) {
        switch (index) {
            case Index.At(int at) -> view = view.select(dim, at);
            case Index.Range(int start, int end, int step) -> {
                boolean all = start == 0 && end == Integer.MAX_VALUE && step == 1;
                view = all ? view : view.slice(dim, start, end, step);
                dim++;
            }
            case Index.NewAxis() -> view = view.unsqueeze(dim++);
            case Index.Positions(LongTensor positions) ->
                picked.add(new Picked(dim, positions.shape(), checked(positions.toArray(), dim++)));
            case Index.Mask(BoolTensor mask) -> takeMask(mask);
            case Index.Ellipsis() -> throw new AssertionError("the constructor deals with it");
        }
    }

    /// A mask of several dimensions is the positions of its true elements in each of them.
    private void takeMask(BoolTensor mask) {
        boolean[] elements = mask.toArray();
        long[][] positions = new long[mask.rank()][mask.count()];
        int next = 0;
        for (int i = 0; i < elements.length; i++) {
            if (elements[i]) {
                int rest = i;
                for (int d = mask.rank() - 1; d >= 0; d--) {
                    positions[d][next] = rest % mask.dim(d);
                    rest /= mask.dim(d);
                }
                next++;
            }
        }
        for (int d = 0; d < mask.rank(); d++) {
            if (mask.dim(d) != view.dim(dim)) {
                throw new ShapeMismatchException("a mask " + mask.shape() + " does not fit the tensor " + whole
                        + " that it indexes: " + mask.dim(d) + " != " + view.dim(dim));
            }
            picked.add(new Picked(dim++, Shape.of(next), positions[d]));
        }
    }

    private long[] checked(long[] positions, int dimension) {
        int size = view.dim(dimension);
        for (int i = 0; i < positions.length; i++) {
            long at = positions[i] < 0 ? positions[i] + size : positions[i];
            if (at < 0 || at >= size) {
                throw new IndexOutOfBoundsException("index " + positions[i] + " is outside a dimension of " + size
                        + ", indexing a tensor " + whole);
            }
            positions[i] = at;
        }
        return positions;
    }

    private Tensor pick() {
        Tensor source = view;
        int at = place();
        if (!adjacent()) {
            source = source.permute(pickedFirst());
        }
        Shape shape = pickedShape();
        long[] flat = new long[shape.elements()];
        int merged = 1;
        for (int p = 0; p < picked.size(); p++) {
            int size = view.dim(picked.get(p).dim());
            long[] positions = stretched(picked.get(p), flat.length);
            for (int i = 0; i < flat.length; i++) {
                flat[i] = flat[i] * size + positions[i];
            }
            merged *= size;
        }
        int[] sizes = replaced(source.shape(), at, picked.size(), merged);
        Tensor rows = source.reshape(sizes).indexSelect(at, LongTensor.of(flat));
        return shape.rank() == 1 ? rows : rows.reshape(replaced(rows.shape(), at, 1, shape.toArray()));
    }

    /// Writes one picked place after another.
    private void scatter(Tensor value) {
        Shape shape = pickedShape();
        int at = place();
        int[] result = result(shape, at);
        int count = shape.elements();
        Tensor values = value.expand(result).reshape(replaced(Shape.of(result), at, shape.rank(), count));
        for (int i = 0; i < count; i++) {
            NDArray target = view.array();
            for (int p = picked.size() - 1; p >= 0; p--) {
                long[] positions = stretched(picked.get(p), count);
                target = target.view(target.layout().select(picked.get(p).dim(), (int) positions[i]));
            }
            InPlace.copy(target, values.select(at, i).array());
        }
    }

    private int[] result(Shape shape, int at) {
        int[] order = pickedFirst();
        Tensor arranged = adjacent() ? view : view.permute(order);
        return replaced(arranged.shape(), at, picked.size(), shape.toArray());
    }

    /// Where the picked dimensions stand in the result: in their place if they are neighbours, otherwise in front.
    private int place() {
        return adjacent() ? picked.getFirst().dim() : 0;
    }

    private boolean adjacent() {
        return picked.getLast().dim() - picked.getFirst().dim() == picked.size() - 1;
    }

    private int[] pickedFirst() {
        List<Integer> order = new ArrayList<>();
        for (Picked p : picked) {
            order.add(p.dim());
        }
        for (int d = 0; d < view.rank(); d++) {
            if (!order.contains(d)) {
                order.add(d);
            }
        }
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private Shape pickedShape() {
        Shape shape = picked.getFirst().shape();
        for (Picked p : picked) {
            if (shape.elements() == 1 && shape.rank() <= p.shape().rank()) {
                shape = p.shape();
            } else if (!p.shape().equals(shape) && p.shape().elements() != 1) {
                throw new ShapeMismatchException("index tensors " + shape + " and " + p.shape() + " into a tensor "
                        + whole + " must have the same shape");
            }
        }
        return shape;
    }

    private static long[] stretched(Picked picked, int count) {
        if (picked.positions().length == count) {
            return picked.positions();
        }
        long[] positions = new long[count];
        java.util.Arrays.fill(positions, picked.positions()[0]);
        return positions;
    }

    /// The sizes of `shape` with `count` of them from `at` on replaced by others.
    private static int[] replaced(Shape shape, int at, int count, int... others) {
        int[] sizes = new int[shape.rank() - count + others.length];
        for (int d = 0; d < at; d++) {
            sizes[d] = shape.dim(d);
        }
        System.arraycopy(others, 0, sizes, at, others.length);
        for (int d = at + count; d < shape.rank(); d++) {
            sizes[d - count + others.length] = shape.dim(d);
        }
        return sizes;
    }
}
