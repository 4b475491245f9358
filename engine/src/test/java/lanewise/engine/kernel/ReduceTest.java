package lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.Threads;
import lanewise.engine.op.Amax;
import lanewise.engine.op.LogSoftmax;
import lanewise.engine.op.MseLoss;
import lanewise.engine.op.Reduction;
import lanewise.engine.op.Softmax;
import lanewise.engine.op.Sum;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The accuracy of long sums, and that neither threads nor the compiler change a bit of a reduction.
class ReduceTest {
    private static NDArray random(int... sizes) {
        Shape shape = Shape.of(sizes);
        var random = new Random(11);
        NDArray array = NDArray.empty(shape);
        for (int i = 0; i < array.elements(); i++) {
            array.data()[i] = random.nextFloat();
        }
        return array;
    }

    private static double exactly(float[] x, int from, int step, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += x[from + i * step];
        }
        return sum;
    }

    @Test
    void longSumsAreAccurate() {
        NDArray x = random(3_000_001);
        float sum = Reduce.sum(x.data(), 0, x.elements());
        double exact = exactly(x.data(), 0, 1, x.elements());
        assertThat((double) sum).isCloseTo(exact, within(exact * 3e-7));
        assertThat(new Sum(new int[0], false).forward(x).item()).isEqualTo(sum);
    }

    @Test
    void longColumnSumsAreAccurate() {
        for (int columns : new int[] {3, 70}) {
            NDArray x = random(30_001, columns);
            NDArray sums = new Sum(new int[] {0}, false).forward(x);
            for (int j = 0; j < columns; j++) {
                double exact = exactly(x.data(), j, columns, 30_001);
                assertThat((double) sums.get(j)).isCloseTo(exact, within(exact * 1e-6));
            }
        }
    }

    /// A large matrix is read in long runs, its strips of 64 columns by themselves down the rows.
    @Test
    void columnSumsDoNotDependOnHowTheMatrixIsRead() {
        for (int rows : new int[] {8, 70, 515, 4_500}) {
            int columns = rows == 8 ? 17_003 : 1_155;
            NDArray x = random(rows, columns);
            float[] sums = new Sum(new int[] {0}, false).forward(x).toArray();
            for (int from = 0; from < columns; from += 64) {
                int width = Math.min(64, columns - from);
                NDArray strip = x.view(x.layout().narrow(1, from, width)).contiguous();
                NDArray expected = NDArray.empty(Shape.of(width));
                ReduceColumns.sum(strip.data(), strip.offset(), 1, rows, width, expected.data(), expected.offset());
                assertThat(Arrays.copyOfRange(sums, from, from + width)).isEqualTo(expected.toArray());
            }
        }
    }

    @Test
    @Tag("kernel-short")
    void partsOfARowAddUpAsTheRowDoes() {
        for (int n : new int[] {1, Reduce.CHUNK, Reduce.CHUNK + 1, 5 * Reduce.CHUNK, 11 * Reduce.CHUNK - 3}) {
            NDArray x = random(n);
            int chunks = (n + Reduce.CHUNK - 1) / Reduce.CHUNK;
            float[] parts = new float[chunks];
            Reduce.sumRows(x.data(), 0, n, Reduce.CHUNK, parts, 0);
            assertThat(Reduce.sumOfChunks(parts, 0, chunks)).isEqualTo(Reduce.sum(x.data(), 0, n));
        }
    }

    @Test
    void threadsChangeNoBit() {
        NDArray row = random(400_003);
        NDArray matrix = random(517, 1031);
        NDArray wide = random(3, 70_001);
        NDArray target = NDArray.full(row.shape(), 0.5f);
        assertSameOnThreads(() -> new Sum(new int[0], false).forward(row));
        assertSameOnThreads(() -> new Sum(new int[] {0}, false).forward(matrix));
        assertSameOnThreads(() -> new Sum(new int[] {1}, false).forward(matrix));
        assertSameOnThreads(() -> new Sum(new int[] {0}, false).forward(wide));
        assertSameOnThreads(() -> new Sum(new int[] {1}, false).forward(wide));
        assertSameOnThreads(() -> new Amax(new int[] {0}, false).forward(matrix));
        assertSameOnThreads(() -> new Softmax(1).forward(matrix));
        assertSameOnThreads(() -> new LogSoftmax(0).forward(matrix));
        assertSameOnThreads(() -> new MseLoss(Reduction.MEAN).forward(row, target));
        assertSameOnThreads(() -> matrix.view(matrix.layout().permute(1, 0)).copy());
    }

    private static void assertSameOnThreads(Supplier<NDArray> computation) {
        int threads = Threads.get();
        try {
            Threads.set(1);
            float[] alone = computation.get().toArray();
            for (int count : new int[] {2, 3, 5}) {
                Threads.set(count);
                assertThat(computation.get().toArray()).isEqualTo(alone);
            }
        } finally {
            Threads.set(threads);
        }
    }

    @Test
    void theCompilerChangesNoBit() {
        NDArray x = random(37, 211);
        NDArray target = random(37, 211);
        assertSameWhenCompiled(() -> new Sum(new int[0], false).forward(x));
        assertSameWhenCompiled(() -> new Sum(new int[] {0}, false).forward(x));
        assertSameWhenCompiled(() -> new MseLoss(Reduction.SUM).forward(x, target));
        assertSameWhenCompiled(() -> new Softmax(1).forward(x));
        assertSameWhenCompiled(() -> new LogSoftmax(1).forward(x));
    }

    /// The first call against those that come after enough calls for the compiler.
    private static void assertSameWhenCompiled(Supplier<NDArray> computation) {
        float[] first = computation.get().toArray();
        for (int i = 0; i < 3_000; i++) {
            float[] later = computation.get().toArray();
            if (i % 100 == 0 || i > 2_990) {
                assertThat(later).isEqualTo(first);
            }
        }
    }
}
