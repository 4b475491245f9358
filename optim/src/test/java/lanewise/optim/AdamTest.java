package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.optim.Adam.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdamTest {
    @Test
    void endsWherePyTorchEnds() {
        Rules.endsAt(new Options(0.1), 0.669817584, -1.99269865, 0.538988525);
        Rules.endsAt(new Options(0.1).withBetas(0.5, 0.9).withAmsgrad(true), 0.651584064, -1.95249877, 0.468458138);
        Rules.endsAt(new Options(0.1).withWeightDecay(0.5).withMaximize(true), 0.882815128, -1.54890339, 0.0419565558);
        Rules.endsAt(
                new Options(0.1).withWeightDecay(0.5).withDecoupledWeightDecay(true),
                0.392756982,
                -1.32679959,
                0.369200707);
        Rules.endsAt(new Options(0.1).withBetas(0.0, 0.25).withEps(0.5), 0.757998504, -2.00561357, 0.513678207);
    }

    @Test
    void skipsStepsWithoutGradientAndTakesNewLearningRates() {
        Rules.endsAtWithGapsAndOtherLearningRates(new Options(0.1), 0.69944299, -2.23450133, 0.111824593);
    }

    @ParameterizedTest
    @MethodSource
    void followsTheFormula(Options options) {
        Rules.followsReference(options);
    }

    static Stream<Options> followsTheFormula() {
        return Stream.of(
                new Options(),
                new Options(0.01).withBetas(0.9, 0.9).withAmsgrad(true),
                new Options(0.01).withWeightDecay(0.1).withMaximize(true),
                new Options(0.01).withWeightDecay(0.1).withDecoupledWeightDecay(true),
                new Options(0.01).withBetas(0, 0.99));
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "Adam: learningRate is -0.1");
        refused(() -> new Options(Double.POSITIVE_INFINITY), "Adam: learningRate is Infinity");
        refused(() -> new Options().withBetas(1, 0.9), "Adam: beta1 is 1.0; it must be at least 0 and below 1");
        refused(() -> new Options().withBetas(0.9, -0.1), "Adam: beta2 is -0.1");
        refused(() -> new Options().withBetas(0.9, Double.NaN), "Adam: beta2 is NaN");
        refused(() -> new Options().withEps(-1e-8), "Adam: eps is -1.0E-8");
        refused(() -> new Options().withWeightDecay(-1), "Adam: weightDecay is -1.0");
    }

    @Test
    void hasPyTorchsDefaults() {
        assertThat(new Options()).isEqualTo(new Options(1e-3, 0.9, 0.999, 1e-8, 0, false, false, false));
        var p = List.of(Rules.parameter(1));
        assertThat(new Adam(p).defaults()).isEqualTo(new Options());
        assertThat(new Adam(p, 1e-4).defaults()).isEqualTo(new Options(1e-4));
    }

    @Test
    void withDecoupledWeightDecayItIsAdamW() {
        Tensor p = Rules.parameter(8, -3);
        Tensor q = Rules.parameter(8, -3);
        var adam = new Adam(List.of(p), new Options(0.5).withWeightDecay(0.25).withDecoupledWeightDecay(true));
        var adamW = new AdamW(List.of(q), new AdamW.Options(0.5).withWeightDecay(0.25));
        for (int t = 0; t < 5; t++) {
            p.setGrad(Tensor.of(t - 1f, 3f));
            q.setGrad(Tensor.of(t - 1f, 3f));
            adam.step();
            adamW.step();
        }
        assertThat(p.toArray()).isEqualTo(q.toArray());
    }

    @Test
    void theFirstStepIsTheLearningRateWhateverTheGradientsScale() {
        Tensor p = Rules.parameter(0, 0, 0);
        p.setGrad(Tensor.of(1e-4f, 1, -1e4f));
        new Adam(List.of(p), 0.5).step();
        assertThat(p.toArray()).usingComparatorWithPrecision(1e-4f).containsExactly(-0.5f, -0.5f, 0.5f);
    }

    /// β₂ = 0.999 as one float would be off by 1.3e-8, and the second moment of these steps by 7e-6.
    @Test
    void theMomentsStayExactOverAThousandSteps() {
        Tensor p = Rules.parameter(0);
        var adam = new Adam(List.of(p));
        p.setGrad(Tensor.of(2f));
        for (int t = 0; t < 1000; t++) {
            adam.step();
        }
        var slots = adam.stateDict().dict("state").dict("0");
        assertThat(slots.number("step")).isEqualTo(1000);
        assertThat((double) slots.array("exp_avg").item()).isCloseTo(2, within(5e-7));
        assertThat((double) slots.array("exp_avg_sq").item())
                .isCloseTo(4 * (1 - Math.pow(0.999, 1000)), withinPercentage(1e-4));
    }

    @Test
    void amsgradCanBeSwitchedOnLater() {
        Tensor p = Rules.parameter(0);
        var adam = new Adam(List.of(p), new Options(0.1).withBetas(0, 0.5));
        p.setGrad(Tensor.of(1f));
        adam.step();
        adam.paramGroups().getFirst().setOptions(adam.defaults().withAmsgrad(true));
        adam.step(); // v = 0.75, the largest so far
        p.setGrad(Tensor.of(0f));
        adam.step(); // v = 0.375
        var slots = adam.stateDict().dict("state").dict("0");
        assertThat(slots.array("exp_avg_sq").item()).isEqualTo(0.375f);
        assertThat(slots.array("max_exp_avg_sq").item()).isEqualTo(0.75f);
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void itsMomentumIsBeta1() {
        MomentumOptions<Adam.Options> options = new Adam.Options();
        assertThat(options.momentum()).isEqualTo(0.9);
        assertThat(options.withMomentum(0.5)).isEqualTo(new Adam.Options().withBetas(0.5, 0.999));
    }
}
