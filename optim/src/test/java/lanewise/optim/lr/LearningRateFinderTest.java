package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.Stateful;
import lanewise.optim.SGD;
import org.junit.jupiter.api.Test;

class LearningRateFinderTest {
    private static final LearningRateFinder.Options OPTIONS =
            new LearningRateFinder.Options().withRange(1e-3, 100).withSteps(51).withSmoothing(0);

    private final Tensor p = Tensor.of(1, -2).requiresGrad_(true);
    private final SGD sgd = new SGD(List.of(p), 0.25, 0.5);

    /// What a model is for the finder.
    private static final class Weights implements Stateful {
        private final Tensor p;

        Weights(Tensor p) {
            this.p = p;
        }

        @Override
        public StateDict stateDict() {
            return new StateDict().put("p", p.array());
        }

        @Override
        public void loadStateDict(StateDict state) {
            NDArray own = p.array();
            System.arraycopy(state.array("p").toArray(), 0, own.data(), own.offset(), own.elements());
        }
    }

    /// A step on `1 + p²/2`, which with a momentum of 0.5 diverges at rates above 3.
    private double step() {
        float[] x = p.toArray();
        p.setGrad(Tensor.of(x));
        sgd.step();
        return 1 + (x[0] * x[0] + x[1] * x[1]) / 2;
    }

    @Test
    void findsARateBetweenTooSlowAndTooFast() {
        var result = new LearningRateFinder(sgd, OPTIONS, new Weights(p)).run(this::step);
        assertThat(result.end()).isEqualTo(LearningRateFinder.End.DIVERGED);
        assertThat(result.suggestion().orElseThrow()).isBetween(0.01, 3.0);
        assertThat(result.points().getLast().learningRate()).isGreaterThan(3);
        assertThat(result.points().getFirst().loss()).isEqualTo(3.5);
    }

    @Test
    void restoresAllThatItChanged() {
        step();
        float[] before = p.toArray();
        String state = sgd.stateDict().toString();
        float[] buffer = buffer();
        new LearningRateFinder(sgd, OPTIONS, new Weights(p)).run(this::step);
        assertThat(p.toArray()).isEqualTo(before);
        assertThat(buffer()).isEqualTo(buffer);
        assertThat(sgd.stateDict()).hasToString(state);
        assertThat(sgd.paramGroups().getFirst().learningRate()).isEqualTo(0.25);
        assertThat(p.grad()).isNull();
    }

    private float[] buffer() {
        return sgd.stateDict().dict("state").dict("0").array("momentum_buffer").toArray();
    }

    @Test
    void restoresAfterAFailureToo() {
        float[] before = p.toArray();
        DoubleSupplier failing = () -> {
            step();
            throw new UnsupportedOperationException("no more batches");
        };
        assertThatThrownBy(() -> new LearningRateFinder(sgd, new Weights(p)).run(failing))
                .hasMessage("no more batches");
        assertThat(p.toArray()).isEqualTo(before);
        assertThat(sgd.stateDict().dict("state").size()).isZero();
        assertThat(sgd.paramGroups().getFirst().learningRate()).isEqualTo(0.25);
    }

    @Test
    void raisesTheRateByTheSameFactorInAllGroups() {
        sgd.addParamGroup(List.of(Trial.parameter()), new SGD.Options(0.5));
        List<double[]> rates = new ArrayList<>();
        var result = new LearningRateFinder(sgd, OPTIONS.withRange(1e-4, 1).withSteps(5)).run(() -> {
            rates.add(Trial.rates(sgd));
            return 1;
        });
        for (int k = 0; k < 5; k++) {
            assertThat(rates.get(k)[0]).isCloseTo(Math.pow(10, k - 4), within(1e-12));
            assertThat(rates.get(k)[1]).isCloseTo(2 * Math.pow(10, k - 4), within(1e-12));
            assertThat(result.points().get(k).learningRate()).isEqualTo(rates.get(k)[0]);
        }
        assertThat(result.end()).isEqualTo(LearningRateFinder.End.COMPLETE);
        assertThat(result.suggestion()).isEmpty(); // the loss never fell
    }

    @Test
    void endsWhereTheLossIsNotFinite() {
        double[] losses = {3, 2, Double.NaN};
        int[] k = {0};
        var result = new LearningRateFinder(sgd).run(() -> losses[k[0]++]);
        assertThat(result.end()).isEqualTo(LearningRateFinder.End.NOT_FINITE);
        assertThat(result.points()).hasSize(2);
    }

    @Test
    void smoothsWithoutABiasTowardsZero() {
        double[] losses = {3, 1, 2};
        int[] k = {0};
        var result = new LearningRateFinder(sgd, OPTIONS.withSmoothing(0.5).withSteps(3)).run(() -> losses[k[0]++]);
        assertThat(result.points()).extracting(LearningRateFinder.Point::loss).containsExactly(3.0, 1.0, 2.0);
        double[] smoothed = result.points().stream()
                .mapToDouble(LearningRateFinder.Point::smoothedLoss)
                .toArray();
        Trial.near(smoothed, 3, 5 / 3.0, 13 / 7.0); // (3 + 2·1) / 3, (3 + 2·1 + 4·2) / 7
    }

    /// A loss of -2 that grows to -1 has not diverged, though it is twice as large.
    @Test
    void aLossMayBeNegative() {
        double[] losses = {-2, -1, 3.9, 4.1};
        int[] k = {0};
        var result = new LearningRateFinder(sgd, OPTIONS).run(() -> losses[k[0]++]);
        assertThat(result.end()).isEqualTo(LearningRateFinder.End.DIVERGED);
        assertThat(result.points()).hasSize(4);
    }

    @Test
    void refusesBadOptions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withRange(0, 1))
                .withMessageContainingAll("LearningRateFinder", "low", "0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withRange(1, 0.5))
                .withMessage("LearningRateFinder: high is 0.5; it must be above low, 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withSteps(1))
                .withMessageContaining("steps is 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withSmoothing(1))
                .withMessageContainingAll("smoothing", "1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withDivergence(1))
                .withMessageContainingAll("divergence", "1.0");
    }
}
