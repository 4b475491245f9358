package lanewise.bench;

import java.util.Arrays;
import java.util.Random;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.op.Embedding;
import lanewise.engine.op.Flip;
import lanewise.engine.op.Gather;
import lanewise.engine.op.IndexAdd;
import lanewise.engine.op.ScatterAdd;
import lanewise.engine.op.Sort;
import lanewise.engine.op.Topk;

/// What reads, writes and orders the elements of a matrix by indices, each with its plain loop. An index names rows
/// or columns at random.
public enum Placing {
    /// `y[i, j] = x[i, index[i, j]]`
    GATHER {
        @Override
        NDArray run(NDArray x, LongArray rows, LongArray places) {
            return new Gather(1, places).forward(x);
        }

        @Override
        public void loop(float[] x, int n, int columns, long[] rows, long[] places, float[] y) {
            for (int i = 0; i < n * columns; i++) {
                y[i] = x[i / columns * columns + (int) places[i]];
            }
        }
    },

    /// `y = x`, then `y[i, index[i, j]] += x[i, j]`
    SCATTER_ADD {
        @Override
        NDArray run(NDArray x, LongArray rows, LongArray places) {
            return new ScatterAdd(1, places).forward(x, x);
        }

        @Override
        public void loop(float[] x, int n, int columns, long[] rows, long[] places, float[] y) {
            System.arraycopy(x, 0, y, 0, n * columns);
            for (int i = 0; i < n * columns; i++) {
                y[i / columns * columns + (int) places[i]] += x[i];
            }
        }
    },

    /// `y[i] = x[index[i]]`, row by row.
    EMBEDDING {
        @Override
        NDArray run(NDArray x, LongArray rows, LongArray places) {
            return new Embedding(rows, Embedding.NO_PADDING, false).forward(x);
        }

        @Override
        public void loop(float[] x, int n, int columns, long[] rows, long[] places, float[] y) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < columns; j++) {
                    y[i * columns + j] = x[(int) rows[i] * columns + j];
                }
            }
        }
    },

    /// `y = x`, then `y[index[i]] += x[i]`, row by row.
    INDEX_ADD {
        @Override
        NDArray run(NDArray x, LongArray rows, LongArray places) {
            return new IndexAdd(0, rows).forward(x, x);
        }

        @Override
        public void loop(float[] x, int n, int columns, long[] rows, long[] places, float[] y) {
            System.arraycopy(x, 0, y, 0, n * columns);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < columns; j++) {
                    y[(int) rows[i] * columns + j] += x[i * columns + j];
                }
            }
        }
    },

    /// `y[i, j] = x[i, columns - 1 - j]`
    FLIP {
        @Override
        NDArray run(NDArray x, LongArray rows, LongArray places) {
            return new Flip(1).forward(x);
        }

        @Override
        public void loop(float[] x, int n, int columns, long[] rows, long[] places, float[] y) {
            for (int i = 0; i < n * columns; i++) {
                y[i] = x[i / columns * columns + columns - 1 - i % columns];
            }
        }
    },

    /// The elements of each row in their order; the loop does without their places.
    SORT {
        @Override
        NDArray run(NDArray x, LongArray rows, LongArray places) {
            return new Sort(1, false).forward(x);
        }

        @Override
        public void loop(float[] x, int n, int columns, long[] rows, long[] places, float[] y) {
            System.arraycopy(x, 0, y, 0, n * columns);
            for (int i = 0; i < n; i++) {
                Arrays.sort(y, i * columns, (i + 1) * columns);
            }
        }
    },

    /// The four smallest elements of each row; the loop sorts the rows, without places.
    TOPK {
        @Override
        NDArray run(NDArray x, LongArray rows, LongArray places) {
            return new Topk(FIRST, 1, false).forward(x);
        }

        @Override
        public int results(int n, int columns) {
            return n * FIRST;
        }

        @Override
        public void loop(float[] x, int n, int columns, long[] rows, long[] places, float[] y) {
            float[] row = new float[columns];
            for (int i = 0; i < n; i++) {
                System.arraycopy(x, i * columns, row, 0, columns);
                Arrays.sort(row);
                System.arraycopy(row, 0, y, i * FIRST, FIRST);
            }
        }
    };

    private static final int FIRST = 4;

    /// The library's operation.
    ///
    /// @param rows a row's number for each row
    /// @param places a column's number for each element
    abstract NDArray run(NDArray x, LongArray rows, LongArray places);

    /// How many numbers the result has.
    public int results(int n, int columns) {
        return n * columns;
    }

    /// Writes the result to `y`.
    public abstract void loop(float[] x, int n, int columns, long[] rows, long[] places, float[] y);

    /// Random numbers below `size`.
    static LongArray random(Shape shape, int size) {
        LongArray numbers = LongArray.empty(shape);
        Random random = new Random(7);
        for (int i = 0; i < numbers.elements(); i++) {
            numbers.data()[i] = random.nextInt(size);
        }
        return numbers;
    }
}
