package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import lanewise.optim.AdaGrad.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdaGradTest {
    @Test
    void endsWherePyTorchEnds() {
        Rules.endsAt(new Options(0.1), 0.78508928, -1.95797132, 0.442456298);
        Rules.endsAt(
                new Options(0.1)
                        .withLrDecay(0.5)
                        .withInitialAccumulatorValue(2.0)
                        .withEps(0.125),
                0.945476996,
                -1.98600804,
                0.516207622);
        Rules.endsAt(new Options(0.1).withWeightDecay(0.5).withMaximize(true), 0.906214432, -1.78667937, 0.22813333);
    }

    @Test
    void skipsStepsWithoutGradientAndTakesNewLearningRates() {
        Rules.endsAtWithGapsAndOtherLearningRates(new Options(0.1), 0.839318851, -2.06924003, 0.337471067);
    }

    @ParameterizedTest
    @MethodSource
    void followsTheFormula(Options options) {
        Rules.followsReference(options);
    }

    static Stream<Options> followsTheFormula() {
        return Stream.of(
                new Options(),
                new Options(0.1).withLrDecay(0.1).withInitialAccumulatorValue(0.5),
                new Options(0.1).withWeightDecay(0.1).withMaximize(true));
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "AdaGrad: learningRate is -0.1");
        refused(() -> new Options().withLrDecay(-1), "AdaGrad: lrDecay is -1.0");
        refused(() -> new Options().withWeightDecay(Double.NaN), "AdaGrad: weightDecay is NaN");
        refused(() -> new Options().withInitialAccumulatorValue(-1), "AdaGrad: initialAccumulatorValue is -1.0");
        refused(() -> new Options().withEps(-1), "AdaGrad: eps is -1.0");
    }

    @Test
    void hasPyTorchsDefaults() {
        assertThat(new Options()).isEqualTo(new Options(1e-2, 0, 0, 0, 1e-10, false));
        var p = List.of(Rules.parameter(1));
        assertThat(new AdaGrad(p).defaults()).isEqualTo(new Options());
        assertThat(new AdaGrad(p, 1e-4).defaults()).isEqualTo(new Options(1e-4));
    }

    /// As PyTorch, which makes this state in the constructor.
    @Test
    void theStateIsThereBeforeTheFirstStep() {
        var adaGrad = new AdaGrad(List.of(Rules.parameter(1, 2)), new Options().withInitialAccumulatorValue(0.5));
        var slots = adaGrad.stateDict().dict("state").dict("0");
        assertThat(slots.number("step")).isZero();
        assertThat(slots.array("sum").toArray()).containsExactly(0.5f, 0.5f);
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
