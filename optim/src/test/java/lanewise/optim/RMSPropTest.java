package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.optim.RMSProp.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RMSPropTest {
    @Test
    void endsWherePyTorchEnds() {
        Rules.endsAt(new Options(0.1), -1.15842879, -1.58162182, -0.0777045267);
        Rules.endsAt(new Options(0.1).withAlpha(0.9).withCentered(true), 0.241190908, -1.86385893, 0.308747671);
        Rules.endsAt(new Options(0.1).withMomentum(0.5).withWeightDecay(0.1), -2.50633348, -0.686033074, 1.05699733);
        Rules.endsAt(
                new Options(0.1)
                        .withMomentum(0.5)
                        .withCentered(true)
                        .withEps(0.25)
                        .withMaximize(true),
                2.40299543,
                -2.09414252,
                0.185358663);
    }

    @Test
    void skipsStepsWithoutGradientAndTakesNewLearningRates() {
        Rules.endsAtWithGapsAndOtherLearningRates(new Options(0.1), -0.616326602, -2.69774988, -1.1223293);
    }

    @ParameterizedTest
    @MethodSource
    void followsTheFormula(Options options) {
        Rules.followsReference(options);
    }

    static Stream<Options> followsTheFormula() {
        return Stream.of(
                new Options(),
                new Options(0.01).withCentered(true),
                new Options(0.01).withMomentum(0.9).withCentered(true).withMaximize(true),
                new Options(0.01).withMomentum(0.9).withWeightDecay(0.1));
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "RMSProp: learningRate is -0.1");
        refused(() -> new Options().withAlpha(-0.5), "RMSProp: alpha is -0.5");
        refused(() -> new Options().withAlpha(1.5), "RMSProp: alpha is 1.5; it must be from 0 to 1");
        refused(() -> new Options().withAlpha(Double.NaN), "RMSProp: alpha is NaN");
        refused(() -> new Options().withEps(-1), "RMSProp: eps is -1.0");
        refused(() -> new Options().withWeightDecay(-1), "RMSProp: weightDecay is -1.0");
        refused(() -> new Options().withMomentum(-1), "RMSProp: momentum is -1.0");
    }

    @Test
    void hasPyTorchsDefaults() {
        assertThat(new Options()).isEqualTo(new Options(1e-2, 0.99, 1e-8, 0, 0, false, false));
        var p = List.of(Rules.parameter(1));
        assertThat(new RMSProp(p).defaults()).isEqualTo(new Options());
        assertThat(new RMSProp(p, 1e-4).defaults()).isEqualTo(new Options(1e-4));
    }

    /// With a constant gradient the variance vanishes, and rounding makes it negative at times.
    @Test
    void aVarianceThatRoundsBelowZeroCountsAsZero() {
        Tensor p = Rules.parameter(0, 0, 0);
        var rmsProp = new RMSProp(
                List.of(p), new Options(0.1).withAlpha(0.5).withEps(1).withCentered(true));
        p.setGrad(Tensor.of(0.1f, 0.3f, 0.7f));
        for (int t = 0; t < 100; t++) {
            rmsProp.step();
            for (float value : p.toArray()) {
                assertThat(value).isFinite();
            }
        }
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
