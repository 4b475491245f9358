package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.optim.Adamax.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdamaxTest {
    @Test
    void endsWherePyTorchEnds() {
        Rules.endsAt(new Options(0.1), 0.771852636, -1.96365038, 0.512547384);
        Rules.endsAt(new Options(0.1).withBetas(0.5, 0.75).withEps(0.5), 0.788253547, -1.98818096, 0.512308339);
        Rules.endsAt(new Options(0.1).withWeightDecay(0.5).withMaximize(true), 0.915053958, -1.73645752, 0.150155766);
    }

    @Test
    void skipsStepsWithoutGradientAndTakesNewLearningRates() {
        Rules.endsAtWithGapsAndOtherLearningRates(new Options(0.1), 0.802480575, -2.17655516, 0.292110915);
    }

    @ParameterizedTest
    @MethodSource
    void followsTheFormula(Options options) {
        Rules.followsReference(options);
    }

    static Stream<Options> followsTheFormula() {
        return Stream.of(
                new Options(),
                new Options(0.01).withBetas(0.5, 0.75).withEps(0.5),
                new Options(0.01).withWeightDecay(0.1).withMaximize(true),
                new Options(0.01).withBetas(0, 0));
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "Adamax: learningRate is -0.1");
        refused(() -> new Options(Double.POSITIVE_INFINITY), "Adamax: learningRate is Infinity");
        refused(() -> new Options().withBetas(1, 0.9), "Adamax: beta1 is 1.0; it must be at least 0 and below 1");
        refused(() -> new Options().withBetas(0.9, -0.1), "Adamax: beta2 is -0.1");
        refused(() -> new Options().withBetas(0.9, Double.NaN), "Adamax: beta2 is NaN");
        refused(() -> new Options().withEps(-1e-8), "Adamax: eps is -1.0E-8");
        refused(() -> new Options().withWeightDecay(-1), "Adamax: weightDecay is -1.0");
    }

    @Test
    void hasPyTorchsDefaults() {
        assertThat(new Options()).isEqualTo(new Options(2e-3, 0.9, 0.999, 1e-8, 0, false));
        var p = List.of(Rules.parameter(1));
        assertThat(new Adamax(p).defaults()).isEqualTo(new Options());
        assertThat(new Adamax(p, 0.5).defaults()).isEqualTo(new Options(0.5));
    }

    @Test
    void theNormIsTheLargestGradientAsItFades() {
        Tensor p = Rules.parameter(0, 0);
        var adamax = new Adamax(List.of(p), new Options().withBetas(0, 0.5).withEps(0.25));
        p.setGrad(Tensor.of(-8f, 0f));
        adamax.step();
        assertThat(norms(adamax)).containsExactly(8.25f, 0.25f);
        p.setGrad(Tensor.of(1f, 1f));
        adamax.step();
        assertThat(norms(adamax)).containsExactly(4.125f, 1.25f);
    }

    private static float[] norms(Adamax adamax) {
        return adamax.stateDict().dict("state").dict("0").array("exp_inf").toArray();
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
