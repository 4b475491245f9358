package lanewise.autograd;

import java.util.Arrays;
import java.util.List;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// The elements of a tensor of any type in another order, or several times. All are copies, but for what says
/// *view*.
///
/// @param <T> the tensor
sealed interface Rearranging<T extends AnyTensor<T>> extends Splitting<T> permits Diagonals {
    /// These dimensions turned round; none named, none is.
    ///
    /// @throws IllegalArgumentException if a dimension is named twice
    T flip(int... dims);

    /// The second dimension turned round.
    default T fliplr() {
        checkRank("fliplr", 2);
        return flip(1);
    }

    /// The first dimension turned round.
    default T flipud() {
        checkRank("flipud", 1);
        return flip(0);
    }

    /// All elements, in row-major order, moved on by `shift` places; those that leave at the end come in at the
    /// front.
    default T roll(int shift) {
        return self().flatten()
                .roll(new int[] {shift}, new int[] {0})
                .reshape(self().shape().toArray());
    }

    /// The elements moved on by `shift` indices of a dimension; those that leave at the end come in at the front.
    default T roll(int shift, int dim) {
        return roll(new int[] {shift}, new int[] {dim});
    }

    /// As [#roll(int, int)] in several dimensions, one after another.
    ///
    /// @throws IllegalArgumentException if there are not as many shifts as dimensions
    default T roll(int[] shifts, int[] dims) {
        if (shifts.length != dims.length || dims.length == 0) {
            throw new IllegalArgumentException("roll: shifts " + Arrays.toString(shifts) + " and dimensions "
                    + Arrays.toString(dims) + " must be as many, and at least one");
        }
        T rolled = self();
        for (int i = 0; i < dims.length; i++) {
            int n = rolled.dim(dims[i]);
            int shift = n == 0 ? 0 : Math.floorMod(shifts[i], n);
            if (shift != 0) {
                rolled = Joining.concatenated(
                        List.of(rolled.narrow(dims[i], n - shift, shift), rolled.narrow(dims[i], 0, n - shift)),
                        dims[i]);
            }
        }
        return rolled.array().storage() == self().array().storage() ? rolled.clone() : rolled;
    }

    /// Turned by a right angle `times` times, from dimension `from` towards dimension `to`.
    ///
    /// @throws IllegalArgumentException if both dimensions are the same
    default T rot90(int times, int from, int to) {
        checkRank("rot90", 2);
        Shape shape = self().shape();
        if (shape.axis(from) == shape.axis(to)) {
            throw new IllegalArgumentException(
                    "rot90: dimensions " + from + " and " + to + " of " + shape + " are the same");
        }
        return switch (Math.floorMod(times, 4)) {
            case 1 -> flip(to).transpose(from, to);
            case 2 -> flip(from, to);
            case 3 -> flip(from).transpose(from, to);
            default -> self().clone();
        };
    }

    /// As [#rot90(int, int, int)] once, in the first two dimensions.
    default T rot90() {
        return rot90(1, 0, 1);
    }

    /// The whole tensor side by side, `times[d]` times in dimension `d`; further dimensions may come in front.
    ///
    /// @throws IllegalArgumentException if there are fewer numbers than dimensions, or one is negative
    default T repeat(int... times) {
        Shape shape = self().shape();
        if (times.length < shape.rank() || Arrays.stream(times).anyMatch(n -> n < 0)) {
            throw new IllegalArgumentException("repeat: " + Arrays.toString(times) + " for a tensor " + shape
                    + " must be at least as many numbers as it has dimensions, none of them negative");
        }
        int extra = times.length - shape.rank();
        int[] single = new int[2 * times.length];
        int[] repeated = new int[2 * times.length];
        int[] result = new int[times.length];
        for (int d = 0; d < times.length; d++) {
            int size = d < extra ? 1 : shape.dim(d - extra);
            single[2 * d] = 1;
            single[2 * d + 1] = size;
            repeated[2 * d] = times[d];
            repeated[2 * d + 1] = size;
            result[d] = Math.multiplyExact(times[d], size);
        }
        return self().reshape(single).expand(repeated).clone().reshape(result);
    }

    /// As [#repeat(int...)]; with fewer numbers than dimensions they are those of the last ones.
    default T tile(int... times) {
        int missing = Math.max(self().rank() - times.length, 0);
        int[] all = new int[missing + times.length];
        Arrays.fill(all, 0, missing, 1);
        System.arraycopy(times, 0, all, missing, times.length);
        return repeat(all);
    }

