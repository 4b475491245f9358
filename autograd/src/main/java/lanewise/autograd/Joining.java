package lanewise.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Concat;
import lanewise.engine.op.Stack;

/// New tensors of several: static methods of [Tensor]. Where there is a `T` they are for tensors of every type.
abstract sealed class Joining extends Creation permits Tensor {
    /// For [Tensor].
    Joining() {}

    /// The tensors one after another in dimension `dim`; they agree in all other dimensions.
    public static Tensor cat(List<Tensor> tensors, int dim) {
        return Tensor.applied(new Concat(dim), tensors.toArray(new Tensor[0]));
    }

    /// The tensors, of one shape, beside each other in a new dimension `dim`.
    public static Tensor stack(List<Tensor> tensors, int dim) {
        return Tensor.applied(new Stack(dim), tensors.toArray(new Tensor[0]));
    }

    /// Einstein's summation: the product of tensors whose dimensions have letters, summed over the letters that the
    /// result lacks, as in `einsum("bij,bjk->bik", a, b)`. A letter twice in one operand takes its diagonal; `...`
    /// stands for any dimensions, which broadcast. Without `->` the result has the letters that occur once, in
    /// alphabetical order, behind those of `...`.
    ///
    /// @throws IllegalArgumentException if the equation cannot be read, or names another number of operands
    /// @throws ShapeMismatchException if an operand has other dimensions, or sizes of one letter differ
    public static Tensor einsum(String equation, Tensor... operands) {
        return Einsum.of(equation, operands);
    }

    /// The tensors one beside the other: in dimension 1, vectors in dimension 0.
    public static <T extends AnyTensor<T>> T hstack(List<T> tensors) {
        List<T> parts = atLeast(notEmpty("hstack", tensors), 1);
        return concatenated(parts, parts.getFirst().rank() == 1 ? 0 : 1);
    }

    /// The tensors, of at least two dimensions each, one below the other.
    public static <T extends AnyTensor<T>> T vstack(List<T> tensors) {
        return concatenated(atLeast(notEmpty("vstack", tensors), 2), 0);
    }

    /// The tensors, of at least three dimensions each, one behind the other.
    public static <T extends AnyTensor<T>> T dstack(List<T> tensors) {
        return concatenated(atLeast(notEmpty("dstack", tensors), 3), 2);
    }

    /// The tensors one beside the other, where vectors are columns.
    public static <T extends AnyTensor<T>> T columnStack(List<T> tensors) {
        return concatenated(
                notEmpty("columnStack", tensors).stream()
                        .map(x -> x.rank() <= 1 ? x.reshape(x.elements(), 1) : x)
                        .toList(),
                1);
    }

    /// The matrix of zeros whose diagonal these matrices are; vectors are rows.
    ///
    /// @throws ShapeMismatchException if one has more than two dimensions
    @SafeVarargs
    @SuppressWarnings("varargs") // they are only read
    public static <T extends AnyTensor<T>> T blockDiag(T... tensors) {
        List<T> blocks = atLeast(notEmpty("blockDiag", List.of(tensors)), 2);
        int columns = 0;
        for (T block : blocks) {
            if (block.rank() != 2) {
                throw new ShapeMismatchException(
                        "blockDiag: a tensor " + block.shape() + " must have at most two dimensions");
            }
            columns += block.dim(1);
        }
        List<T> rows = new ArrayList<>();
        int before = 0;
        for (T block : blocks) {
            int after = columns - before - block.dim(1);
            int height = block.dim(0);
            rows.add(concatenated(List.of(block.newZeros(height, before), block, block.newZeros(height, after)), 1));
            before += block.dim(1);
        }
        return concatenated(rows, 0);
    }

    /// Views of the tensors, broadcast to one shape.
    @SafeVarargs
    @SuppressWarnings("varargs") // they are only read
    public static <T extends AnyTensor<T>> List<T> broadcastTensors(T... tensors) {
        Shape shape = Shape.SCALAR;
        for (T x : tensors) {
            shape = Shape.broadcast("broadcastTensors", shape, x.shape());
        }
        int[] sizes = shape.toArray();
        return Stream.of(tensors).map(x -> x.expand(sizes)).toList();
    }

    /// Views of the tensors, vectors or single numbers, each repeated over the dimensions of all others: the
    /// coordinates of a grid. The first tensor is along dimension 0.
    ///
    /// @throws ShapeMismatchException if one has more than one dimension
    @SafeVarargs
    @SuppressWarnings("varargs") // they are only read
    public static <T extends AnyTensor<T>> List<T> meshgrid(T... tensors) {
        return grids(List.of(tensors), false);
    }

