package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import lanewise.optim.Muon.AdjustLrFn;
import lanewise.optim.Muon.NsCoefficients;
import lanewise.optim.Muon.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MuonTest {
    /// Five iterations take the singular values, and their rounding errors, up to 3.4445⁵ times.
    @ParameterizedTest
    @MethodSource
    void followsTheFormula(Options options) {
        ArrayReference.follows(
                options,
                InDouble::new,
                50,
                Shape.of(1, 1),
                Shape.of(1, LANES + 1),
                Shape.of(LANES + 1, 1),
                Shape.of(3, 17),
                Shape.of(17, 3),
                Shape.of(2 * LANES + 3, 2 * LANES + 3),
                Shape.of(40, 70),
                Shape.of(70, 40));
    }

    static Stream<Options> followsTheFormula() {
        return Stream.of(
                new Options(0.01),
                new Options(0.01).withNesterov(false).withWeightDecay(0),
                new Options(0.01).withAdjustLrFn(AdjustLrFn.MATCH_RMS_ADAMW).withMomentum(0.5),
                new Options(0.01).withNsCoefficients(2, -1.5, 0.5).withNsSteps(7),
                new Options(0.01).withNsSteps(0).withEps(10));
    }

    /// PyTorch's `_single_tensor_muon` and `_zeropower_via_newtonschulz`, in double.
    private static final class InDouble extends ArrayReference {
        private final int n;
        private final int m;
        private final double[] buffer;

        InDouble(Shape shape) {
            n = shape.dim(0);
            m = shape.dim(1);
            buffer = new double[n * m];
        }

        @Override
        void update(double[] p, double[] g, OptimizerOptions<?> options) {
            var o = (Options) options;
            double[] u = new double[p.length];
            for (int i = 0; i < p.length; i++) {
                buffer[i] += (1 - o.momentum()) * (g[i] - buffer[i]);
                u[i] = o.nesterov() ? g[i] + o.momentum() * (buffer[i] - g[i]) : buffer[i];
            }
            double scale = Math.max(norm(u), o.eps());
            double[] x = n > m ? transposed(u, n, m) : u;
            for (int i = 0; i < x.length; i++) {
                x[i] /= scale;
            }
            for (int k = 0; k < o.nsSteps(); k++) {
                x = iterated(x, Math.min(n, m), Math.max(n, m), o.nsCoefficients());
            }
            x = n > m ? transposed(x, m, n) : x;
            double adjusted = o.adjustLrFn() == AdjustLrFn.ORIGINAL
                    ? Math.sqrt(Math.max(1, (double) n / m))
                    : 0.2 * Math.sqrt(Math.max(n, m));
            for (int i = 0; i < p.length; i++) {
                p[i] = p[i] * (1 - o.learningRate() * o.weightDecay()) - o.learningRate() * adjusted * x[i];
            }
        }

        private static double[] iterated(double[] x, int n, int m, NsCoefficients c) {
            double[] gram = product(x, transposed(x, n, m), n, m, n);
            double[] square = product(gram, gram, n, n, n);
            double[] update = new double[n * n];
            for (int i = 0; i < update.length; i++) {
                update[i] = c.b() * gram[i] + c.c() * square[i];
            }
            double[] next = product(update, x, n, n, m);
            for (int i = 0; i < next.length; i++) {
                next[i] += c.a() * x[i];
            }
            return next;
        }
    }

    private static double[] transposed(double[] x, int n, int m) {
        double[] y = new double[x.length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                y[j * n + i] = x[i * m + j];
            }
        }
        return y;
    }

    private static double[] product(double[] a, double[] b, int n, int k, int m) {
        double[] c = new double[n * m];
        for (int i = 0; i < n; i++) {
            for (int q = 0; q < k; q++) {
                for (int j = 0; j < m; j++) {
                    c[i * m + j] += a[i * k + q] * b[q * m + j];
                }
            }
        }
        return c;
    }

    /// With the coefficients of a convergent iteration the step is the orthogonal matrix `U·Vᵀ` itself.
    @Test
    void theStepIsOrthogonal() {
        int n = 5;
        int m = 23;
        Tensor p = Tensor.zeros(n, m).requiresGrad_(true);
        p.setGrad(Tensor.of(Shape.of(n, m), Rules.normal(new Random(5), n * m)));
        var options = new Options(1).withNsCoefficients(1.875, -1.25, 0.375).withNsSteps(30);
        new Muon(List.of(p), options).step();
        double[] x = Rules.doubles(p);
        double[] gram = product(x, transposed(x, n, m), n, m, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                assertThat(Math.abs(gram[i * n + j] - (i == j ? 1 : 0))).isLessThan(1e-5);
            }
        }
    }

    @Test
    void theScaleOfTheGradientDoesNotMatter() {
        Tensor small = Rules.parameter(Shape.of(2, 2), 0, 0, 0, 0);
        Tensor large = Rules.parameter(Shape.of(2, 2), 0, 0, 0, 0);
        small.setGrad(Tensor.of(Shape.of(2, 2), 1, 2, 3, -4));
        large.setGrad(Tensor.of(Shape.of(2, 2), 1024, 2048, 3072, -4096));
        new Muon(List.of(small, large), 0.5).step();
        assertThat(large.toArray()).isEqualTo(small.toArray()).doesNotContain(0f);
    }

    @Test
    void aGradientOfZerosOnlyLeavesTheDecay() {
        Tensor p = Rules.parameter(Shape.of(1, 2), 2, 4);
        p.setGrad(Tensor.zeros(1, 2));
        new Muon(List.of(p), new Options(0.5).withWeightDecay(0.5)).step();
        assertThat(p.toArray()).containsExactly(1.5f, 3f);
    }

    @Test
    void refusesWhatIsNoMatrix() {
        Tensor matrix = Tensor.zeros(2, 3).requiresGrad_(true);
        Tensor bias = Tensor.zeros(3).requiresGrad_(true);
        refused(
                () -> new Muon(List.of(matrix, bias)),
                "Muon: parameter 1, [3], is no matrix; give parameters of other than two dimensions to another");
        var muon = new Muon(List.of(matrix));
        Tensor kernels = Tensor.zeros(2, 3, 3, 3).requiresGrad_(true);
        refused(() -> muon.addParamGroup(List.of(kernels)), "Muon: parameter 0, [2, 3, 3, 3], is no matrix");
        assertThat(muon.paramGroups()).hasSize(1);
    }

    @Test
    void hasABufferFromTheFirstStepOn() {
        Tensor p = Rules.parameter(Shape.of(1, 2), 1, 2);
        var muon = new Muon(List.of(p), new Options(0.5).withMomentum(0.75));
        assertThat(muon.stateDict().dict("state").size()).isZero();
        p.setGrad(Tensor.of(Shape.of(1, 2), 4, 8));
        muon.step();
        StateDict entry = muon.stateDict().dict("state").dict("0");
        assertThat(entry.keys()).containsExactly("momentum_buffer");
        assertThat(entry.array("momentum_buffer").toArray()).containsExactly(1f, 2f);
        StateDict state = muon.stateDict().copy();
        state.dict("state").dict("0").put("momentum_buffer", NDArray.zeros(Shape.of(2, 1)));
        assertThatThrownBy(() -> muon.loadStateDict(state)).isInstanceOf(StateDictException.class);
    }

    @Test
    void goesOnBitForBit(@TempDir Path folder) throws IOException {
        MatrixTests.goesOnBitForBit(new Options(0.1), folder, Shape.of(7, 19), Shape.of(20, 5));
    }

    @Test
    void theThreadsDoNotChangeABit() {
        MatrixTests.theThreadsDoNotChangeABit(new Options(0.1), Shape.of(210, 300), Shape.of(300, 190));
    }

    @Test
    void aViewIsUpdatedAndItsNeighboursAreNot() {
        MatrixTests.aViewIsUpdatedAndItsNeighboursAreNot(new Options(0.1), Shape.of(5, 2 * LANES + 1));
        MatrixTests.aViewIsUpdatedAndItsNeighboursAreNot(new Options(0.1), Shape.of(2 * LANES + 1, 3));
    }

    @Test
    void aStepAllocatesNothing() {
        MatrixTests.aStepAllocatesNothing(new Options(), Shape.of(30, 41), Shape.of(41, 7));
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "Muon: learningRate is -0.1");
        refused(() -> new Options().withWeightDecay(-1), "Muon: weightDecay is -1.0");
        refused(() -> new Options().withMomentum(-0.5), "Muon: momentum is -0.5");
        refused(() -> new Options().withEps(Double.NaN), "Muon: eps is NaN");
        refused(() -> new Options().withNsSteps(100), "Muon: nsSteps is 100; it must be at least 0 and below 100");
        refused(() -> new Options().withNsSteps(-1), "Muon: nsSteps is -1");
        refused(() -> new Options().withNsCoefficients(1, Double.NaN, 2), "Muon: nsCoefficients.b is NaN");
    }

    @Test
    void hasPyTorchsDefaults() {
        assertThat(new Options())
                .isEqualTo(new Options(
                        1e-3,
                        0.1,
                        0.95,
                        true,
                        new NsCoefficients(3.4445, -4.775, 2.0315),
                        1e-7,
                        5,
                        AdjustLrFn.ORIGINAL));
        var p = List.of(Rules.parameter(Shape.of(1, 1), 1));
        assertThat(new Muon(p).defaults()).isEqualTo(new Options());
        assertThat(new Muon(p, 1e-4).defaults()).isEqualTo(new Options(1e-4));
    }

    @Test
    void savesItsOptions() {
        Options options = new Options(0.5)
                .withWeightDecay(0.25)
                .withMomentum(0.75)
                .withNesterov(false)
                .withNsCoefficients(1, 2, 3)
                .withEps(0.125)
                .withNsSteps(7)
                .withAdjustLrFn(AdjustLrFn.MATCH_RMS_ADAMW);
        StateDict saved = options.toStateDict();
        assertThat(saved.text("adjust_lr_fn")).isEqualTo("match_rms_adamw");
        assertThat(new Options().withStateDict(saved)).isEqualTo(options);
        assertThat(options.withStateDict(new StateDict().putNull("adjust_lr_fn"))
                        .adjustLrFn())
                .isEqualTo(AdjustLrFn.ORIGINAL);
        assertThatThrownBy(() -> options.withStateDict(new StateDict().put("adjust_lr_fn", "none")))
                .isInstanceOf(StateDictException.class);
        assertThatThrownBy(() -> options.withStateDict(new StateDict().put("ns_coefficients", 1.0, 2.0)))
                .isInstanceOf(StateDictException.class);
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
