package lanewise.bench;

import lanewise.engine.op.Cummax;
import lanewise.engine.op.Cumsum;
import lanewise.engine.op.Logsumexp;
import lanewise.engine.op.MaxDim;
import lanewise.engine.op.Operation;
import lanewise.engine.op.Prod;
import lanewise.engine.op.Var;
import lanewise.engine.op.VectorNorm;

/// What is computed over the rows of a matrix, or along them, each with its plain loop. The sum has its row in
/// [Elementwise] and, over columns, in [Movement].
public enum Reducing {
    /// The greatest, and where it is.
    MAX {
        @Override
        Operation operation() {
            return new MaxDim(1, false);
        }

        @Override
        float ofRow(float[] x, int from, int to) {
            float greatest = Float.NEGATIVE_INFINITY;
            for (int i = from; i < to; i++) {
                greatest = Math.max(greatest, x[i]);
            }
            return greatest;
        }
    },

    /// The product.
    PROD {
        @Override
        Operation operation() {
            return new Prod(new int[] {1}, false);
        }

        @Override
        float ofRow(float[] x, int from, int to) {
            double product = 1;
            for (int i = from; i < to; i++) {
                product *= x[i];
            }
            return (float) product;
        }
    },

    /// The variance.
    VAR {
        @Override
        Operation operation() {
            return new Var(new int[] {1}, 1, false);
        }

        @Override
        float ofRow(float[] x, int from, int to) {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += x[i];
            }
            double mean = sum / (to - from);
            double squares = 0;
            for (int i = from; i < to; i++) {
                squares += (x[i] - mean) * (x[i] - mean);
            }
            return (float) (squares / (to - from - 1));
        }
    },

    /// The Euclidean norm.
    NORM {
        @Override
        Operation operation() {
            return new VectorNorm(2, new int[] {1}, false);
        }

        @Override
        float ofRow(float[] x, int from, int to) {
            double squares = 0;
            for (int i = from; i < to; i++) {
                squares += (double) x[i] * x[i];
            }
            return (float) Math.sqrt(squares);
        }
    },

    /// The logarithm of the sum of the exponentials.
    LOGSUMEXP {
        @Override
        Operation operation() {
            return new Logsumexp(new int[] {1}, false);
        }

        @Override
        float ofRow(float[] x, int from, int to) {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += Math.exp(x[i]);
            }
            return (float) Math.log(sum);
        }
    },

    /// The sums up to each element.
    CUMSUM {
        @Override
        Operation operation() {
            return new Cumsum(1);
        }

        @Override
        void loop(float[] x, int rows, int columns, float[] y) {
            for (int row = 0; row < rows; row++) {
                double sum = 0;
                for (int i = row * columns; i < (row + 1) * columns; i++) {
                    sum += x[i];
                    y[i] = (float) sum;
                }
            }
        }
    },

    /// The greatest up to each element.
    CUMMAX {
        @Override
        Operation operation() {
            return new Cummax(1);
        }

        @Override
        void loop(float[] x, int rows, int columns, float[] y) {
            for (int row = 0; row < rows; row++) {
                float greatest = Float.NEGATIVE_INFINITY;
                for (int i = row * columns; i < (row + 1) * columns; i++) {
                    greatest = Math.max(greatest, x[i]);
                    y[i] = greatest;
                }
            }
        }
    };

    /// The library's, which holds what its forward pass leaves behind.
    abstract Operation operation();

    /// What is made of one row.
    float ofRow(float[] x, int from, int to) {
        throw new UnsupportedOperationException(this + " has a result for each element");
    }

    /// How many numbers the result has.
    int results(int rows, int columns) {
        return this == CUMSUM || this == CUMMAX ? rows * columns : rows;
    }

    /// Writes the result to `y`.
    void loop(float[] x, int rows, int columns, float[] y) {
        for (int row = 0; row < rows; row++) {
            y[row] = ofRow(x, row * columns, (row + 1) * columns);
        }
    }
}
