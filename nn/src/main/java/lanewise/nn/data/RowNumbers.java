package lanewise.nn.data;

import lanewise.autograd.LongTensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// How a tensor's elements are divided into rows, and which numbers of rows there are.
final class RowNumbers {
    private final Shape shape;
    private final int row;

    /// @throws ShapeMismatchException if the shape has no dimension
    RowNumbers(Shape shape) {
        if (shape.rank() == 0) {
            throw new ShapeMismatchException("Rows: a tensor [] has no rows; it needs at least one dimension");
        }
        this.shape = shape;
        row = shape.elements() / Math.max(1, shape.dim(0));
    }

    int size() {
        return shape.dim(0);
    }

    /// The number of elements of one.
    int row() {
        return row;
    }

    /// The numbers `[b]` as indices.
    ///
    /// @throws IndexOutOfBoundsException if there is no such row
    int[] check(LongTensor numbers) {
        return check(numbers, size(), shape);
    }

    /// @param whole what has the rows, for the message
    static int[] check(LongTensor numbers, int size, Object whole) {
        if (numbers.rank() != 1) {
            throw new ShapeMismatchException("the numbers of examples " + numbers.shape() + " must have one dimension");
        }
        long[] asked = numbers.toArray();
        int[] checked = new int[asked.length];
        for (int i = 0; i < checked.length; i++) {
            long number = asked[i];
            if (number < 0 || number >= size) {
                throw new IndexOutOfBoundsException("example " + number + ", asked for at position " + i
                        + ", is not there: " + whole + " has " + size);
            }
            checked[i] = (int) number;
        }
        return checked;
    }
}
