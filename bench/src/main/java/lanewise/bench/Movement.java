package lanewise.bench;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.op.Copy;
import lanewise.engine.op.Operation;
import lanewise.engine.op.Sum;

/// What moves a matrix, each with its plain loop: sums of columns, and copies whose two sides lie differently.
public enum Movement {
    /// `y[j] = Σᵢ x[i, j]`
    COLUMN_SUM(1) {
        @Override
        Operation operation() {
            return new Sum(new int[] {0}, false);
        }

        @Override
        public int results(int rows, int columns) {
            return columns;
        }

        // in double, since thousands of floats added one by one in float lose digits.
        @Override
        public void loop(float[] x, int rows, int columns, float[] y) {
            double[] sums = new double[columns];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    sums[j] += x[i * columns + j];
                }
            }
            for (int j = 0; j < columns; j++) {
                y[j] = (float) sums[j];
            }
        }
    },

    /// `y[j, i] = x[i, j]`
    TRANSPOSE(2) {
        @Override
        NDArray view(NDArray x) {
            return x.view(x.layout().permute(1, 0));
        }

        @Override
        public void loop(float[] x, int rows, int columns, float[] y) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    y[j * rows + i] = x[i * columns + j];
                }
            }
        }
    },

    /// `y[i, j] = x[i, 2j]`
    EVERY_SECOND(1.5) {
        @Override
        NDArray view(NDArray x) {
            return x.view(x.layout().slice(1, 0, x.shape().dim(1), 2));
        }

        @Override
        public int results(int rows, int columns) {
            return rows * ((columns + 1) / 2);
        }

        @Override
        public void loop(float[] x, int rows, int columns, float[] y) {
            int width = (columns + 1) / 2;
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < width; j++) {
                    y[i * width + j] = x[i * columns + 2 * j];
                }
            }
        }
    },

    /// Rows of eight groups as eight planes of rows: `y[g, i, j] = x[i, g, j]`.
    GROUPS(2) {
        @Override
        NDArray view(NDArray x) {
            Shape shape = x.shape();
            int width = shape.dim(1) / GROUP_COUNT;
            NDArray groups = NDArray.of(Shape.of(shape.dim(0), GROUP_COUNT, width), x.toArray());
            return groups.view(groups.layout().permute(1, 0, 2));
        }

        @Override
        public void loop(float[] x, int rows, int columns, float[] y) {
            int width = columns / GROUP_COUNT;
            for (int i = 0; i < rows; i++) {
                for (int g = 0; g < GROUP_COUNT; g++) {
                    for (int j = 0; j < width; j++) {
                        y[(g * rows + i) * width + j] = x[i * columns + g * width + j];
                    }
                }
            }
        }
    };

    private static final int GROUP_COUNT = 8;

    /// Read and written, by the matrix's own.
    final double traffic;

    Movement(double traffic) {
        this.traffic = traffic;
    }

    /// What is applied to the view.
    Operation operation() {
        return Copy.COPY;
    }

    /// The operand, of the matrix `x`.
    NDArray view(NDArray x) {
        return x;
    }

    /// How many numbers the result has.
    public int results(int rows, int columns) {
        return rows * columns;
    }

    /// Writes the result to `y`.
    public abstract void loop(float[] x, int rows, int columns, float[] y);
}
