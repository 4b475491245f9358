package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// The reductions of a tensor that are more than one operation, or return more than one tensor.
class StatisticsTest {
    private static final Tensor X = Tensor.of(Shape.of(2, 3), 1, 2, 6, 4, 4, 1);

    @Test
    void variancesAndDeviations() {
        assertThat(X.var(1).toArray()).containsExactly(7, 3);
        assertThat(X.var(0, true, 1).shape()).isEqualTo(Shape.of(2, 1));
        assertThat(X.std(1).toArray()).containsExactly((float) Math.sqrt(7), (float) Math.sqrt(3));
        assertThat(X.var().item()).isEqualTo(X.std().square().item());
        SpreadAndMean both = X.varMean(1, false, 1);
        assertThat(both.spread().toArray()).containsExactly(7, 3);
        assertThat(both.mean().toArray()).containsExactly(3, 3);
        assertThat(X.stdMean(1, false, 1).mean().toArray()).containsExactly(3, 3);
    }

    @Test
    void chosenElementsAndWhereTheyAre() {
        assertThat(X.max(1).values().toArray()).containsExactly(6, 4);
        assertThat(X.max(1).indices().toArray()).containsExactly(2, 0);
        assertThat(X.min(1, true).values().shape()).isEqualTo(Shape.of(2, 1));
        assertThat(X.min(-1).indices().toArray()).containsExactly(0, 2);
        assertThat(X.median(1).values().toArray()).containsExactly(2, 4);
        assertThat(X.median().item()).isEqualTo(2);
        assertThat(X.kthvalue(3).values().toArray()).containsExactly(6, 4);
        assertThat(X.kthvalue(1, 0, false).indices().toArray()).containsExactly(0, 0, 1);
        assertThat(X.cummax(1).values().toArray()).containsExactly(1, 2, 6, 4, 4, 4);
        assertThat(X.cummin(1).indices().toArray()).containsExactly(0, 0, 0, 0, 1, 2);
        assertThat(Tensor.scalar(3).aminmax(true, 0).max().shape()).isEqualTo(Shape.of(1)); // as PyTorch
        assertThat(Tensor.scalar(3).aminmax(true).max().shape()).isEqualTo(Shape.SCALAR);
        MinAndMax range = X.aminmax();
        assertThat(range.min().item()).isEqualTo(1);
        assertThat(range.max().item()).isEqualTo(6);
        assertThat(X.argmax().item()).isEqualTo(2);
        assertThat(X.argmin().item()).isZero();
    }

    @Test
    void gradientsFlowThroughChosenValues() {
        Tensor x = X.clone().requiresGrad_(true);
        x.kthvalue(2, 1, false).values().sum().backward();
        assertThat(BackwardTest.gradient(x))
                .satisfiesAnyOf(
                        g -> assertThat(g).containsExactly(0, 1, 0, 1, 0, 0),
                        g -> assertThat(g).containsExactly(0, 1, 0, 0, 1, 0));
    }

    @Test
    void whatIsNotANumberIsLeftOut() {
        Tensor x = Tensor.of(Shape.of(2, 2), 1, Float.NaN, Float.NaN, Float.NaN).requiresGrad_(true);
        assertThat(x.nansum().item()).isEqualTo(1);
        assertThat(x.nansum(true, 1).toArray()).containsExactly(1, 0);
        assertThat(x.nanmean().item()).isEqualTo(1);
        assertThat(x.nanmean(false, 1).toArray()).containsExactly(1, Float.NaN);
        x.nansum().backward();
        assertThat(BackwardTest.gradient(x)).containsExactly(1, 0, 0, 0);
    }

    @Test
    void truths() {
        Tensor x = Tensor.of(Shape.of(2, 2), 1, 0, Float.NaN, 3);
        assertThat(x.all()).isFalse();
        assertThat(x.any()).isTrue();
        assertThat(x.all(false, 1).toArray()).containsExactly(false, true);
        assertThat(x.any(true, 0).shape()).isEqualTo(Shape.of(1, 2));
        assertThat(x.countNonzero(0).toArray()).containsExactly(2, 1);
        assertThat(x.countNonzero().item()).isEqualTo(3);
        LongTensor whole = LongTensor.of(2, 0, -1);
        assertThat(whole.toBool().toArray()).containsExactly(true, false, true);
        assertThat(whole.sum(false).item()).isEqualTo(1);
        assertThat(whole.amax(false, 0).item()).isEqualTo(2);
        assertThat(whole.amin(false).item()).isEqualTo(-1);
        assertThat(whole.argmax(false).item()).isZero();
        assertThat(whole.argmin(false, 0).item()).isEqualTo(2);
        assertThat(whole.cumsum(0).toArray()).containsExactly(2, 2, 1);
    }

    @Test
    void differences() {
        assertThat(X.diff().toArray()).containsExactly(1, 4, 0, -3);
        assertThat(X.diff(2, 1).toArray()).containsExactly(3, -3);
        assertThat(X.diff(5, 1).shape()).isEqualTo(Shape.of(2, 0));
        assertThat(X.diff(1, 0, Tensor.zeros(1, 3), null).toArray()).containsExactly(1, 2, 6, 3, 2, -5);
        assertThat(X.diff(0, 0, Tensor.zeros(1, 3), null).toArray()).isEqualTo(X.toArray());
        assertThatThrownBy(() -> X.diff(1, 0, Tensor.zeros(3), null))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("diff: [3] cannot stand before or behind a tensor [2, 3]: the ranks differ");
        assertThatThrownBy(() -> X.diff(-1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("diff: n is -1; it must be 0 or above");
        assertThatThrownBy(() -> Tensor.scalar(1).diff()).isInstanceOf(ShapeMismatchException.class);
    }

    @Test
    void distancesAndNorms() {
        assertThat(X.dist(X).item()).isZero();
        assertThat(Tensor.of(1, 2).dist(Tensor.of(4, 6)).item()).isEqualTo(5);
        assertThat(Tensor.of(1, 2).dist(Tensor.of(4, 6), 1).item()).isEqualTo(7);
        assertThat(Tensor.of(3, 4).norm().item()).isEqualTo(5);
        assertThat(X.prod().item()).isEqualTo(192);
        assertThat(X.prod(1).toArray()).containsExactly(12, 16);
        assertThat(Tensor.zeros(2, 3).logsumexp(1).toArray()).containsExactly((float) Math.log(3), (float) Math.log(3));
        assertThat(X.trace().item()).isEqualTo(5);
    }
}
