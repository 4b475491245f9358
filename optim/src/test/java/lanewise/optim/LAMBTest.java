package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.optim.LAMB.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LAMBTest {
    @ParameterizedTest
    @MethodSource
    void followsTheFormula(Options options) {
        ArrayReference.follows(
                options,
                InDouble::new,
                4,
                Shape.of(1),
                Shape.of(LANES - 1),
                Shape.of(LANES),
                Shape.of(LANES + 1),
                Shape.of(17, 3),
                Shape.of(1024),
                Shape.of(3001));
    }

    static Stream<Options> followsTheFormula() {
        return Stream.of(
                new Options(),
                new Options(0.1).withWeightDecay(0.1),
                new Options(0.1).withBetas(0.5, 0.9).withEps(1e-3),
                new Options(0.1).withBiasCorrection(false),
                new Options(0.1).withMaximize(true).withWeightDecay(0.5));
    }

    private static final class InDouble extends ArrayReference {
        private final double[] m;
        private final double[] v;

        InDouble(Shape shape) {
            m = new double[shape.elements()];
            v = new double[shape.elements()];
        }

        @Override
        void update(double[] p, double[] g, OptimizerOptions<?> options) {
            var o = (Options) options;
            double[] u = new double[p.length];
            for (int i = 0; i < p.length; i++) {
                double d = o.maximize() ? -g[i] : g[i];
                m[i] = o.beta1() * m[i] + (1 - o.beta1()) * d;
                v[i] = o.beta2() * v[i] + (1 - o.beta2()) * d * d;
                double mHat = o.biasCorrection() ? m[i] / (1 - Math.pow(o.beta1(), t)) : m[i];
                double vHat = o.biasCorrection() ? v[i] / (1 - Math.pow(o.beta2(), t)) : v[i];
                u[i] = mHat / (Math.sqrt(vHat) + o.eps()) + o.weightDecay() * p[i];
            }
            double ratio = norm(p) > 0 && norm(u) > 0 ? norm(p) / norm(u) : 1;
            for (int i = 0; i < p.length; i++) {
                p[i] -= o.learningRate() * ratio * u[i];
            }
        }
    }

    @Test
    void aStepIsAsLongAsTheLearningRateSaysOfTheParameter() {
        Tensor p = Rules.parameter(3, 0, 4);
        p.setGrad(Tensor.of(1e-2f, 1, -1e3f));
        new LAMB(List.of(p), new Options(0.1).withEps(0)).step();
        double side = 0.5 / Math.sqrt(3); // 0.1·‖p‖ in each direction
        assertThat(p.toArray())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly((float) (3 - side), (float) -side, (float) (4 + side));
    }

    @Test
    void theRatioIsOneForAParameterOrAGradientOfZeros() {
        Tensor p = Rules.parameter(0, 0);
        p.setGrad(Tensor.of(2, -2));
        new LAMB(List.of(p), new Options(0.5).withEps(0)).step();
        assertThat(p.toArray()).containsExactly(-0.5f, 0.5f);

        Tensor q = Rules.parameter(1, 2);
        q.setGrad(Tensor.of(0, 0));
        new LAMB(List.of(q), 0.5).step();
        assertThat(q.toArray()).containsExactly(1f, 2f);
    }

    @Test
    void eachParameterHasARatioOfItsOwn() {
        Tensor small = Rules.parameter(1);
        Tensor large = Rules.parameter(100);
        small.setGrad(Tensor.of(1f));
        large.setGrad(Tensor.of(1f));
        new LAMB(List.of(small, large), new Options(0.5).withEps(0)).step();
        assertThat((double) small.item()).isCloseTo(0.5, within(1e-6));
        assertThat((double) large.item()).isCloseTo(50, within(1e-4));
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "LAMB: learningRate is -0.1");
        refused(() -> new Options().withBetas(1, 0.9), "LAMB: beta1 is 1.0; it must be at least 0 and below 1");
        refused(() -> new Options().withBetas(0.9, Double.NaN), "LAMB: beta2 is NaN");
        refused(() -> new Options().withEps(-1), "LAMB: eps is -1.0");
        refused(() -> new Options().withWeightDecay(-1), "LAMB: weightDecay is -1.0");
    }

    @Test
    void hasTheDefaults() {
        assertThat(new Options()).isEqualTo(new Options(1e-3, 0.9, 0.999, 1e-6, 0, true, false));
        var p = List.of(Rules.parameter(1));
        assertThat(new LAMB(p).defaults()).isEqualTo(new Options());
        assertThat(new LAMB(p, 1e-4).defaults()).isEqualTo(new Options(1e-4));
    }

    @Test
    void savesItsOptionsAndMoments() {
        Options options = new Options(0.5)
                .withBetas(0.5, 0.75)
                .withEps(0.1)
                .withWeightDecay(0.2)
                .withBiasCorrection(false);
        assertThat(new Options().withStateDict(options.toStateDict())).isEqualTo(options);
        Tensor p = Rules.parameter(1);
        var lamb = new LAMB(List.of(p), options);
        p.setGrad(Tensor.of(2f));
        lamb.step();
        var entry = lamb.stateDict().dict("state").dict("0");
        assertThat(entry.keys()).containsExactly("step", "exp_avg", "exp_avg_sq");
        assertThat(entry.array("exp_avg").item()).isEqualTo(1f);
        assertThat(entry.array("exp_avg_sq").item()).isEqualTo(1f);
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
