package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.optim.Rprop.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RpropTest {
    @Test
    void endsWherePyTorchEnds() {
        Rules.endsAt(new Options(0.1), 0.5688, -2.02, 0.218);
        Rules.endsAt(new Options(0.1).withEtas(0.25, 3).withStepSizes(0.0625, 0.5), 0.05, -2.275, -0.35);
        Rules.endsAt(new Options(0.1).withMaximize(true), 1.4312, -1.98, 0.782);
    }

    @Test
    void skipsStepsWithoutGradientAndTakesNewLearningRates() {
        Rules.endsAtWithGapsAndOtherLearningRates(new Options(0.1), 0.795, -2.6232, -0.0368);
    }

    @ParameterizedTest
    @MethodSource
    void followsTheFormula(Options options) {
        Rules.followsReference(options);
    }

    static Stream<Options> followsTheFormula() {
        return Stream.of(
                new Options(),
                new Options(0.1).withEtas(0.25, 3).withStepSizes(0.0625, 0.5),
                new Options(0.1).withMaximize(true));
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "Rprop: learningRate is -0.1");
        refused(() -> new Options(Double.POSITIVE_INFINITY), "Rprop: learningRate is Infinity");
        refused(() -> new Options().withEtas(0, 1.2), "Rprop: etaMinus is 0.0; it must be above 0 and below 1");
        refused(() -> new Options().withEtas(1, 1.2), "Rprop: etaMinus is 1.0");
        refused(() -> new Options().withEtas(Double.NaN, 1.2), "Rprop: etaMinus is NaN");
        refused(() -> new Options().withEtas(0.5, 1), "Rprop: etaPlus is 1.0; it must be a finite number above 1");
        refused(() -> new Options().withEtas(0.5, Double.NaN), "Rprop: etaPlus is NaN");
        refused(() -> new Options().withStepSizes(-1, 1), "Rprop: minStep is -1.0");
        refused(() -> new Options().withStepSizes(0, Double.NaN), "Rprop: maxStep is NaN");
        refused(
                () -> new Options().withStepSizes(2, 1),
                "Rprop: minStep is 2.0; it must be at most maxStep, which is 1.0");
    }

    @Test
    void hasPyTorchsDefaults() {
        assertThat(new Options()).isEqualTo(new Options(1e-2, 0.5, 1.2, 1e-6, 50, false));
        var p = List.of(Rules.parameter(1));
        assertThat(new Rprop(p).defaults()).isEqualTo(new Options());
        assertThat(new Rprop(p, 0.5).defaults()).isEqualTo(new Options(0.5));
    }

    @Test
    void theLearningRateIsTheFirstStepSizeAndNoMore() {
        Tensor p = Rules.parameter(0);
        var rprop = new Rprop(List.of(p), 1);
        rprop.step(); // no gradient, no step
        rprop.paramGroups().getFirst().setLearningRate(2);
        p.setGrad(Tensor.of(5f));
        rprop.step();
        assertThat(p.item()).isEqualTo(-2f);
        rprop.paramGroups().getFirst().setLearningRate(30);
        rprop.step();
        assertThat(p.item()).isEqualTo(-2f - 1.2f * 2);
    }

    /// Products of these gradients are 0 as floats.
    @Test
    void theSignsOfSmallGradientsCount() {
        Tensor p = Rules.parameter(0, 0);
        var rprop = new Rprop(List.of(p), new Options(1).withEtas(0.5, 2));
        p.setGrad(Tensor.of(1e-30f, 1e-30f));
        rprop.step();
        p.setGrad(Tensor.of(1e-30f, -1e-30f));
        rprop.step();
        assertThat(p.toArray()).containsExactly(-3f, -1f);
        var entry = rprop.stateDict().dict("state").dict("0");
        assertThat(entry.keys()).containsExactly("step", "prev", "step_size");
        assertThat(entry.array("step_size").toArray()).containsExactly(2f, 0.5f);
        assertThat(entry.array("prev").toArray()).containsExactly(1e-30f, 0f);
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
