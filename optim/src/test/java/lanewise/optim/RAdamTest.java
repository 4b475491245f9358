package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.optim.RAdam.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RAdamTest {
    @Test
    void endsWherePyTorchEnds() {
        Rules.endsAt(new Options(0.1), 0.845218553, -2.02597739, 0.590184331);
        Rules.endsAt(new Options(0.1).withBetas(0.5, 0.9).withEps(0.5), 0.738075668, -2.03315923, 0.62255774);
        Rules.endsAt(new Options(0.1).withBetas(0.9, 0.5), 0.640917395, -2.01185509, 0.598795485);
        Rules.endsAt(new Options(0.1).withWeightDecay(0.5).withMaximize(true), 0.906917608, -1.48808692, 0.290219734);
        Rules.endsAt(
                new Options(0.1).withWeightDecay(0.5).withDecoupledWeightDecay(true),
                0.540028663,
                -1.35378722,
                0.406589045);
    }

    @Test
    void skipsStepsWithoutGradientAndTakesNewLearningRates() {
        Rules.endsAtWithGapsAndOtherLearningRates(new Options(0.1), 0.720826754, -2.33743017, 0.335848983);
    }

    @ParameterizedTest
    @MethodSource
    void followsTheFormula(Options options) {
        Rules.followsReference(options);
    }

    static Stream<Options> followsTheFormula() {
        return Stream.of(
                new Options(),
                new Options(0.01).withBetas(0.5, 0.9).withEps(0.5),
                new Options(0.01).withBetas(0.9, 0.5),
                new Options(0.01).withWeightDecay(0.1).withMaximize(true),
                new Options(0.01).withWeightDecay(0.1).withDecoupledWeightDecay(true));
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "RAdam: learningRate is -0.1");
        refused(() -> new Options(Double.POSITIVE_INFINITY), "RAdam: learningRate is Infinity");
        refused(() -> new Options().withBetas(1, 0.9), "RAdam: beta1 is 1.0; it must be at least 0 and below 1");
        refused(() -> new Options().withBetas(0.9, -0.1), "RAdam: beta2 is -0.1");
        refused(() -> new Options().withBetas(0.9, Double.NaN), "RAdam: beta2 is NaN");
        refused(() -> new Options().withEps(-1e-8), "RAdam: eps is -1.0E-8");
        refused(() -> new Options().withWeightDecay(-1), "RAdam: weightDecay is -1.0");
    }

    @Test
    void hasPyTorchsDefaults() {
        assertThat(new Options()).isEqualTo(new Options(1e-3, 0.9, 0.999, 1e-8, 0, false, false));
        var p = List.of(Rules.parameter(1));
        assertThat(new RAdam(p).defaults()).isEqualTo(new Options());
        assertThat(new RAdam(p, 0.5).defaults()).isEqualTo(new Options(0.5));
    }

    /// With β₂ = 0.999, ρ is 4.996 after five steps and 5.994 after six.
    @Test
    void theSixthStepIsTheFirstThatTheSecondMomentScales() {
        Tensor p = Rules.parameter(0, 0);
        p.setGrad(Tensor.of(1f, 4f));
        var rAdam = new RAdam(List.of(p), 0.5);
        for (int t = 1; t <= 5; t++) {
            rAdam.step();
            assertThat(p.toArray()).usingComparatorWithPrecision(1e-5f).containsExactly(-0.5f * t, -2f * t);
        }
        rAdam.step();
        float[] moved = {p.toArray()[0] + 2.5f, p.toArray()[1] + 10f};
        assertThat(moved[0]).isBetween(-0.1f, -0.01f);
        assertThat(moved[1]).isCloseTo(moved[0], within(1e-5f));
    }

    /// The second moment is infinite then, and must not matter before it scales the step; as in PyTorch, the step
    /// is 0 from there on.
    @Test
    void aGradientWhoseSquareIsInfiniteMovesInTheFirstFiveSteps() {
        Tensor p = Rules.parameter(0);
        p.setGrad(Tensor.of(1e20f));
        var rAdam = new RAdam(List.of(p), 1e-20);
        for (int t = 1; t <= 8; t++) {
            rAdam.step();
            assertThat(p.item()).isCloseTo(-Math.min(t, 5), within(1e-5f));
        }
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
