package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import lanewise.engine.LongArray;
import lanewise.engine.Shape;
import lanewise.engine.SparseRows;
import lanewise.engine.Workspace;
import lanewise.engine.op.Embedding;
import lanewise.engine.op.EmbeddingBag;
import org.junit.jupiter.api.Test;

/// Gradients that have only some rows of a matrix.
class SparseGradientTest {
    private static final int PADDING = 3;

    private final Tensor table =
            Tensor.of(Shape.of(5, 2), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).requiresGrad_(true);

    private static Tensor rows(Tensor table, long... index) {
        return Tensor.apply(new Embedding(LongArray.of(Shape.of(index.length), index), PADDING, false, true), table);
    }

    private static SparseRows sparse(Tensor table) {
        return Objects.requireNonNull(table.sparseGrad());
    }

    private static float[] dense(Tensor table) {
        return Objects.requireNonNull(table.denseGrad()).toArray();
    }

    @Test
    void hasTheRowsThatWereLookedUp() {
        rows(table, 4, 1, PADDING, 4).mul(2).sum().backward();
        assertThat(table.hasSparseGrad()).isTrue();
        assertThat(sparse(table).indices().toArray()).containsExactly(4, 1);
        assertThat(sparse(table).values().toArray()).containsExactly(4, 4, 2, 2);
        assertThat(dense(table)).containsExactly(0, 0, 2, 2, 0, 0, 0, 0, 4, 4);
        assertThatThrownBy(table::grad)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("grad: the gradient of this tensor [5, 2] is sparse, SparseRows(2 of the rows")
                .hasMessageContaining("sparseGrad()");
    }

    @Test
    void severalPassesAddUp() {
        rows(table, 4, 1).sum().backward();
        rows(table, 1, 0).mul(3).sum().backward();
        assertThat(sparse(table).indices().toArray()).containsExactly(4, 1, 0);
        assertThat(dense(table)).containsExactly(3, 3, 4, 4, 0, 0, 0, 0, 1, 1);
    }

    @Test
    void twoLookUpsInOnePassAddUp() {
        rows(table, 4, 1).sum().add(rows(table, 4).mul(5).sum()).backward();
        assertThat(table.hasSparseGrad()).isTrue();
        assertThat(dense(table)).containsExactly(0, 0, 1, 1, 0, 0, 0, 0, 6, 6);
    }

    @Test
    void setToNullItBeginsAnewInTheSameMemory() {
        rows(table, 4, 1).sum().backward();
        SparseRows first = sparse(table);
        table.setGrad(null);
        assertThat(table.hasSparseGrad()).isFalse();
        assertThat(table.grad()).isNull();
        rows(table, 0).sum().backward();
        assertThat(sparse(table)).isSameAs(first);
        assertThat(dense(table)).containsExactly(1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// The output layer of a model with tied weights.
    @Test
    void aTableThatIsAlsoUsedAsAWholeHasADenseGradient() {
        rows(table, 4, 1).sum().add(table.mul(3).sum()).backward();
        assertThat(table.hasSparseGrad()).isFalse();
        assertThat(dense(table)).containsExactly(3, 3, 4, 4, 3, 3, 3, 3, 4, 4);
        table.setGrad(null);
        table.mul(3).sum().add(rows(table, 4, 1).sum()).backward();
        assertThat(dense(table)).containsExactly(3, 3, 4, 4, 3, 3, 3, 3, 4, 4);
        rows(table, 0).sum().backward();
        assertThat(dense(table)).containsExactly(4, 4, 4, 4, 3, 3, 3, 3, 4, 4);
    }

    @Test
    void aDensePassAfterASparseOneMakesTheSumDense() {
        rows(table, 4, 1).sum().backward();
        table.sum().backward();
        assertThat(Objects.requireNonNull(table.grad()).toArray()).containsExactly(1, 1, 2, 2, 1, 1, 1, 1, 2, 2);
        table.setGrad(null);
        rows(table, 4).sum().backward();
        assertThat(table.hasSparseGrad()).isTrue();
        assertThat(dense(table)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 1, 1);
    }

    @Test
    void hooksSeeADenseGradient() {
        rows(table, 4).sum().backward();
        table.registerHook(gradient -> gradient.mul(10));
        rows(table, 4, 0).sum().backward();
        assertThat(Objects.requireNonNull(table.grad()).toArray()).containsExactly(10, 10, 0, 0, 0, 0, 0, 0, 11, 11);
    }

    @Test
    void aComputedTablesGradientIsDense() {
        Tensor doubled = table.mul(2);
        doubled.retainGrad();
        rows(doubled, 4).sum().backward();
        assertThat(Objects.requireNonNull(table.grad()).toArray()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 2, 2);
        assertThat(doubled.hasSparseGrad()).isFalse();
    }

    @Test
    void outlivesTheWorkspaceOfItsStep() {
        for (int step = 1; step <= 3; step++) {
            table.setGrad(null);
            try (Workspace _ = Workspace.open()) {
                rows(table, 4, step, 4).mul(step).sum().backward();
            }
            assertThat(sparse(table).indices().toArray()).startsWith(4);
            assertThat(sparse(table).values().toArray()).startsWith(2 * step, 2 * step);
        }
    }

    @Test
    void nothingIsNoRow() {
        rows(table).sum().backward();
        assertThat(sparse(table).count()).isZero();
    }

    @Test
    void bagsHaveIt() {
        var index = LongArray.of(Shape.of(4), 4, 1, 4, PADDING);
        int[] bounds = {0, 2, 4};
        Tensor factors = Tensor.of(1, 2, 3, 4).requiresGrad_(true);
        Tensor.apply(new EmbeddingBag(index, bounds, EmbeddingBag.Mode.SUM, PADDING, false, true), table, factors)
                .sum()
                .backward();
        assertThat(sparse(table).indices().toArray()).containsExactly(4, 1);
        assertThat(sparse(table).values().toArray()).containsExactly(4, 4, 2, 2);
        assertThat(Objects.requireNonNull(factors.grad()).toArray()).containsExactly(19, 7, 19, 0);
        table.setGrad(null);
        Tensor.apply(new EmbeddingBag(index, bounds, EmbeddingBag.Mode.MEAN, PADDING, false, true), table)
                .sum()
                .backward();
        assertThat(sparse(table).values().toArray()).containsExactly(1.5f, 1.5f, 0.5f, 0.5f);
    }

    @Test
    void checksAndCheckpointsTakeIt() {
        new GradCheck().check(in -> rows(in[0], 4, 1, 4).pow(2), table);
        Tensor again = GradientCheckpoint.apply(in -> rows(in, 4, 1), table);
        again.sum().backward();
        assertThat(dense(table)).containsExactly(0, 0, 1, 1, 0, 0, 0, 0, 1, 1);
    }

    @Test
    void anomaliesInRowsAreFound() {
        try (AnomalyMode _ = AnomalyMode.detect()) {
            rows(table, 0).sum().backward();
            Tensor y = rows(table, 0, 0);
            Tensor infinite = Tensor.of(Shape.of(2, 2), Float.POSITIVE_INFINITY, 1, Float.NEGATIVE_INFINITY, 1);
            assertThatThrownBy(() -> y.backward(infinite))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessageStartingWith("backward of embedding: the gradient [5, 2] of input 0 has a NaN");
        }
    }
}
