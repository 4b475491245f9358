package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.optim.AdamW.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdamWTest {
    @Test
    void endsWherePyTorchEnds() {
        Rules.endsAt(new Options(0.1), 0.66318706, -1.97694746, 0.534980617);
        Rules.endsAt(
                new Options(0.1).withWeightDecay(0.5).withAmsgrad(true).withBetas(0.9, 0.9),
                0.406215394,
                -1.32632149,
                0.365721052);
        Rules.endsAt(new Options(0.1).withWeightDecay(0.5).withMaximize(true), 0.934083881, -1.32688213, 0.294219725);
    }

    @Test
    void skipsStepsWithoutGradientAndTakesNewLearningRates() {
        Rules.endsAtWithGapsAndOtherLearningRates(new Options(0.1), 0.69323063, -2.21893844, 0.109217108);
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
                new Options(0.1).withWeightDecay(0.5).withMaximize(true));
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "AdamW: learningRate is -0.1");
        refused(() -> new Options(Double.POSITIVE_INFINITY), "AdamW: learningRate is Infinity");
        refused(() -> new Options().withBetas(1, 0.9), "AdamW: beta1 is 1.0; it must be at least 0 and below 1");
        refused(() -> new Options().withBetas(0.9, -0.1), "AdamW: beta2 is -0.1");
        refused(() -> new Options().withBetas(0.9, Double.NaN), "AdamW: beta2 is NaN");
        refused(() -> new Options().withEps(-1e-8), "AdamW: eps is -1.0E-8");
        refused(() -> new Options().withWeightDecay(-1), "AdamW: weightDecay is -1.0");
    }

    @Test
    void hasPyTorchsDefaults() {
        assertThat(new Options()).isEqualTo(new Options(1e-3, 0.9, 0.999, 1e-8, 1e-2, false, false));
        var p = List.of(Rules.parameter(1));
        assertThat(new AdamW(p).defaults()).isEqualTo(new Options());
        assertThat(new AdamW(p, 1e-4).defaults()).isEqualTo(new Options(1e-4));
    }

    @Test
    void theDecayDoesNotPassThroughTheMoments() {
        Tensor p = Rules.parameter(8);
        p.setGrad(Tensor.of(0f));
        var adamW = new AdamW(List.of(p), new Options(0.5).withWeightDecay(0.25));
        adamW.step();
        assertThat(p.item()).isEqualTo(7f);
        assertThat(adamW.stateDict().dict("state").dict("0").array("exp_avg").item())
                .isZero();
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void itsMomentumIsBeta1() {
        MomentumOptions<AdamW.Options> options = new AdamW.Options();
        assertThat(options.momentum()).isEqualTo(0.9);
        assertThat(options.withMomentum(0.5)).isEqualTo(new AdamW.Options().withBetas(0.5, 0.999));
    }
}
