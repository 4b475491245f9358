package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("kernel-short")
class RowVectorTest {
    static IntStream raggedSizes() {
        return IntStream.of(1, LANES - 1, LANES, LANES + 1, 2 * LANES + 3);
    }

    @ParameterizedTest
    @MethodSource("raggedSizes")
    void addsTheVectorToEveryRow(int columns) {
        float[] v = filled(3 + columns + Lanes.PADDING, 3, columns);
        float[] y = filled(5 + 4 * columns + Lanes.PADDING, 5, 4 * columns);
        float[] expected = y.clone();
        for (int i = 0; i < 4 * columns; i++) {
            expected[5 + i] += v[3 + i % columns];
        }
        RowVector.addToRows(4, columns, v, 3, y, 5);
        assertThat(y).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("raggedSizes")
    void sumsAllRows(int columns) {
        for (int rows : new int[] {0, 1, 3, 128, 129, 300}) {
            float[] x = filled(2 + rows * columns + Lanes.PADDING, 2, rows * columns);
            check(rows, columns, x, false);
            check(rows, columns, x, true);
        }
    }

    private static void check(int rows, int columns, float[] x, boolean add) {
        float[] v = add ? filled(7 + columns + Lanes.PADDING, 7, columns) : GemmTest.nans(7 + columns + Lanes.PADDING);
        float[] earlier = v.clone();
        RowVector.sumRows(rows, columns, x, 2, v, 7, add);
        for (int j = 0; j < columns; j++) {
            double sum = add ? earlier[7 + j] : 0;
            for (int i = 0; i < rows; i++) {
                sum += x[2 + i * columns + j];
            }
            assertThat((double) v[7 + j]).isCloseTo(sum, within(1e-5 * (1 + rows)));
            v[7 + j] = Float.NaN;
        }
        assertThat(v).containsOnly(Float.NaN);
    }

    /// Numbers where the elements are, NaN around them.
    private static float[] filled(int length, int at, int count) {
        float[] x = GemmTest.nans(length);
        for (int i = 0; i < count; i++) {
            x[at + i] = (float) Math.sin(i + 1);
        }
        return x;
    }
}
