package lanewise.autograd;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Elements;
import lanewise.engine.op.IndexGet;
import lanewise.engine.op.IndexedPlaces;
import lanewise.engine.op.Write;
import org.jspecify.annotations.Nullable;

/// `x[...]`: numbers, ranges, new axes and the ellipsis make a view first; tensors of positions then pick from
/// that.
///
/// @param <T> the tensor
final class Indexing<T extends AnyTensor<T>> {
    private final Shape whole;

    /// Of each dimension of the view the positions picked, or null.
    private final List<@Nullable LongArray> picked = new ArrayList<>();

    private T view;
    private int dim;

    private Indexing(T x, Index[] indices) {
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
                for (int d = 0; d < left; d++) {
                    keep();
                }
            } else {
                take(index);
            }
        }
    }

    static Tensor get(Tensor x, Index... indices) {
        Indexing<Tensor> indexing = new Indexing<>(x, indices);
        return indexing.picksNothing() ? indexing.view : Tensor.applied(new IndexGet(indexing.places()), indexing.view);
    }

    static <T extends Unrecorded<T>> T get(T x, Index... indices) {
        Indexing<T> indexing = new Indexing<>(x, indices);
        return indexing.picksNothing() ? indexing.view : x.over(Elements.get(indexing.view.array(), indexing.places()));
    }

    /// As [#set(Tensor, Tensor, Index...)].
    static <T extends Unrecorded<T>> void set(T x, T value, Index... indices) {
        Indexing<T> indexing = new Indexing<>(x, indices);
        if (indexing.picksNothing()) {
            indexing.view.copy_(withoutLeadingOnes(value, indexing.view.rank()));
        } else {
            IndexedPlaces places = indexing.places();
            Elements.set(
                    indexing.view.array(),
                    places,
                    withoutLeadingOnes(value, places.result().rank()).array());
        }
    }

    /// Writes `value`, which broadcasts to what is indexed.
    static void set(Tensor x, Tensor value, Index... indices) {
        try (GradMode _ = GradMode.noGrad()) {
            if (indices.length == 1 && indices[0] instanceof Index.Mask(BoolTensor mask) && isFill(x, value, mask)) {
                x.maskedFill_(mask, value.item());
                return;
            }
            Indexing<Tensor> indexing = new Indexing<>(x, indices);
            if (indexing.picksNothing()) {
                indexing.view.copy_(withoutLeadingOnes(value, indexing.view.rank()));
            } else {
                IndexedPlaces places = indexing.places();
                NDArray target = indexing.view.array();
                NDArray values =
                        withoutLeadingOnes(value, places.result().rank()).array();
                boolean isSame = values.storage() == target.storage();
                places.write(target, isSame ? values.copy() : values, Write.OVERWRITE);
            }
        }
    }

    /// One number wherever a mask of the whole tensor is true needs no positions.
    private static boolean isFill(Tensor x, Tensor value, BoolTensor mask) {
        return value.elements() == 1 && value.rank() <= 1 && mask.shape().equals(x.shape());
    }

    /// A value may have more dimensions than what is indexed, if they have size 1.
    private static <T extends AnyTensor<T>> T withoutLeadingOnes(T value, int rank) {
        T fewer = value;
        while (fewer.rank() > rank && fewer.dim(0) == 1) {
            fewer = fewer.select(0, 0);
        }
        return fewer;
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
                keep();
            }
            case Index.NewAxis() -> {
                view = view.unsqueeze(dim);
                keep();
            }
            case Index.Positions(LongTensor positions) -> takePositions(positions);
            case Index.Mask(BoolTensor mask) -> takeMask(mask);
            case Index.Ellipsis() -> throw new AssertionError("the constructor deals with it");
        }
    }

    /// A single number is as good as an `int`.
    private void takePositions(LongTensor positions) {
        if (positions.rank() == 0) {
            view = view.select(dim, Math.toIntExact(positions.item()));
        } else {
            pick(positions.array());
        }
    }

    /// A mask of several dimensions is the positions of its true elements in each of them; one of none is a new
    /// axis of one index, or of none.
    private void takeMask(BoolTensor mask) {
        if (mask.rank() == 0) {
            view = view.unsqueeze(dim);
            pick(LongArray.zeros(Shape.of(mask.item() ? 1 : 0)));
            return;
        }
        for (int d = 0; d < mask.rank(); d++) {
            if (mask.dim(d) != view.dim(dim + d)) {
                throw new ShapeMismatchException("a mask " + mask.shape() + " does not fit the tensor " + whole
                        + " that it indexes: " + mask.dim(d) + " != " + view.dim(dim + d));
            }
        }
        for (LongArray positions : IndexedPlaces.ofTrue(mask.array())) {
            pick(positions);
        }
    }

    private void keep() {
        picked.add(null);
        dim++;
    }

    private void pick(LongArray positions) {
        picked.add(positions);
        dim++;
    }

    private boolean picksNothing() {
        for (LongArray positions : picked) {
            if (positions != null) {
                return false;
            }
        }
        return true;
    }

    private IndexedPlaces places() {
        return new IndexedPlaces(view.shape(), picked);
    }
}
