package lanewise.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Concat;
import lanewise.engine.op.ConstantPad;
import lanewise.engine.op.Stack;

/// New tensors of several: static methods of [Tensor].
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
    public static Tensor hstack(List<Tensor> tensors) {
        List<Tensor> parts = atLeast(notEmpty("hstack", tensors), 1);
        return cat(parts, parts.getFirst().rank() == 1 ? 0 : 1);
    }

    /// The tensors, of at least two dimensions each, one below the other.
    public static Tensor vstack(List<Tensor> tensors) {
        return cat(atLeast(notEmpty("vstack", tensors), 2), 0);
    }

    /// The tensors, of at least three dimensions each, one behind the other.
    public static Tensor dstack(List<Tensor> tensors) {
        return cat(atLeast(notEmpty("dstack", tensors), 3), 2);
    }

    /// The tensors one beside the other, where vectors are columns.
    public static Tensor columnStack(List<Tensor> tensors) {
        return cat(
                notEmpty("columnStack", tensors).stream()
                        .map(x -> x.rank() <= 1 ? x.reshape(x.elements(), 1) : x)
                        .toList(),
                1);
    }

    /// The matrix of zeros whose diagonal these matrices are; vectors are rows.
    ///
    /// @throws ShapeMismatchException if one has more than two dimensions
    public static Tensor blockDiag(Tensor... tensors) {
        List<Tensor> blocks = atLeast(notEmpty("blockDiag", List.of(tensors)), 2);
        int columns = 0;
        for (Tensor block : blocks) {
            if (block.rank() != 2) {
                throw new ShapeMismatchException(
                        "blockDiag: a tensor " + block.shape() + " must have at most two dimensions");
            }
            columns += block.dim(1);
        }
        List<Tensor> rows = new ArrayList<>();
        int before = 0;
        for (Tensor block : blocks) {
            int after = columns - before - block.dim(1);
            rows.add(Tensor.applied(new ConstantPad(0f, before, after), block));
            before += block.dim(1);
        }
        return cat(rows, 0);
    }

    /// Views of the tensors, broadcast to one shape.
    public static List<Tensor> broadcastTensors(Tensor... tensors) {
        Shape shape = Shape.SCALAR;
        for (Tensor x : tensors) {
            shape = Shape.broadcast("broadcastTensors", shape, x.shape());
        }
        int[] sizes = shape.toArray();
        return Stream.of(tensors).map(x -> x.expand(sizes)).toList();
    }

    /// Views of the tensors, vectors or single numbers, each repeated over the dimensions of all others: the
    /// coordinates of a grid. The first tensor is along dimension 0.
    ///
    /// @throws ShapeMismatchException if one has more than one dimension
    public static List<Tensor> meshgrid(Tensor... tensors) {
        return grids(List.of(tensors), false);
    }

    /// As [#meshgrid(Tensor...)], but the first tensor is along dimension 1 and the second along dimension 0, as
    /// `x` and `y` of a plot: PyTorch's indexing "xy".
    public static List<Tensor> meshgridXy(Tensor... tensors) {
        return grids(List.of(tensors), true);
    }

    /// All rows of one element of each vector: `[product of the sizes, vectors]`.
    public static Tensor cartesianProd(Tensor... tensors) {
        for (Tensor x : notEmpty("cartesianProd", List.of(tensors))) {
            if (x.rank() != 1) {
                throw new ShapeMismatchException("cartesianProd: a tensor " + x.shape() + " must have one dimension");
            }
        }
        if (tensors.length == 1) {
            return tensors[0];
        }
        return stack(meshgrid(tensors).stream().map(Tensor::flatten).toList(), 1);
    }

    /// All rows of `r` elements of a vector, in their order, each element once or, `withReplacement`, any number of
    /// times.
    public static Tensor combinations(Tensor tensor, int r, boolean withReplacement) {
        if (tensor.rank() != 1 || r < 0) {
            throw new ShapeMismatchException("combinations: of a tensor " + tensor.shape() + " by " + r
                    + ": it must have one dimension, and the number must not be negative");
        }
        if (r == 0) {
            return zeros(0);
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

    /// With at least this many dimensions, of 1 to 3: a vector becomes a row of a matrix, a matrix the first layer
    /// of three dimensions.
    static Tensor atLeast(Tensor x, int rank) {
        Tensor result = x;
        if (result.rank() == 0) {
            result = result.unsqueeze(0);
        }
        if (result.rank() == 1 && rank > 1) {
            result = result.unsqueeze(0);
        }
        return result.rank() == 2 && rank > 2 ? result.unsqueeze(-1) : result;
    }

    private static List<Tensor> atLeast(List<Tensor> tensors, int rank) {
        return tensors.stream().map(x -> atLeast(x, rank)).toList();
    }

    private static List<Tensor> grids(List<Tensor> tensors, boolean columnsFirst) {
        int n = notEmpty("meshgrid", tensors).size();
        List<Tensor> axes = new ArrayList<>(tensors);
        boolean swapped = columnsFirst && n > 1;
        if (swapped) {
            Collections.swap(axes, 0, 1);
        }
        int[] sizes = new int[n];
        for (int d = 0; d < n; d++) {
            Tensor axis = axes.get(d);
            if (axis.rank() > 1) {
                throw new ShapeMismatchException(
                        "meshgrid: a tensor " + axis.shape() + " must have at most one dimension");
            }
            sizes[d] = axis.elements();
        }
        List<Tensor> grids = new ArrayList<>();
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

    private static List<Tensor> notEmpty(String operation, List<Tensor> tensors) {
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException(operation + ": at least one tensor is needed");
        }
        return tensors;
    }
}
