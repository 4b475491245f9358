package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.optim.NAdam.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NAdamTest {
    @Test
    void endsWherePyTorchsRuleOfVersion2Ends() {
        Rules.endsAt(new Options(0.1), 0.696014535, -1.94812237, 0.44741484);
        Rules.endsAt(
                new Options(0.1).withBetas(0.5, 0.9).withEps(0.5).withMomentumDecay(0.5),
                0.751145039,
                -1.96241911,
                0.543550431);
        Rules.endsAt(new Options(0.1).withWeightDecay(0.5).withMaximize(true), 0.926284799, -1.68837167, 0.167009478);
        Rules.endsAt(
                new Options(0.1).withWeightDecay(0.5).withDecoupledWeightDecay(true),
                0.409543618,
                -1.2839625,
                0.291631444);
    }

    @Test
    void skipsStepsWithoutGradientAndTakesNewLearningRates() {
        Rules.endsAtWithGapsAndOtherLearningRates(new Options(0.1), 0.771797444, -2.08202076, 0.259912913);
    }

    @ParameterizedTest
    @MethodSource
    void followsTheFormula(Options options) {
        Rules.followsReference(options);
    }

    static Stream<Options> followsTheFormula() {
        return Stream.of(
                new Options(),
                new Options(0.01).withBetas(0.5, 0.9).withEps(0.5).withMomentumDecay(0.5),
                new Options(0.01).withWeightDecay(0.1).withMaximize(true),
                new Options(0.01).withWeightDecay(0.1).withDecoupledWeightDecay(true),
                new Options(0.01).withBetas(0, 0.9));
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "NAdam: learningRate is -0.1");
        refused(() -> new Options(Double.POSITIVE_INFINITY), "NAdam: learningRate is Infinity");
        refused(() -> new Options().withBetas(1, 0.9), "NAdam: beta1 is 1.0; it must be at least 0 and below 1");
        refused(() -> new Options().withBetas(0.9, -0.1), "NAdam: beta2 is -0.1");
        refused(() -> new Options().withBetas(0.9, Double.NaN), "NAdam: beta2 is NaN");
        refused(() -> new Options().withEps(-1e-8), "NAdam: eps is -1.0E-8");
        refused(() -> new Options().withWeightDecay(-1), "NAdam: weightDecay is -1.0");
        refused(() -> new Options().withMomentumDecay(-1), "NAdam: momentumDecay is -1.0");
    }

    @Test
    void hasPyTorchsDefaults() {
        assertThat(new Options()).isEqualTo(new Options(2e-3, 0.9, 0.999, 1e-8, 0, 4e-3, false, false));
        var p = List.of(Rules.parameter(1));
        assertThat(new NAdam(p).defaults()).isEqualTo(new Options());
        assertThat(new NAdam(p, 0.5).defaults()).isEqualTo(new Options(0.5));
    }

    /// Without decay of the momentum all momenta are `β₁/2`.
    @Test
    void theProductOfTheMomentaIsPartOfTheState() {
        Tensor p = Rules.parameter(0);
        p.setGrad(Tensor.of(1f));
        var nAdam = new NAdam(List.of(p), new Options().withBetas(0.5, 0.9).withMomentumDecay(0));
        nAdam.step();
        p.setGrad(null);
        nAdam.step();
        p.setGrad(Tensor.of(2f));
        nAdam.step();
        var entry = nAdam.stateDict().dict("state").dict("0");
        assertThat(entry.keys()).containsExactly("step", "mu_product", "exp_avg", "exp_avg_sq");
        assertThat(entry.number("mu_product")).isEqualTo(0.25 * 0.25);
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
