package lanewise.autograd;

import lanewise.engine.ShapeMismatchException;

/// What the named products ask of their operands' shapes, of floats and of whole numbers alike.
final class MatrixShapes {
    private MatrixShapes() {}

    static void requireRanks(String operation, int first, AnyTensor<?> a, int second, AnyTensor<?> b) {
        if (a.rank() != first || b.rank() != second) {
            String ranks = first == second
                    ? "must both have " + first + (first == 1 ? " dimension" : " dimensions")
                    : "must have " + first + " and " + second + " dimensions";
            throw new ShapeMismatchException(operation + ": " + a.shape() + " and " + b.shape() + " " + ranks);
        }
    }

    static void requireSameBatch(String operation, AnyTensor<?> a, AnyTensor<?> b) {
        if (a.dim(0) != b.dim(0)) {
            throw new ShapeMismatchException(operation + ": " + a.shape() + " and " + b.shape()
                    + " disagree on the number of matrices, " + a.dim(0) + " != " + b.dim(0));
        }
    }

    static void requireInner(String operation, AnyTensor<?> a, AnyTensor<?> b) {
        if (a.dim(-1) != b.dim(-2)) {
            throw new ShapeMismatchException(operation + ": " + a.shape() + " and " + b.shape()
                    + " disagree on the inner dimension, " + a.dim(-1) + " != " + b.dim(-2));
        }
    }
}
