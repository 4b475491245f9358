package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.optim.SGD.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SGDTest {
    @Test
    void endsWherePyTorchEnds() {
        Rules.endsAt(new Options(0.1), 0.4625, -1.94375, 0.5749);
        Rules.endsAt(new Options(0.1).withWeightDecay(0.5).withMaximize(true), 1.14334167, -1.39510067, 0.275755094);
        Rules.endsAt(new Options(0.1).withMomentum(0.9), -0.51346117, -2.12518203, 0.878101441);
        Rules.endsAt(
                new Options(0.1).withMomentum(0.9).withDampening(0.5).withWeightDecay(0.1),
                -0.0463276821,
                -1.45471887,
                0.599371112);
        Rules.endsAt(
                new Options(0.1).withMomentum(0.9).withNesterov(true).withMaximize(true),
                2.89961505,
                -1.94358617,
                0.0848087031);
    }

    @Test
    void skipsStepsWithoutGradientAndTakesNewLearningRates() {
        Rules.endsAtWithGapsAndOtherLearningRates(
                new Options(0.1).withMomentum(0.9), -0.6689745, -2.664801, -0.28635802);
    }

    @ParameterizedTest
    @MethodSource
    void followsTheFormula(Options options) {
        Rules.followsReference(options);
    }

    static Stream<Options> followsTheFormula() {
        return Stream.of(
                new Options(0.01).withMomentum(0.9).withDampening(0.25).withMaximize(true),
                new Options(0.01).withMomentum(0.9).withNesterov(true).withWeightDecay(0.1),
                new Options(0.01).withWeightDecay(0.1));
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "SGD: learningRate is -0.1");
        refused(() -> new Options(Double.NaN), "SGD: learningRate is NaN");
        refused(() -> new Options().withMomentum(-0.5), "SGD: momentum is -0.5");
        refused(() -> new Options().withDampening(Double.NaN), "SGD: dampening is NaN");
        refused(() -> new Options().withWeightDecay(-1), "SGD: weightDecay is -1.0");
        refused(() -> new Options().withNesterov(true), "SGD: nesterov is true, momentum is 0.0");
        refused(
                () -> new Options().withMomentum(0.9).withDampening(0.1).withNesterov(true),
                "SGD: nesterov is true, momentum is 0.9 and dampening is 0.1");
    }

    @Test
    void hasPyTorchsDefaults() {
        assertThat(new Options()).isEqualTo(new Options(1e-3, 0, 0, 0, false, false));
        var p = List.of(Rules.parameter(1));
        assertThat(new SGD(p).defaults()).isEqualTo(new Options());
        assertThat(new SGD(p, 0.5).defaults()).isEqualTo(new Options(0.5));
        assertThat(new SGD(p, 0.5, 0.9).defaults()).isEqualTo(new Options(0.5).withMomentum(0.9));
    }

    @Test
    void theFirstStepKnowsNoDampeningAlsoWhenMomentumComesLater() {
        Tensor p = Rules.parameter(0);
        var sgd = new SGD(List.of(p), 1);
        p.setGrad(Tensor.of(1f));
        sgd.step();
        assertThat(p.item()).isEqualTo(-1f);
        sgd.paramGroups().getFirst().setOptions(new Options(1).withMomentum(0.5).withDampening(0.75));
        sgd.step(); // buffer 1
        assertThat(p.item()).isEqualTo(-2f);
        sgd.step(); // buffer 0.5·1 + 0.25·1
        assertThat(p.item()).isEqualTo(-2.75f);
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