    /// Each index of a dimension `times` times, one after another.
    ///
    /// @throws IllegalArgumentException if `times` is negative
    default T repeatInterleave(int times, int dim) {
        if (times < 0) {
            throw new IllegalArgumentException("repeatInterleave: times is " + times + "; it must not be negative");
        }
        T self = self();
        Shape shape = self.shape();
        int axis = shape.axis(dim);
        int[] repeated = shape.inserted(axis + 1, times).toArray();
        int[] result =
                shape.with(axis, Math.multiplyExact(shape.dim(axis), times)).toArray();
        return self.unsqueeze(axis + 1).expand(repeated).clone().reshape(result);
    }

    /// As [#repeatInterleave(int, int)], all elements in row-major order: `[times·n]`.
    default T repeatInterleave(int times) {
        return self().flatten().repeatInterleave(times, 0);
    }

    /// Each index of a dimension as often as `times`, `[n]` or one number for all, says.
    ///
    /// @throws ShapeMismatchException if there are not as many numbers as indices
    /// @throws IllegalArgumentException if one is negative
    default T repeatInterleave(LongTensor times, int dim) {
        return self().indexSelect(dim, Repetition.indices(times, self().shape(), dim));
    }

    /// As [#repeatInterleave(LongTensor, int)], of all elements in row-major order.
    default T repeatInterleave(LongTensor times) {
        return self().flatten().repeatInterleave(times, 0);
    }

    /// As [AnyTensor#gather], where this tensor and the index broadcast in all other dimensions.
    default T takeAlongDim(LongTensor index, int dim) {
        Shape shape = self().shape();
        int axis = shape.axis(dim);
        if (index.rank() != shape.rank()) {
            throw new ShapeMismatchException(
                    "takeAlongDim: a tensor " + shape + " and an index " + index.shape() + " must have the same rank");
        }
        Shape others = Shape.broadcast(
                "takeAlongDim", shape.with(axis, 1), index.shape().with(axis, 1));
        return self().expand(others.with(axis, shape.dim(axis)).toArray())
                .gather(axis, index.expand(others.with(axis, index.dim(axis)).toArray()));
    }

    /// As [#take(LongTensor)], as one dimension.
    default T takeAlongDim(LongTensor index) {
        return self().flatten().gather(0, index.reshape(-1));
    }

    /// The elements whose numbers in row-major order `index` holds; a negative one counts from the end.
    default T take(LongTensor index) {
        LongTensor numbers = Numbers.fromFront("take", index, self().elements());
        return self().reshape(-1).gather(0, numbers).reshape(index.shape().toArray());
    }

    /// A view with a dimension moved to another place; the others keep their order.
    default T movedim(int from, int to) {
        return movedim(new int[] {from}, new int[] {to});
    }

    /// A view with dimensions moved to other places; the others keep their order.
    ///
    /// @throws IllegalArgumentException if there are not as many of both, or one is named twice
    default T movedim(int[] from, int[] to) {
        Shape shape = self().shape();
        int rank = shape.rank();
        int[] order = new int[rank];
        Arrays.fill(order, -1);
        boolean[] moved = new boolean[rank];
        boolean valid = from.length == to.length;
        for (int i = 0; valid && i < from.length; i++) {
            int source = shape.axis(from[i]);
            int target = shape.axis(to[i]);
            valid = !moved[source] && order[target] < 0;
            moved[source] = true;
            order[target] = source;
        }
        if (!valid) {
            throw new IllegalArgumentException("movedim: dimensions " + Arrays.toString(from) + " of " + shape
                    + " cannot move to " + Arrays.toString(to) + ": both must name as many, each once");
        }
        int next = 0;
        for (int d = 0; d < rank; d++) {
            if (order[d] < 0) {
                while (moved[next]) {
                    next++;
                }
                order[d] = next++;
            }
        }
        return self().permute(order);
    }

    private void checkRank(String operation, int rank) {
        if (self().rank() < rank) {
            throw new ShapeMismatchException(
                    operation + ": a tensor " + self().shape() + " must have at least " + rank + " dimensions");
        }
    }

    @SuppressWarnings("unchecked") // by the definition of T
    private T self() {
        return (T) this;
    }
}
