package lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Copies between random layouts, against the definition.
class StridedCopyTest {
    private static final int MARGIN = 20;

    /// One array of a copy: sizes in the order of the copy, strides of a random order of its dimensions.
    private static final class Side {
        final float[] memory;
        final int offset;
        final int[] strides;

        Side(float[] memory, int offset, int[] strides) {
            this.memory = memory;
            this.offset = offset;
            this.strides = strides;
        }

        static Side of(int[] sizes, int gap, Random random) {
            List<Integer> order = new ArrayList<>();
            for (int d = 0; d < sizes.length; d++) {
                order.add(d);
            }
            Collections.shuffle(order, random);
            int[] strides = new int[sizes.length];
            int stride = gap;
            for (int d : order) {
                strides[d] = stride;
                stride *= Math.max(sizes[d], 1);
            }
            float[] memory = new float[stride + 2 * MARGIN + 64];
            Arrays.fill(memory, Float.NaN);
            return new Side(memory, MARGIN, strides);
        }
    }

    @Test
    void anyLayoutToAnyOther() {
        var random = new Random(3);
        for (int round = 0; round < 500; round++) {
            int[] sizes = new int[random.nextInt(5)];
            for (int d = 0; d < sizes.length; d++) {
                sizes[d] = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(sizes.length < 3 ? 90 : 9);
            }
            checkCopy(sizes, Side.of(sizes, 1, random), Side.of(sizes, 1 + random.nextInt(2), random));
        }
    }

    @Test
    void largeTransposes() {
        var random = new Random(4);
        for (int rows = 60; rows < 80; rows += 3) {
            for (int columns : new int[] {64, 65, 129, 143}) {
                int[] plane = {rows, columns};
                Side from = new Side(new float[rows * columns + 16], 0, new int[] {columns, 1});
                checkCopy(plane, from, new Side(new float[rows * columns + 16], 0, new int[] {1, rows}));
                checkCopy(plane, from, new Side(new float[2 * rows * columns + 16], 5, new int[] {1, rows + 7}));
            }
        }
        int[] sizes = {301, 517};
        Side rows = new Side(new float[301 * 517], 0, new int[] {517, 1});
        Side columns = new Side(new float[301 * 517], 0, new int[] {1, 301});
        checkCopy(sizes, rows, columns);
        checkCopy(sizes, columns, rows);
        checkCopy(
                new int[] {2, 300, 301},
                Side.of(new int[] {2, 300, 301}, 1, random),
                Side.of(new int[] {2, 300, 301}, 1, random));
    }

    /// Tiles, in whole and in part: rows that are multiples of a tile's side apart, and more elements than caches
    /// hold.
    @Test
    void transposesByTiles() {
        for (int[] sizes : new int[][] {{256, 384}, {300, 1024}, {640, 201}, {1451, 1467}}) {
            int rows = sizes[0];
            int columns = sizes[1];
            Side from = new Side(new float[rows * columns], 0, new int[] {1, rows});
            checkCopy(sizes, from, new Side(new float[rows * columns], 0, new int[] {columns, 1}));
            checkCopy(sizes, from, new Side(new float[rows * columns * 2 + 5], 5, new int[] {2 * columns, 1}));
        }
    }

    @Test
    void fewColumnsAndShortRuns() {
        for (int run : new int[] {1, 2, 3, 7, 8, 9, 16, 21, 32, 63, 64, 65}) {
            int[] sizes = {2, 3001, run};
            int row = run + 3;
            int[] strides = {3001 * row, row, 1};
            int[] planes = {3001 * run, 1, 3001};
            Side gaps = new Side(new float[2 * 3001 * row], 0, strides);
            Side dense = new Side(new float[2 * 3001 * run], 0, new int[] {3001 * run, run, 1});
            checkCopy(sizes, gaps, dense);
            checkCopy(sizes, dense, gaps);
            Side across = new Side(new float[2 * 3001 * run], 0, planes);
            checkCopy(sizes, across, dense);
            checkCopy(sizes, dense, across);
        }
    }

    @Test
    void everyStrideOfARow() {
        for (int stride : new int[] {-3, -2, -1, 2, 3, 4}) {
            for (int count : new int[] {1, 5, 70, 1000}) {
                int[] strides = {4 * count, stride};
                Side from = new Side(new float[8 * count], stride < 0 ? 3 * (count - 1) : 0, strides);
                checkCopy(new int[] {2, count}, from, new Side(new float[2 * count + 8], 1, new int[] {count + 3, 1}));
            }
        }
    }

    @Test
    void repeatedElements() {
        float[] x = {5, 6, 7};
        float[] y = new float[12];
        StridedCopy.gather(x, 0, new int[] {2, 3, 2}, new int[] {0, 1, 0}, y, 0);
        assertThat(y).containsExactly(5, 5, 6, 6, 7, 7, 5, 5, 6, 6, 7, 7);
    }

    @Test
    void scatterIsTheWayBack() {
        float[] x = {1, 2, 3, 4, 5, 6};
        float[] y = new float[8];
        StridedCopy.scatter(x, 0, y, 1, new int[] {2, 3}, new int[] {1, 2});
        assertThat(y).containsExactly(0, 1, 4, 2, 5, 3, 6, 0);
    }

    private static void checkCopy(int[] sizes, Side from, Side to) {
        int elements = 1;
        for (int size : sizes) {
            elements *= size;
        }
        float[] expected = to.memory.clone();
        for (int i = 0; i < elements; i++) {
            int rest = i;
            int source = from.offset;
            int target = to.offset;
            for (int d = sizes.length - 1; d >= 0; d--) {
                source += rest % sizes[d] * from.strides[d];
                target += rest % sizes[d] * to.strides[d];
                rest /= sizes[d];
            }
            from.memory[source] = i;
            expected[target] = i;
        }
        StridedCopy.copy(from.memory, from.offset, from.strides, to.memory, to.offset, to.strides, sizes);
        assertThat(to.memory).as("sizes %s", Arrays.toString(sizes)).isEqualTo(expected);
    }
}
