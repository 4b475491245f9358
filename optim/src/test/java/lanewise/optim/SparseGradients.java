package lanewise.optim;

import java.util.Random;
import lanewise.autograd.Tensor;
import lanewise.engine.LongArray;
import lanewise.engine.Shape;
import lanewise.engine.op.Embedding;

/// Gives matrices sparse gradients.
final class SparseGradients {
    private SparseGradients() {}

    /// Adds the rows `added`, one after another, to the gradient of `table`, at the rows `index`.
    static void add(Tensor table, long[] index, float... added) {
        Tensor.apply(
                        new Embedding(LongArray.of(Shape.of(index.length), index), Embedding.NO_PADDING, false, true),
                        table)
                .backward(Tensor.of(Shape.of(index.length, table.dim(1)), added));
    }

    /// Gives `table` a new gradient with `count` drawn rows, of which some may be the same.
    static void draw(Tensor table, int count, Random random) {
        table.setGrad(null);
        add(table, random.longs(count, 0, table.dim(0)).toArray(), Rules.normal(random, count * table.dim(1)));
    }

    static Tensor table(int rows, int width, Random random) {
        return Rules.parameter(Shape.of(rows, width), Rules.normal(random, rows * width));
    }
}
