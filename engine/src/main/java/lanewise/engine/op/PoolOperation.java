package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.PoolWindows;

/// What all poolings have in common: `x [n, c, spatial...]` or `[c, spatial...]`, channel by channel brought to
/// other sizes in its last 1 to 3 dimensions.
abstract class PoolOperation extends Operation {
    final int dimensions;

    PoolOperation(int dimensions) {
        if (dimensions < 1 || dimensions > 3) {
            throw new IllegalArgumentException("pooling over 1 to 3 dimensions is possible, not over " + dimensions);
        }
        this.dimensions = dimensions;
    }

    /// @throws ShapeMismatchException if `x` has another number of dimensions, or one but the first is empty
    final void check(NDArray x) {
        Shape shape = x.shape();
        if (shape.rank() != dimensions + 1 && shape.rank() != dimensions + 2) {
            throw new ShapeMismatchException(message("x is " + shape + "; it must have " + (dimensions + 2)
                    + " dimensions, [n, c, ...], or " + (dimensions + 1) + ", [c, ...]"));
        }
        for (int d = shape.rank() - dimensions - 1; d < shape.rank(); d++) {
            if (shape.dim(d) == 0) {
                throw new ShapeMismatchException(
                        message("x is " + shape + "; no dimension but that of the examples may be empty"));
            }
        }
    }

    final int[] spatial(Shape shape) {
        int[] sizes = shape.toArray();
        return Arrays.copyOfRange(sizes, sizes.length - dimensions, sizes.length);
    }

    /// The product of the sizes before the spatial ones.
    final int planes(Shape shape) {
        int planes = 1;
        for (int d = 0; d < shape.rank() - dimensions; d++) {
            planes *= shape.dim(d);
        }
        return planes;
    }

    final Shape result(Shape x, int[] sizes) {
        int[] all = x.toArray();
        System.arraycopy(sizes, 0, all, all.length - dimensions, dimensions);
        return Shape.of(all);
    }

    /// As many as the kernel knows dimensions, the missing ones in front.
    static int[] three(int[] sizes, int missing) {
        int[] three = new int[3];
        Arrays.fill(three, missing);
        System.arraycopy(sizes, 0, three, 3 - sizes.length, sizes.length);
        return three;
    }

    /// The windows for an input and an output of these sizes.
    abstract PoolWindows windows(int[] input, int[] output);

    /// The output's sizes.
    abstract int[] outputSizes(Shape x);

    @Override
    public boolean savesInput(int i) {
        return false;
    }
}
