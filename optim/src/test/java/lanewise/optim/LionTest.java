package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.optim.Lion.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LionTest {
    @Test
    void endsWhereTheFormulaEnds() {
        Rules.endsAt(new Options(0.1), 0.6, -2.2, 0.3);
        Rules.endsAt(new Options(0.1).withBetas(0.5, 0.75).withWeightDecay(0.5), 0.145017481, -1.50743129, 0.164795247);
        Rules.endsAt(new Options(0.1).withMaximize(true), 1.4, -1.8, 0.7);
    }

    @Test
    void skipsStepsWithoutGradientAndTakesNewLearningRates() {
        Rules.endsAtWithGapsAndOtherLearningRates(new Options(0.1), 0.7, -2.32, 0.28);
    }

    @ParameterizedTest
    @MethodSource
    void followsTheFormula(Options options) {
        Rules.followsReference(options);
    }

    static Stream<Options> followsTheFormula() {
        return Stream.of(
                new Options(),
                new Options(0.1).withBetas(0.5, 0.75).withWeightDecay(0.5),
                new Options(0.01).withBetas(0, 0).withMaximize(true));
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "Lion: learningRate is -0.1");
        refused(() -> new Options(Double.POSITIVE_INFINITY), "Lion: learningRate is Infinity");
        refused(() -> new Options().withBetas(1, 0.9), "Lion: beta1 is 1.0; it must be at least 0 and below 1");
        refused(() -> new Options().withBetas(0.9, -0.1), "Lion: beta2 is -0.1");
        refused(() -> new Options().withBetas(0.9, Double.NaN), "Lion: beta2 is NaN");
        refused(() -> new Options().withWeightDecay(-1), "Lion: weightDecay is -1.0");
    }

    @Test
    void hasThePapersDefaults() {
        assertThat(new Options()).isEqualTo(new Options(1e-4, 0.9, 0.99, 0, false));
        var p = List.of(Rules.parameter(1));
        assertThat(new Lion(p).defaults()).isEqualTo(new Options());
        assertThat(new Lion(p, 0.5).defaults()).isEqualTo(new Options(0.5));
    }

    @Test
    void everyStepHasOneSizeAndNoneWithoutDirection() {
        Tensor p = Rules.parameter(0, 0, 0);
        p.setGrad(Tensor.of(1e-9f, 0, -1e9f));
        new Lion(List.of(p), 0.5).step();
        assertThat(p.toArray()).containsExactly(-0.5f, 0f, 0.5f);
    }

    /// As the authors' code.
    @Test
    void theMomentumIsTheWholeState() {
        Tensor p = Rules.parameter(0);
        var lion = new Lion(List.of(p), new Options().withBetas(0, 0.5));
        assertThat(lion.stateDict().dict("state").size()).isZero();
        p.setGrad(Tensor.of(4f));
        lion.step();
        var entry = lion.stateDict().dict("state").dict("0");
        assertThat(entry.keys()).containsExactly("exp_avg");
        assertThat(entry.array("exp_avg").item()).isEqualTo(2f);
        var other = new Lion(List.of(p));
        other.loadStateDict(lion.stateDict());
        assertThat(other.stateDict().dict("state").keys()).containsExactly("0");
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
