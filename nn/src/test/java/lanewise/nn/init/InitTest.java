package lanewise.nn.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InitTest {
    private static final int OUT = 200;
    private static final int IN = 300;

    private final Tensor matrix = Tensor.zeros(OUT, IN);

    @BeforeEach
    void seed() {
        Generator.manualSeed(4);
    }

    @Test
    void constants() {
        assertThat(Init.ones_(Tensor.zeros(3)).toArray()).containsExactly(1, 1, 1);
        assertThat(Init.zeros_(Tensor.ones(3)).toArray()).containsExactly(0, 0, 0);
        assertThat(Init.constant_(Tensor.ones(2), 0.5f).toArray()).containsExactly(0.5f, 0.5f);
        assertThat(Init.eye_(Tensor.ones(2, 3)).toArray()).containsExactly(1, 0, 0, 0, 1, 0);
    }

    @Test
    void overwritesAParameterAndReturnsIt() {
        Parameter parameter = new Parameter(Tensor.zeros(3));
        Parameter returned = Init.ones_(parameter);
        assertThat(returned).isSameAs(parameter);
        assertThat(parameter.isLeaf()).isTrue();
        assertThat(parameter.requiresGrad()).isTrue();
    }

    @Test
    void uniform() {
        checkUniform(Init.uniform_(matrix), 0, 1);
        checkUniform(Init.uniform_(matrix, -3, 5), -3, 5);
    }

    @Test
    void normal() {
        checkNormal(Init.normal_(matrix), 0, 1);
        checkNormal(Init.normal_(matrix, 2, 0.5f), 2, 0.5);
    }

    @Test
    void xavier() {
        double spread = Math.sqrt(2.0 / (IN + OUT));
        checkUniform(Init.xavierUniform_(matrix), -spread * Math.sqrt(3), spread * Math.sqrt(3));
        checkUniform(Init.xavierUniform_(matrix, 2), -2 * spread * Math.sqrt(3), 2 * spread * Math.sqrt(3));
        checkNormal(Init.xavierNormal_(matrix), 0, spread);
        checkNormal(Init.xavierNormal_(matrix, 0.5), 0, 0.5 * spread);
    }

    @Test
    void kaiming() {
        double bound = Math.sqrt(6.0 / IN);
        checkUniform(Init.kaimingUniform_(matrix), -bound, bound);
        double root5 = 1 / Math.sqrt(OUT);
        Init.kaimingUniform_(matrix, Math.sqrt(5), FanMode.FAN_OUT, Nonlinearity.LEAKY_RELU);
        checkUniform(matrix, -root5, root5);
        checkNormal(Init.kaimingNormal_(matrix), 0, Math.sqrt(2.0 / IN));
        Init.kaimingNormal_(matrix, 0, FanMode.FAN_OUT, Nonlinearity.TANH);
        checkNormal(matrix, 0, 5.0 / 3 / Math.sqrt(OUT));
    }

    @Test
    void furtherDimensionsCountAsFurtherInputs() {
        Tensor kernel = Tensor.zeros(20, 10, 5, 6);
        double bound = Math.sqrt(6.0 / 300);
        checkUniform(Init.kaimingUniform_(kernel), -bound, bound);
    }

    @Test
    void orthogonalRowsOrColumns() {
        checkOrthonormal(Init.orthogonal_(Tensor.zeros(7, 20)), 7, 20, 1);
        checkOrthonormal(Init.orthogonal_(Tensor.zeros(20, 7), 2).t().contiguous(), 7, 20, 4);
        checkOrthonormal(Init.orthogonal_(Tensor.zeros(7, 4, 5)), 7, 20, 1);
        checkOrthonormal(Init.orthogonal_(Tensor.zeros(9, 9)), 9, 9, 1);
        assertThat(Init.orthogonal_(Tensor.zeros(0, 3)).elements()).isZero();
    }

    @Test
    void gains() {
        assertThat(Init.calculateGain(Nonlinearity.LINEAR)).isEqualTo(1);
        assertThat(Init.calculateGain(Nonlinearity.SIGMOID)).isEqualTo(1);
        assertThat(Init.calculateGain(Nonlinearity.TANH)).isEqualTo(5.0 / 3);
        assertThat(Init.calculateGain(Nonlinearity.RELU)).isEqualTo(Math.sqrt(2));
        assertThat(Init.calculateGain(Nonlinearity.SELU)).isEqualTo(0.75);
        assertThat(Init.calculateGain(Nonlinearity.LEAKY_RELU)).isEqualTo(Math.sqrt(2 / 1.0001));
        assertThat(Init.calculateGain(Nonlinearity.LEAKY_RELU, 1)).isEqualTo(1);
    }

    @Test
    void refusesTensorsWithoutFans() {
        assertThatThrownBy(() -> Init.xavierNormal_(Tensor.zeros(3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("xavierNormal_: fan-in and fan-out need a tensor of at least 2 dimensions, not [3]");
        assertThatThrownBy(() -> Init.orthogonal_(Tensor.zeros(3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("orthogonal_: a tensor of at least 2 dimensions is needed, not [3]");
        assertThatThrownBy(() -> Init.eye_(Tensor.zeros(2, 2, 2)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("eye_: a tensor of 2 dimensions is needed, not [2, 2, 2]");
    }

    private static void checkUniform(Tensor tensor, double low, double high) {
        float[] values = tensor.toArray();
        double margin = 0.01 * (high - low);
        double smallest = values[0];
        double largest = values[0];
        for (float value : values) {
            smallest = Math.min(smallest, value);
            largest = Math.max(largest, value);
        }
        assertThat(smallest).isBetween((double) (float) low, low + margin);
        assertThat(largest).isBetween(high - margin, (double) (float) high);
        checkMoments(values, (low + high) / 2, (high - low) / Math.sqrt(12));
    }

    private static void checkNormal(Tensor tensor, double mean, double std) {
        float[] values = tensor.toArray();
        checkMoments(values, mean, std);
        int within = 0;
        for (float value : values) {
            within += Math.abs(value - mean) < std ? 1 : 0;
        }
        assertThat(within / (double) values.length).isCloseTo(0.6827, within(0.01));
    }

    private static void checkMoments(float[] values, double mean, double std) {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value - mean;
            squares += (value - mean) * (value - mean);
        }
        assertThat(sum / values.length).isCloseTo(0, within(5 * std / Math.sqrt(values.length)));
        assertThat(Math.sqrt(squares / values.length)).isCloseTo(std, within(0.02 * std));
    }

    private static void checkOrthonormal(Tensor tensor, int rows, int columns, double squaredLength) {
        float[] values = tensor.toArray();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j <= i; j++) {
                double dot = 0;
                for (int k = 0; k < columns; k++) {
                    dot += (double) values[i * columns + k] * values[j * columns + k];
                }
                assertThat(dot).isCloseTo(i == j ? squaredLength : 0, within(1e-5));
            }
        }
    }
}
