package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import lanewise.optim.Adafactor.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdafactorTest {
    private static final Shape[] SHAPES = {
        Shape.SCALAR,
        Shape.of(1),
        Shape.of(LANES + 1),
        Shape.of(2503),
        Shape.of(1, 1),
        Shape.of(1, 2 * LANES + 3),
        Shape.of(17, 3),
        Shape.of(3, LANES - 1),
        Shape.of(64, LANES),
        Shape.of(131, 2 * LANES + 3),
        Shape.of(3, 2049),
        Shape.of(70, 1025),
        Shape.of(4, 3, 3, 3),
        Shape.of(2, 65, LANES + 1)
    };

    @ParameterizedTest
    @MethodSource
    void followsTheFormula(Options options) {
        ArrayReference.follows(options, InDouble::new, 8, SHAPES);
    }

    static Stream<Options> followsTheFormula() {
        return Stream.of(
                new Options(),
                new Options(0.5).withWeightDecay(0.1),
                new Options(0.1).withBeta2Decay(-0.3).withD(2).withMaximize(true),
                new Options(0.1).withEps(0.5, 3));
    }

    /// PyTorch's `_single_tensor_adafactor`, in double.
    private static final class InDouble extends ArrayReference {
        private final int n;
        private final int m;
        private final boolean factored;
        private final double[] row;
        private final double[] column;
        private final double[] variance;

        InDouble(Shape shape) {
            factored = shape.rank() > 1;
            n = factored ? shape.dim(-2) : 1;
            m = factored ? shape.dim(-1) : shape.elements();
            row = new double[shape.elements() / m];
            column = new double[shape.elements() / n];
            variance = new double[shape.elements()];
        }

        @Override
        void update(double[] p, double[] g, OptimizerOptions<?> options) {
            var o = (Options) options;
            double w = Math.pow(t, o.beta2Decay());
            double rho = Math.min(o.learningRate(), 1 / Math.sqrt(t));
            double alpha = Math.max(o.eps2(), norm(p) / Math.sqrt(p.length)) * rho;
            double[] v = factored ? factored(g, w, o.eps1()) : full(g, w);
            double[] u = new double[p.length];
            for (int i = 0; i < p.length; i++) {
                u[i] = (o.maximize() ? -g[i] : g[i]) / Math.sqrt(Math.max(v[i], o.eps1() * o.eps1()));
            }
            double clip = Math.max(1, norm(u) / Math.sqrt(p.length) / o.d());
            for (int i = 0; i < p.length; i++) {
                p[i] = p[i] * (1 - o.learningRate() * o.weightDecay()) - alpha / clip * u[i];
            }
        }

        private double[] full(double[] g, double w) {
            for (int i = 0; i < g.length; i++) {
                variance[i] += w * (g[i] * g[i] - variance[i]);
            }
            return variance;
        }

        private double[] factored(double[] g, double w, double eps1) {
            double[] v = new double[g.length];
            for (int matrix = 0; matrix < g.length / (n * m); matrix++) {
                double mean = 0;
                for (int i = 0; i < n; i++) {
                    double[] line = Arrays.copyOfRange(g, (matrix * n + i) * m, (matrix * n + i + 1) * m);
                    row[matrix * n + i] += w * (norm(line) * norm(line) / m - row[matrix * n + i]);
                    mean += row[matrix * n + i] / n;
                }
                for (int j = 0; j < m; j++) {
                    double squares = 0;
                    for (int i = 0; i < n; i++) {
                        squares += g[(matrix * n + i) * m + j] * g[(matrix * n + i) * m + j];
                    }
                    column[matrix * m + j] += w * (squares / n - column[matrix * m + j]);
                    for (int i = 0; i < n; i++) {
                        v[(matrix * n + i) * m + j] =
                                row[matrix * n + i] * column[matrix * m + j] / Math.max(mean, eps1);
                    }
                }
            }
            return v;
        }
    }

    @Test
    void theFirstStepOfAVectorIsTheSignsTimesItsScale() {
        Tensor p = Rules.parameter(3, -4);
        p.setGrad(Tensor.of(1e-3f, -1e3f));
        new Adafactor(List.of(p), 0.5).step(); // rms(p) = √12.5, u = ±1
        float side = (float) (0.5 * Math.sqrt(12.5));
        assertThat(p.toArray()).usingComparatorWithPrecision(1e-6f).containsExactly(3 - side, -4 + side);
    }

    @Test
    void keepsRowsAndColumnsOfEachMatrix() {
        Tensor matrix = Rules.parameter(Shape.of(2, 3), 1, 1, 1, 1, 1, 1);
        Tensor kernels = Tensor.ones(5, 4, 2, 3).requiresGrad_(true);
        Tensor vector = Rules.parameter(1, 1);
        var adafactor = new Adafactor(List.of(matrix, kernels, vector));
        matrix.setGrad(Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
        kernels.setGrad(Tensor.ones(5, 4, 2, 3));
        vector.setGrad(Tensor.of(2, 3));
        adafactor.step();
        StateDict states = adafactor.stateDict().dict("state");
        StateDict first = states.dict("0");
        assertThat(first.keys()).containsExactly("step", "row_var", "col_var");
        assertThat(first.array("row_var").shape()).isEqualTo(Shape.of(2, 1));
        assertThat(first.array("col_var").shape()).isEqualTo(Shape.of(1, 3));
        assertThat(first.array("row_var").toArray())
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(14 / 3f, 77 / 3f);
        assertThat(first.array("col_var").toArray()).containsExactly(8.5f, 14.5f, 22.5f);
        assertThat(states.dict("1").array("row_var").shape()).isEqualTo(Shape.of(5, 4, 2, 1));
        assertThat(states.dict("1").array("col_var").shape()).isEqualTo(Shape.of(5, 4, 1, 3));
        assertThat(states.dict("2").keys()).containsExactly("step", "variance");
        assertThat(states.dict("2").array("variance").toArray()).containsExactly(4f, 9f);
    }

    @Test
    void refusesAStateOfAnotherShape() {
        Tensor p = Rules.parameter(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        var adafactor = new Adafactor(List.of(p));
        p.setGrad(Tensor.ones(2, 3));
        adafactor.step();
        StateDict state = adafactor.stateDict().copy();
        state.dict("state").dict("0").put("row_var", NDArray.zeros(Shape.of(2, 3)));
        assertThatThrownBy(() -> adafactor.loadStateDict(state))
                .isInstanceOf(StateDictException.class)
                .hasMessage("the state does not fit the Adafactor:\n"
                        + "  state 0: row_var is [2, 3]; for the parameter [2, 3] it must be [2, 1]");
    }

    @Test
    void goesOnBitForBit(@TempDir Path folder) throws IOException {
        MatrixTests.goesOnBitForBit(new Options(0.1), folder, Shape.of(7, 19), Shape.of(3, 5, 4), Shape.of(6));
    }

    @Test
    void theThreadsDoNotChangeABit() {
        MatrixTests.theThreadsDoNotChangeABit(new Options(0.1), Shape.of(300, 1100), Shape.of(2000, 3, 5));
    }

    @Test
    void aViewIsUpdatedAndItsNeighboursAreNot() {
        MatrixTests.aViewIsUpdatedAndItsNeighboursAreNot(new Options(0.1), Shape.of(5, 2 * LANES + 1));
        MatrixTests.aViewIsUpdatedAndItsNeighboursAreNot(new Options(0.1), Shape.of(2 * LANES + 1));
    }

    @Test
    void aStepAllocatesNothing() {
        MatrixTests.aStepAllocatesNothing(new Options(), Shape.of(70, 100), Shape.of(9, 3, 3), Shape.of(100));
    }

    @Test
    void acceptsAMatrixWithoutElements() {
        Tensor p = Tensor.zeros(0, 3).requiresGrad_(true);
        p.setGrad(Tensor.zeros(0, 3));
        new Adafactor(List.of(p)).step();
        assertThat(p.elements()).isZero();
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "Adafactor: learningRate is -0.1");
        refused(() -> new Options().withBeta2Decay(0.1), "Adafactor: beta2Decay is 0.1");
        refused(() -> new Options().withBeta2Decay(Double.NaN), "Adafactor: beta2Decay is NaN");
        refused(() -> new Options().withEps(-1, 0), "Adafactor: eps1 is -1.0");
        refused(() -> new Options().withEps(0, -1), "Adafactor: eps2 is -1.0");
        refused(() -> new Options().withD(0.5), "Adafactor: d is 0.5; it must be a finite number, 1 or above");
        refused(() -> new Options().withWeightDecay(-1), "Adafactor: weightDecay is -1.0");
    }

    @Test
    void hasPyTorchsDefaults() {
        assertThat(new Options()).isEqualTo(new Options(1e-2, -0.8, 0x1p-23, 1e-3, 1, 0, false));
        var p = List.of(Rules.parameter(1));
        assertThat(new Adafactor(p).defaults()).isEqualTo(new Options());
        assertThat(new Adafactor(p, 1e-4).defaults()).isEqualTo(new Options(1e-4));
    }

    @Test
    void savesItsOptionsAndReadsPythonsMissingEps() {
        Options options = new Options(0.5)
                .withBeta2Decay(-0.5)
                .withEps(0.1, 0.2)
                .withD(3)
                .withWeightDecay(0.25)
                .withMaximize(true);
        assertThat(new Options().withStateDict(options.toStateDict())).isEqualTo(options);
        StateDict python = options.toStateDict().put("eps", Arrays.asList(null, 1e-3));
        assertThat(options.withStateDict(python)).isEqualTo(options.withEps(0x1p-23, 1e-3));
        StateDict damaged = options.toStateDict().put("eps", Arrays.asList(null, null));
        assertThatThrownBy(() -> options.withStateDict(damaged)).isInstanceOf(StateDictException.class);
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