    /// As [#meshgrid], but the first tensor is along dimension 1 and the second along dimension 0, as
    /// `x` and `y` of a plot: PyTorch's indexing "xy".
    @SafeVarargs
    @SuppressWarnings("varargs") // they are only read
    public static <T extends AnyTensor<T>> List<T> meshgridXy(T... tensors) {
        return grids(List.of(tensors), true);
    }

    /// All rows of one element of each vector: `[product of the sizes, vectors]`.
    @SafeVarargs
    @SuppressWarnings("varargs") // they are only read
    public static <T extends AnyTensor<T>> T cartesianProd(T... tensors) {
        for (T x : notEmpty("cartesianProd", List.of(tensors))) {
            if (x.rank() != 1) {
                throw new ShapeMismatchException("cartesianProd: a tensor " + x.shape() + " must have one dimension");
            }
        }
        if (tensors.length == 1) {
            return tensors[0];
        }
        return concatenated(
                meshgrid(tensors).stream().map(x -> x.reshape(x.elements(), 1)).toList(), 1);
    }

    /// All rows of `r` elements of a vector, in their order, each element once or, `withReplacement`, any number of
    /// times.
    public static <T extends AnyTensor<T>> T combinations(T tensor, int r, boolean withReplacement) {
        if (tensor.rank() != 1 || r < 0) {
            throw new ShapeMismatchException("combinations: of a tensor " + tensor.shape() + " by " + r
                    + ": it must have one dimension, and the number must not be negative");
        }
        if (r == 0) {
            return tensor.newZeros(0);
        }
        List<long[]> rows = new ArrayList<>();
        long[] row = new long[r];
        collect(rows, row, 0, 0, tensor.elements(), withReplacement);
        long[] indices = new long[rows.size() * r];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, indices, i * r, r);
        }
        return tensor.indexSelect(0, LongTensor.of(indices)).reshape(rows.size(), r);
    }

    /// As [#cat(List, int)], for tensors of every type.
    static <T extends AnyTensor<T>> T concatenated(List<T> tensors, int dim) {
        return tensors.getFirst().joined(tensors.subList(1, tensors.size()), dim);
    }

    /// With at least this many dimensions, of 1 to 3: a vector becomes a row of a matrix, a matrix the first layer
    /// of three dimensions.
    static <T extends AnyTensor<T>> T atLeast(T x, int rank) {
        T result = x;
        if (result.rank() == 0) {
            result = result.unsqueeze(0);
        }
        if (result.rank() == 1 && rank > 1) {
            result = result.unsqueeze(0);
        }
        return result.rank() == 2 && rank > 2 ? result.unsqueeze(-1) : result;
    }

    private static <T extends AnyTensor<T>> List<T> atLeast(List<T> tensors, int rank) {
        return tensors.stream().map(x -> atLeast(x, rank)).toList();
    }

    private static <T extends AnyTensor<T>> List<T> grids(List<T> tensors, boolean columnsFirst) {
        int n = notEmpty("meshgrid", tensors).size();
        List<T> axes = new ArrayList<>(tensors);
        boolean swapped = columnsFirst && n > 1;
        if (swapped) {
            Collections.swap(axes, 0, 1);
        }
        int[] sizes = new int[n];
        for (int d = 0; d < n; d++) {
            T axis = axes.get(d);
            if (axis.rank() > 1) {
                throw new ShapeMismatchException(
                        "meshgrid: a tensor " + axis.shape() + " must have at most one dimension");
            }
            sizes[d] = axis.elements();
        }
        List<T> grids = new ArrayList<>();
        for (int d = 0; d < n; d++) {
            int[] alone = new int[n];
            Arrays.fill(alone, 1);
            alone[d] = sizes[d];
            grids.add(axes.get(d).reshape(alone).expand(sizes));
        }
        if (swapped) {
            Collections.swap(grids, 0, 1);
        }
        return grids;
    }

    private static void collect(List<long[]> rows, long[] row, int at, int from, int n, boolean again) {
        if (at == row.length) {
            rows.add(row.clone());
            return;
        }
        for (int i = from; i < n; i++) {
            row[at] = i;
            collect(rows, row, at + 1, again ? i : i + 1, n, again);
        }
    }

    private static <T> List<T> notEmpty(String operation, List<T> tensors) {
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException(operation + ": at least one tensor is needed");
        }
        return tensors;
    }
}
