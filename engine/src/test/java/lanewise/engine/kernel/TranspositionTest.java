package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;

import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernel-short")
class TranspositionTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, Transposition.MAX_SQUARES})
    void rowsBecomeColumnsAndNothingElseIsWritten(int squares) {
        int xRow = squares * LANES + 3;
        int yRow = LANES + 2;
        float[] x = new float[5 + LANES * xRow + Lanes.PADDING];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        float[] y = GemmTest.nans(7 + Transposition.MAX_SQUARES * LANES * yRow + Lanes.PADDING);
        float[] expected = y.clone();
        for (int i = 0; i < LANES; i++) {
            for (int j = 0; j < squares * LANES; j++) {
                expected[7 + j * yRow + i] = x[5 + i * xRow + j];
            }
        }
        Transposition.squares(squares, x, 5, xRow, y, 7, yRow, new float[Transposition.WORKING]);
        assertThat(y).isEqualTo(expected);
    }
}
