package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import lanewise.optim.GradientClipping;
import org.junit.jupiter.api.Test;

class ClipGradientsTest {
    /// The norm that the optimizer meets in each step, and the largest magnitude.
    private static double[] met(ClipGradients clip, double order) {
        SmallRun run = new SmallRun();
        double[] met = new double[SmallRun.BATCHES];
        run.trainer.add(clip).add(new Callback() {
            @Override
            public void afterStep(Trainer<?, ?> trainer, StepRecord step) {
                met[(int) step.step() - 1] = GradientClipping.getTotalNorm(
                        trainer.parameters().stream()
                                .map(p -> java.util.Objects.requireNonNull(p.grad()))
                                .toList(),
                        order);
                if (order == 2) {
                    assertThat(step.gradientNorm()).isGreaterThan(met[(int) step.step() - 1]);
                }
            }
        });
        run.trainer.fit(run.loader, 1);
        return met;
    }

    @Test
    void boundsTheNorm() {
        for (double norm : met(ClipGradients.norm(0.01), 2)) {
            assertThat(norm).isCloseTo(0.01, within(1e-5)); // the factor's 1e-6 beside norms of about 1
        }
    }

    @Test
    void boundsEachElement() {
        for (double largest : met(ClipGradients.value(0.001), Double.POSITIVE_INFINITY)) {
            assertThat(largest).isEqualTo(0.001f);
        }
    }

    @Test
    void refusesABoundThatIsNone() {
        assertThatThrownBy(() -> ClipGradients.norm(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClipGradients.value(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }
}
