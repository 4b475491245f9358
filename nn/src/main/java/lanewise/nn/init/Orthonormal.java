package lanewise.nn.init;

import lanewise.engine.NDArray;

/// Makes the rows of a matrix orthonormal, or its columns if those are fewer: Gram and Schmidt's method, each
/// vector twice, which is as good as Householder's (Giraud, Langou, Rozložník 2005).
final class Orthonormal {
    private Orthonormal() {}

    /// Replaces the elements of an array, seen as a matrix `[first size, product of the others]`.
    static void replace(NDArray array, double gain) {
        int rows = array.shape().dim(0);
        int columns = array.elements() / rows;
        float[] elements = array.toArray();
        boolean byRows = rows <= columns;
        double[][] vectors = new double[byRows ? rows : columns][byRows ? columns : rows];
        for (int i = 0; i < elements.length; i++) {
            int row = i / columns;
            int column = i % columns;
            vectors[byRows ? row : column][byRows ? column : row] = elements[i];
        }
        orthonormalise(vectors);
        for (int i = 0; i < elements.length; i++) {
            int row = i / columns;
            int column = i % columns;
            elements[i] = (float) (gain * vectors[byRows ? row : column][byRows ? column : row]);
        }
        write(array, elements);
    }

    private static void orthonormalise(double[][] vectors) {
        for (int v = 0; v < vectors.length; v++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int w = 0; w < v; w++) {
                    subtract(vectors[v], vectors[w], dot(vectors[v], vectors[w]));
                }
            }
            double length = Math.sqrt(dot(vectors[v], vectors[v]));
            for (int i = 0; i < vectors[v].length; i++) {
                vectors[v][i] /= length;
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void subtract(double[] from, double[] vector, double factor) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= factor * vector[i];
        }
    }

    private static void write(NDArray array, float[] elements) {
        if (!array.isContiguous()) {
            throw new IllegalArgumentException(
                    "orthogonal_: the tensor must be contiguous, not a view of another order");
        }
        System.arraycopy(elements, 0, array.data(), array.offset(), elements.length);
        array.storage().touch();
    }
}
