package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.Workspace;
import lanewise.engine.op.ScatterReduction;
import org.junit.jupiter.api.Test;

/// Masks, and the comparisons that make them.
class BoolTensorTest {
    private final BoolTensor mask = BoolTensor.of(true, false, true);

    @Test
    void creation() {
        assertThat(BoolTensor.zeros(2).toArray()).containsExactly(false, false);
        assertThat(BoolTensor.full(Shape.of(2), true).toArray()).containsExactly(true, true);
        assertThat(BoolTensor.of(Shape.of(1, 2), true, false).dim(1)).isEqualTo(2);
        assertThat(BoolTensor.of(mask.array()).array()).isSameAs(mask.array());
        assertThat(mask.shape()).isEqualTo(Shape.of(3));
        assertThat(mask.rank()).isEqualTo(1);
        assertThat(mask.get(-1)).isTrue();
        assertThat(BoolTensor.of(true).item()).isTrue();
    }

    @Test
    void logic() {
        BoolTensor other = BoolTensor.of(true, true, false);
        assertThat(mask.not().toArray()).containsExactly(false, true, false);
        assertThat(mask.and(other).toArray()).containsExactly(true, false, false);
        assertThat(mask.or(other).toArray()).containsExactly(true, true, true);
        assertThat(mask.count()).isEqualTo(2);
        assertThat(mask.any()).isTrue();
        assertThat(mask.all()).isFalse();
        assertThat(mask.or(other).all()).isTrue();
        assertThat(BoolTensor.zeros(2).any()).isFalse();
        assertThat(mask.toFloat().toArray()).containsExactly(1, 0, 1);
        assertThat(mask.and(BoolTensor.of(true)).toArray()).containsExactly(true, false, true);
        assertThat(mask.xor(other).toArray()).containsExactly(false, true, true);
        assertThat(mask.equal(mask.or(mask))).isTrue();
        assertThat(mask.equal(other)).isFalse();
        assertThatThrownBy(() -> mask.and(BoolTensor.of(true, true))).isInstanceOf(ShapeMismatchException.class);
    }

    @Test
    void comparisons() {
        Tensor x = Tensor.of(1, 2, Float.NaN);
        Tensor y = Tensor.of(2, 2, Float.NaN);
        assertThat(x.eq(y).toArray()).containsExactly(false, true, false);
        assertThat(x.ne(y).toArray()).containsExactly(true, false, true);
        assertThat(x.lt(y).toArray()).containsExactly(true, false, false);
        assertThat(x.le(y).toArray()).containsExactly(true, true, false);
        assertThat(x.gt(y).toArray()).containsExactly(false, false, false);
        assertThat(x.ge(y).toArray()).containsExactly(false, true, false);
        assertThat(x.eq(2).toArray()).containsExactly(false, true, false);
        assertThat(x.ne(2).toArray()).containsExactly(true, false, true);
        assertThat(x.lt(2).toArray()).containsExactly(true, false, false);
        assertThat(x.le(2).toArray()).containsExactly(true, true, false);
        assertThat(x.gt(1).toArray()).containsExactly(false, true, false);
        assertThat(x.ge(1).toArray()).containsExactly(true, true, false);
        assertThat(x.reshape(3, 1).lt(y).shape()).isEqualTo(Shape.of(3, 3));
    }

    @Test
    void otherTypesOfATensor() {
        Tensor x = Tensor.of(0, -0.5f, 2.75f, Float.NaN);
        assertThat(x.toBool().toArray()).containsExactly(false, true, true, true);
        assertThat(x.toLong().toArray()).containsExactly(0, 0, 2, 0);
    }

    @Test
    void chosenAndReplaced() {
        assertThat(mask.toLong().sum().item()).isEqualTo(2);
        assertThat(mask.eq(BoolTensor.of(true)).toArray()).containsExactly(mask.toArray());
        assertThat(mask.ne(BoolTensor.of(true)).toArray()).containsExactly(false, true, false);
        assertThat(mask.where(mask, BoolTensor.of(true)).toArray()).containsExactly(true, true, true);
        assertThat(mask.maskedFill(mask, false).any()).isFalse();
        assertThat(mask.maskedFill(mask.not(), true).all()).isTrue();
        assertThat(mask.indexFill(0, LongTensor.of(1), true).all()).isTrue();
        assertThat(mask.scatter(0, LongTensor.of(0), false).toArray()).containsExactly(false, false, true);
        assertThat(BoolTensor.ones(2, 2).tril().toArray()).containsExactly(true, false, true, true);
        assertThat(BoolTensor.cat(java.util.List.of(mask, mask.not()), 0).count())
                .isEqualTo(3);
        assertThat(BoolTensor.stack(java.util.List.of(mask, mask.not()), 1).shape())
                .isEqualTo(Shape.of(3, 2));
    }

