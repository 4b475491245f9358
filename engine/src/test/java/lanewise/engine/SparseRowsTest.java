package lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SparseRowsTest {
    private final int threads = Threads.get();

    @AfterEach
    void restoreThreads() {
        Threads.set(threads);
    }

    @Test
    void aRowIsThereOnceWithTheSumOfAll() {
        SparseRows rows = new SparseRows(Shape.of(5, 2));
        assertThat(rows.count()).isZero();
        add(rows, new long[] {3, 1, 3}, 1, 2, 10, 20, 4, 8);
        assertThat(rows.indices().toArray()).containsExactly(3, 1);
        assertThat(rows.values().toArray()).containsExactly(5, 10, 10, 20);
        add(rows, new long[] {0, 1}, 7, 7, 1, 1);
        assertThat(rows.indices().toArray()).containsExactly(3, 1, 0);
        assertThat(rows.row(2)).isZero();
        assertThat(rows.values().toArray()).containsExactly(5, 10, 11, 21, 7, 7);
        assertThat(rows.toDense().toArray()).containsExactly(7, 7, 11, 21, 0, 0, 5, 10, 0, 0);
        assertThat(rows).hasToString("SparseRows(3 of the rows of [5, 2])");
    }

    @Test
    void clearedItBeginsAnew() {
        SparseRows rows = new SparseRows(Shape.of(5, 2));
        add(rows, new long[] {3, 1}, 1, 2, 10, 20);
        rows.clear();
        assertThat(rows.toDense().toArray()).containsOnly(0f);
        add(rows, new long[] {1}, 5, 6);
        assertThat(rows.indices().toArray()).containsExactly(1);
        assertThat(rows.values().toArray()).containsExactly(5, 6);
    }

    @Test
    void oneRowCanBeLeftOut() {
        SparseRows rows = new SparseRows(Shape.of(5, 1));
        add(rows, new long[] {2}, 1);
        rows.add(LongArray.of(Shape.of(3), 2, 4, 2), NDArray.of(Shape.of(3, 1), 10, 20, 30), 2);
        assertThat(rows.toDense().toArray()).containsExactly(0, 0, 1, 0, 20);
    }

    @Test
    void emptyOnesHaveNothing() {
        SparseRows rows = new SparseRows(Shape.of(3, 2));
        rows.add(LongArray.zeros(Shape.of(0, 4)), NDArray.zeros(Shape.of(0, 4, 2)), SparseRows.NO_ROW);
        assertThat(rows.values().shape()).isEqualTo(Shape.of(0, 2));
        SparseRows narrow = new SparseRows(Shape.of(3, 0));
        narrow.add(LongArray.of(Shape.of(2), 1, 1), NDArray.zeros(Shape.of(2, 0)), SparseRows.NO_ROW);
        assertThat(narrow.values().shape()).isEqualTo(Shape.of(1, 0));
    }

    /// Against plain sums in the same order, of rows of every kind of width; for each number of threads the same
    /// bits.
    @Test
    void sumsAreInTheOrderInWhichTheyCame() {
        for (int width : new int[] {1, Lanes.LANES - 1, Lanes.LANES, 2 * Lanes.LANES + 3, 300}) {
            for (int count = 1; count <= 3; count++) {
                Threads.set(count);
                Random random = new Random(5);
                SparseRows rows = new SparseRows(Shape.of(700, width));
                float[] expected = new float[700 * width];
                for (int time = 0; time < 3; time++) {
                    long[] index = random.longs(900, 0, 700).toArray();
                    float[] added = new float[900 * width];
                    for (int i = 0; i < added.length; i++) {
                        added[i] = (float) random.nextGaussian();
                        expected[(int) index[i / width] * width + i % width] += added[i];
                    }
                    add(rows, index, added);
                }
                assertThat(rows.toDense().toArray()).isEqualTo(expected);
            }
        }
    }

    @Test
    void theMemoryBelongsToNoWorkspace() {
        SparseRows rows = new SparseRows(Shape.of(5, 2));
        try (Workspace _ = Workspace.open()) {
            add(rows, new long[] {3, 1}, 1, 2, 10, 20);
        }
        assertThat(rows.values().toArray()).containsExactly(1, 2, 10, 20);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new SparseRows(Shape.of(3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("SparseRows: a shape [3] must have two dimensions");
        SparseRows rows = new SparseRows(Shape.of(5, 2));
        assertThatThrownBy(() -> add(rows, new long[] {1, 5}, 1, 2, 3, 4))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("SparseRows: index 5 at position 1 is no row of the matrix [5, 2]");
        assertThat(rows.count()).isZero();
        assertThatThrownBy(() -> rows.add(LongArray.zeros(Shape.of(2)), NDArray.zeros(Shape.of(2, 3)), -1))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[2, 3] is added to the rows that [2] name");
        assertThatThrownBy(() -> rows.addTo(NDArray.zeros(Shape.of(2, 5)))).isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> rows.row(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static void add(SparseRows rows, long[] index, float... added) {
        int width = rows.shape().dim(1);
        rows.add(
                LongArray.of(Shape.of(index.length), index),
                NDArray.of(Shape.of(index.length, width), added),
                SparseRows.NO_ROW);
    }
}
