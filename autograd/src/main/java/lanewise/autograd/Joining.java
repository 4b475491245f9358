package lanewise.autograd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.ConstantPad;

/// Tensors of several.
final class Joining {
    private Joining() {}

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

    static Tensor hstack(List<Tensor> tensors) {
        List<Tensor> parts = atLeast(notEmpty("hstack", tensors), 1);
        return Tensor.cat(parts, parts.getFirst().rank() == 1 ? 0 : 1);
    }

    static Tensor vstack(List<Tensor> tensors) {
        return Tensor.cat(atLeast(notEmpty("vstack", tensors), 2), 0);
    }

    static Tensor dstack(List<Tensor> tensors) {
        return Tensor.cat(atLeast(notEmpty("dstack", tensors), 3), 2);
    }

    static Tensor columnStack(List<Tensor> tensors) {
        return Tensor.cat(
                notEmpty("columnStack", tensors).stream()
                        .map(x -> x.rank() <= 1 ? x.reshape(x.elements(), 1) : x)
                        .toList(),
                1);
    }

    static Tensor blockDiag(List<Tensor> tensors) {
        List<Tensor> blocks = atLeast(notEmpty("blockDiag", tensors), 2);
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
        return Tensor.cat(rows, 0);
    }

    static List<Tensor> broadcast(List<Tensor> tensors) {
        Shape shape = Shape.SCALAR;
        for (Tensor x : tensors) {
            shape = Shape.broadcast("broadcastTensors", shape, x.shape());
        }
        int[] sizes = shape.toArray();
        return tensors.stream().map(x -> x.expand(sizes)).toList();
    }

    static List<Tensor> meshgrid(List<Tensor> tensors, boolean columnsFirst) {
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
            java.util.Arrays.fill(alone, 1);
            alone[d] = sizes[d];
            grids.add(axes.get(d).reshape(alone).expand(sizes));
        }
        if (swapped) {
            Collections.swap(grids, 0, 1);
        }
        return grids;
    }

    static Tensor cartesianProd(List<Tensor> tensors) {
        for (Tensor x : notEmpty("cartesianProd", tensors)) {
            if (x.rank() != 1) {
                throw new ShapeMismatchException("cartesianProd: a tensor " + x.shape() + " must have one dimension");
            }
        }
        if (tensors.size() == 1) {
            return tensors.getFirst();
        }
        return Tensor.stack(
                meshgrid(tensors, false).stream().map(Tensor::flatten).toList(), 1);
    }

    /// The rows of `r` elements each, in their order.
    static Tensor combinations(Tensor x, int r, boolean withReplacement) {
        if (x.rank() != 1 || r < 0) {
            throw new ShapeMismatchException("combinations: of a tensor " + x.shape() + " by " + r
                    + ": it must have one dimension, and the number must not be negative");
        }
        if (r == 0) {
            return Tensor.zeros(0);
        }
        List<long[]> rows = new ArrayList<>();
        long[] row = new long[r];
        collect(rows, row, 0, 0, x.elements(), withReplacement);
        long[] indices = new long[rows.size() * r];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, indices, i * r, r);
        }
        return x.indexSelect(0, LongTensor.of(indices)).reshape(rows.size(), r);
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
