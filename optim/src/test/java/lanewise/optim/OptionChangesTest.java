package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import lanewise.autograd.Tensor;
import org.junit.jupiter.api.Test;

/// Options that change between steps. The values at the end are PyTorch 1.13's in float64; where PyTorch fails on
/// slots that an option needs from the start, they were put into its state as zeros at the change.
class OptionChangesTest {
    private static final float[][] GRADIENTS = {
        {0.5f, -1, 0},
        {0.25f, 2, 0},
        {-1.5f, 0.125f, 1e-3f},
        {0.75f, -0.5f, -2},
        {4, 0.0625f, 0.5f},
        {-0.375f, 1, 1},
        {0.5f, -3, 0.25f},
        {1.25f, 0.75f, -0.5f}
    };

    @Test
    void momentumOfSgdComesAndGoes() {
        var plain = new SGD.Options(0.1);
        var heavy = plain.withMomentum(0.9);
        endsAt(plain, heavy.withDampening(0.5), heavy.withDampening(0.5), 0.72728475, -1.95493925, 0.688816441);
        endsAt(plain, heavy, plain, 0.6515, -1.920125, 0.754729);
        endsAt(heavy, plain, heavy.withNesterov(true), 0.1573055, -1.893611, 0.33325);
    }

    @Test
    void decayAndDirectionOfSgdChange() {
        var heavy = new SGD.Options(0.1).withMomentum(0.9);
        var decaying = heavy.withWeightDecay(0.5);
        endsAt(heavy, decaying, decaying.withMaximize(true), -0.811872872, -0.95794378, 0.878919891);
    }

    @Test
    void amsgradOfAdamComesAndGoes() {
        var plain = new Adam.Options(0.1).withBetas(0.9, 0.9);
        var largest = plain.withAmsgrad(true);
        endsAt(plain, largest, largest, 0.68372092, -1.9960724, 0.535105311);
        endsAt(largest, plain, largest, 0.678235158, -1.99572667, 0.535724668);
    }

    @Test
    void otherOptionsOfAdamChange() {
        var before = new Adam.Options(0.1);
        var changed = before.withBetas(0.5, 0.75).withEps(1e-3);
        endsAt(before, changed, changed.withWeightDecay(0.5).withMaximize(true), 0.70483225, -1.86674516, 0.617727953);
    }

    @Test
    void optionsOfAdamWChange() {
        var before = new AdamW.Options(0.1);
        var decaying = before.withWeightDecay(0.5);
        endsAt(
                before,
                decaying,
                decaying.withMaximize(true).withLearningRate(0.2),
                0.318950427,
                -1.32519147,
                0.564919127);
        var quick = before.withBetas(0.9, 0.9);
        endsAt(quick, quick.withAmsgrad(true), quick.withAmsgrad(true), 0.677082406, -1.98031813, 0.531105543);
    }

    @Test
    void slotsOfRmsPropComeAndGo() {
        var plain = new RMSProp.Options(0.1);
        var heavy = plain.withMomentum(0.9);
        endsAt(plain, heavy, heavy.withWeightDecay(0.5), -1.24946362, -0.00849588263, -1.1284417);
        endsAt(heavy, plain, plain.withMomentum(0.5), -3.23155811, -0.594921941, -0.462549736);
        var centered = plain.withAlpha(0.9).withCentered(true);
        endsAt(plain.withAlpha(0.9), centered, centered.withMaximize(true), 0.516647485, -1.96730587, 0.535335988);
        var wide = plain.withAlpha(0.5).withEps(1e-2);
        endsAt(plain, wide, wide.withCentered(true).withMomentum(0.9), -0.645089868, -2.08037114, 0.292620647);
    }

    @Test
    void optionsOfAdaGradChange() {
        var before = new AdaGrad.Options(0.1);
        var changed = before.withLrDecay(0.5).withWeightDecay(0.5);
        endsAt(before, changed, changed.withMaximize(true).withEps(0.1), 0.839828988, -1.92835167, 0.479709968);
    }

    /// Eight steps from `(1, −2, 0.5)`, with other options from the third and from the sixth on.
    private static <O extends OptimizerOptions<O>> void endsAt(
            O options, O fromThird, O fromSixth, double... expected) {
        Tensor p = Rules.parameter(1, -2, 0.5f);
        @SuppressWarnings("unchecked") // an optimizer has options of its own kind
        var optimizer = (Optimizer<O>) Rules.optimizer(List.of(p), options);
        for (int t = 1; t <= GRADIENTS.length; t++) {
            if (t == 3 || t == 6) {
                optimizer.paramGroups().getFirst().setOptions(t == 3 ? fromThird : fromSixth);
            }
            p.setGrad(Tensor.of(GRADIENTS[t - 1]));
            optimizer.step();
        }
        assertThat(Rules.doubles(p)).containsExactly(expected, offset(2e-6));
    }
}