    /// The expected values are PyTorch's.
    @Test
    void asNumbers() {
        BoolTensor b = BoolTensor.of(true, false, true, true);
        BoolTensor c = BoolTensor.of(false, false, true, false);
        assertThat(b.add(c).equal(b.maximum(c))).isTrue();
        assertThat(b.add(c).toArray()).containsExactly(true, false, true, true);
        assertThat(b.mul(c).equal(b.minimum(c))).isTrue();
        assertThat(b.mul(c).toArray()).containsExactly(false, false, true, false);
        assertThat(b.logicalAnd(c).equal(b.and(c))).isTrue();
        assertThat(b.logicalOr(c).equal(b.or(c))).isTrue();
        assertThat(b.logicalXor(c).equal(b.xor(c))).isTrue();
        assertThat(b.logicalNot().equal(b.not())).isTrue();
        assertThat(b.max().item()).isTrue();
        assertThat(b.min().item()).isFalse();
        BoolTensor square = b.reshape(2, 2);
        assertThat(square.amax(false, 0).toArray()).containsExactly(true, true);
        assertThat(square.amin(true, 1).toArray()).containsExactly(false, true);
        assertThat(square.max(1, false).values().toArray()).containsExactly(true, true);
        assertThat(square.max(1, false).indices().toArray()).containsExactly(0, 0);
        assertThat(square.min(0, true).values().toArray()).containsExactly(true, false);
        assertThat(square.min(0, true).indices().shape()).isEqualTo(Shape.of(1, 2));
        assertThat(b.diff(1, -1, null, null).toArray()).containsExactly(true, true, false);
        assertThat(b.diff(2, -1, null, null).toArray()).containsExactly(false, true);
        assertThat(b.diff(1, -1, BoolTensor.of(false), null).toArray()).containsExactly(true, true, true, false);
        assertThatThrownBy(() -> BoolTensor.zeros(0).max()).isInstanceOf(IllegalArgumentException.class);
    }

    /// The expected values are PyTorch's.
    @Test
    void inOrderAndByIndices() {
        BoolTensor b = BoolTensor.of(true, false, true, true);
        BoolTensor c = BoolTensor.of(false, false, true, false);
        assertThat(b.sort(0, true).values().toArray()).containsExactly(true, true, true, false);
        assertThat(b.sort(0, true).indices().toArray()).containsExactly(0, 2, 3, 1);
        assertThat(b.argsort(0, false).toArray()).containsExactly(1, 0, 2, 3);
        assertThat(b.msort().toArray()).containsExactly(false, true, true, true);
        assertThat(b.cummax(0).indices().toArray()).containsExactly(0, 0, 2, 3);
        assertThat(b.cummin(0).values().toArray()).containsExactly(true, false, false, false);
        LongTensor index = LongTensor.of(0, 0, 1);
        assertThat(c.scatterAdd(0, index, BoolTensor.of(true, false, false)).toArray())
                .containsExactly(true, false, true, false);
        LongTensor places = LongTensor.of(0, 1, 2);
        BoolTensor source = BoolTensor.of(false, true, false);
        assertThat(b.scatterReduce(0, places, source, ScatterReduction.PROD, true)
                        .toArray())
                .containsExactly(false, false, false, true);
        assertThat(b.scatterReduce(0, places, source, ScatterReduction.AMAX, false)
                        .toArray())
                .containsExactly(false, true, false, true);
        BoolTensor one = BoolTensor.of(true);
        assertThat(c.indexAdd(0, LongTensor.of(1), one).toArray()).containsExactly(false, true, true, false);
        assertThat(c.put(LongTensor.of(0), one, true).toArray()).containsExactly(true, false, true, false);
        assertThat(c.indexPut(java.util.List.of(LongTensor.of(3)), one, true).toArray())
                .containsExactly(false, false, true, true);
        assertThatThrownBy(() -> b.scatterReduce(0, places, source, ScatterReduction.MEAN, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("truth values have no mean");
    }

    @Test
    void whatIsKeptLivesOn() {
        BoolTensor kept;
        try (Workspace _ = Workspace.open()) {
            kept = BoolTensor.of(true, false).keep();
        }
        assertThat(kept.toArray()).containsExactly(true, false);
    }
}
