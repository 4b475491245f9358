package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.optim.Adadelta.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdadeltaTest {
    @Test
    void endsWherePyTorchEnds() {
        Rules.endsAt(new Options(), 0.986935069, -1.99931845, 0.499566286);
        Rules.endsAt(new Options(0.5).withRho(0.5).withEps(0.01), 0.698881872, -2.01202061, 0.499831412);
        Rules.endsAt(new Options().withWeightDecay(0.5).withMaximize(true), 0.998361511, -1.9902885, 0.485295775);
    }

    @Test
    void skipsStepsWithoutGradientAndTakesNewLearningRates() {
        Rules.endsAtWithGapsAndOtherLearningRates(new Options(0.1), 0.999118471, -2.00021971, 0.49936601);
    }

    @ParameterizedTest
    @MethodSource
    void followsTheFormula(Options options) {
        Rules.followsReference(options);
    }

    static Stream<Options> followsTheFormula() {
        return Stream.of(
                new Options(),
                new Options(0.1).withRho(0.5).withEps(0.01).withMaximize(true),
                new Options(0.1).withRho(0).withWeightDecay(0.1));
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "Adadelta: learningRate is -0.1");
        refused(() -> new Options(Double.POSITIVE_INFINITY), "Adadelta: learningRate is Infinity");
        refused(() -> new Options().withRho(-0.5), "Adadelta: rho is -0.5");
        refused(() -> new Options().withRho(1.5), "Adadelta: rho is 1.5; it must be from 0 to 1");
        refused(() -> new Options().withRho(Double.NaN), "Adadelta: rho is NaN");
        refused(() -> new Options().withEps(-1e-8), "Adadelta: eps is -1.0E-8");
        refused(() -> new Options().withWeightDecay(-1), "Adadelta: weightDecay is -1.0");
    }

    @Test
    void hasPyTorchsDefaults() {
        assertThat(new Options()).isEqualTo(new Options(1, 0.9, 1e-6, 0, false));
        var p = List.of(Rules.parameter(1));
        assertThat(new Adadelta(p).defaults()).isEqualTo(new Options());
        assertThat(new Adadelta(p, 0.5).defaults()).isEqualTo(new Options(0.5));
    }

    /// With ρ = 0 a mean is its last value. With ε = 9/16 the first step is `√ε/√(1 + ε)`, 0.6, and the second
    /// `√(0.6² + ε)/√(1 + ε)`.
    @Test
    void epsStandsInsideTheRoots() {
        Tensor p = Rules.parameter(0);
        p.setGrad(Tensor.of(1f));
        var adadelta = new Adadelta(List.of(p), new Options().withRho(0).withEps(0.5625));
        adadelta.step();
        assertThat(p.item()).isCloseTo(-0.6f, within(1e-6f));
        adadelta.step();
        assertThat(p.item()).isCloseTo(-0.6f - (float) Math.sqrt(0.9225) / 1.25f, within(1e-6f));
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
