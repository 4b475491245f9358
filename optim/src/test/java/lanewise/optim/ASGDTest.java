package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;
import lanewise.optim.ASGD.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ASGDTest {
    @Test
    void endsWherePyTorchEnds() {
        Rules.endsAt(new Options(0.1), 0.462451284, -1.94359226, 0.574855009);
        Rules.endsAt(new Options(0.1).withLambd(0.5).withAlpha(0.5).withT0(2), 0.247273477, -1.31474854, 0.398014133);
        Rules.endsAt(new Options(0.1).withWeightDecay(0.5).withMaximize(true), 1.1432672, -1.39500035, 0.275734148);
    }

    @Test
    void skipsStepsWithoutGradientAndTakesNewLearningRates() {
        Rules.endsAtWithGapsAndOtherLearningRates(new Options(0.1), 0.738710169, -1.77302629, 0.534866142);
    }

    @ParameterizedTest
    @MethodSource
    void followsTheFormula(Options options) {
        Rules.followsReference(options);
    }

    static Stream<Options> followsTheFormula() {
        return Stream.of(
                new Options(),
                new Options(0.01).withLambd(0.5).withAlpha(0.5).withT0(2),
                new Options(0.01).withWeightDecay(0.1).withMaximize(true));
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "ASGD: learningRate is -0.1");
        refused(() -> new Options(Double.POSITIVE_INFINITY), "ASGD: learningRate is Infinity");
        refused(() -> new Options().withLambd(Double.NaN), "ASGD: lambd is NaN");
        refused(() -> new Options().withAlpha(Double.NaN), "ASGD: alpha is NaN");
        refused(() -> new Options().withT0(Double.NaN), "ASGD: t0 is NaN");
        refused(() -> new Options().withWeightDecay(-1), "ASGD: weightDecay is -1.0");
    }

    @Test
    void hasPyTorchsDefaults() {
        assertThat(new Options()).isEqualTo(new Options(1e-2, 1e-4, 0.75, 1e6, 0, false));
        var p = List.of(Rules.parameter(1));
        assertThat(new ASGD(p).defaults()).isEqualTo(new Options());
        assertThat(new ASGD(p, 0.5).defaults()).isEqualTo(new Options(0.5));
    }

    /// Without decay each step takes 1 from the parameter.
    @Test
    void theAverageBeginsAfterStepT0Plus2() {
        Tensor p = Rules.parameter(0);
        p.setGrad(Tensor.of(1f));
        var asgd = new ASGD(List.of(p), new Options(1).withLambd(0).withT0(2));
        for (float average : new float[] {-1, -2, -3, -4, -4.5f, -5}) {
            asgd.step();
            assertThat(entry(asgd).array("ax").item()).isEqualTo(average);
        }
        assertThat(p.item()).isEqualTo(-6f);
        assertThat(entry(asgd).keys()).containsExactly("step", "eta", "mu", "ax");
        assertThat(entry(asgd).number("mu")).isEqualTo(0.25);
    }

    @Test
    void aNewLearningRateComesOneStepLater() {
        Tensor p = Rules.parameter(0);
        p.setGrad(Tensor.of(1f));
        var asgd = new ASGD(List.of(p), new Options(1).withLambd(0));
        asgd.paramGroups().getFirst().setLearningRate(2); // before the first step: at once
        asgd.step();
        assertThat(p.item()).isEqualTo(-2f);
        asgd.paramGroups().getFirst().setLearningRate(4);
        asgd.step();
        assertThat(p.item()).isEqualTo(-4f);
        assertThat(entry(asgd).number("eta")).isEqualTo(4);
        asgd.step();
        assertThat(p.item()).isEqualTo(-8f);
    }

    private static StateDict entry(ASGD asgd) {
        return asgd.stateDict().dict("state").dict("0");
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
