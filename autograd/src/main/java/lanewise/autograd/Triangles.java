package lanewise.autograd;

import lanewise.engine.Shape;

/// The places of a matrix on one side of a diagonal.
final class Triangles {
    private Triangles() {}

    static LongTensor indices(String operation, int rows, int columns, int diagonal, boolean lower) {
        if (rows < 0 || columns < 0) {
            throw new IllegalArgumentException(operation + ": the numbers of rows and columns, " + rows + " and "
                    + columns + ", must not be negative");
        }
        int[] from = new int[rows];
        int[] to = new int[rows];
        int n = 0;
        for (int i = 0; i < rows; i++) {
            from[i] = lower ? 0 : Math.clamp((long) i + diagonal, 0, columns);
            to[i] = lower ? Math.clamp((long) i + diagonal + 1, 0, columns) : columns;
            n = Math.addExact(n, to[i] - from[i]);
        }
        long[] places = new long[Math.multiplyExact(2, n)];
        int at = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = from[i]; j < to[i]; j++) {
                places[at] = i;
                places[n + at++] = j;
            }
        }
        return LongTensor.of(Shape.of(2, n), places);
    }
}
