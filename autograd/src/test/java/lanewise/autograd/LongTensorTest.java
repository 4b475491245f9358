package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.engine.LongArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.Workspace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Indices and labels.
class LongTensorTest {
    @Test
    void creation() {
        assertThat(LongTensor.zeros(2, 2).toArray()).containsExactly(0, 0, 0, 0);
        assertThat(LongTensor.full(Shape.of(2), 7).toArray()).containsExactly(7, 7);
        assertThat(LongTensor.of(1, 2).shape()).isEqualTo(Shape.of(2));
        assertThat(LongTensor.of(Shape.of(1, 2), 1, 2).rank()).isEqualTo(2);
        assertThat(LongTensor.arange(3).toArray()).containsExactly(0, 1, 2);
        LongArray array = LongArray.of(Shape.of(1), 5);
        assertThat(LongTensor.of(array).array()).isSameAs(array);
        assertThatThrownBy(() -> LongTensor.of(Shape.of(3), 1, 2)).isInstanceOf(ShapeMismatchException.class);
    }

    @Test
    void elements() {
        LongTensor x = LongTensor.arange(6).reshape(2, -1);
        assertThat(x.get(1, -1)).isEqualTo(5);
        assertThat(x.dim(1)).isEqualTo(3);
        assertThat(x.elements()).isEqualTo(6);
        assertThat(x.narrow(1, 1, 2).toArray()).containsExactly(1, 2, 4, 5);
        assertThat(x.narrow(1, 1, 2).reshape(4).toArray()).containsExactly(1, 2, 4, 5);
        assertThat(x.narrow(0, 1, 1).narrow(1, 0, 1).item()).isEqualTo(3);
        assertThatThrownBy(x::item).isInstanceOf(ShapeMismatchException.class);
    }

    @Test
    void comparisonAndConversion() {
        LongTensor x = LongTensor.of(1, 2, 3);
        assertThat(x.eq(LongTensor.of(1, 0, 3)).toArray()).containsExactly(true, false, true);
        assertThat(x.eq(1).toArray()).containsExactly(true, false, false);
        assertThatThrownBy(() -> x.eq(LongTensor.of(1, 2))).isInstanceOf(ShapeMismatchException.class);
        assertThat(x.toFloat().toArray()).containsExactly(1, 2, 3);
    }

    @Test
    void arithmetic() {
        LongTensor x = LongTensor.of(1, -2, 3);
        assertThat(x.add(2).sub(LongTensor.of(1, 1, 1)).toArray()).containsExactly(2, -1, 4);
        assertThat(x.mul(x).toArray()).containsExactly(x.square().toArray());
        assertThat(x.abs().toArray()).containsExactly(1, 2, 3);
        assertThat(x.sign().toArray()).containsExactly(1, -1, 1);
        assertThat(x.clamp(0, 2).toArray()).containsExactly(1, 0, 2);
        assertThat(x.gt(1).or(x.le(-2)).toArray()).containsExactly(false, true, true);
        assertThat(x.ne(3).and(x.ge(-1)).toArray()).containsExactly(true, false, false);
        assertThat(x.where(x.lt(0), LongTensor.of(7)).toArray()).containsExactly(7, -2, 7);
        assertThat(x.equal(x.neg().neg())).isTrue();
        assertThat(x.equal(LongTensor.of(1))).isFalse();
    }

    @Test
    void divisions() {
        LongTensor x = LongTensor.of(7, -7);
        assertThat(x.div(LongTensor.of(2)).toArray()).containsExactly(3.5f, -3.5f);
        assertThat(x.div(LongTensor.of(2), RoundingMode.TRUNC).toArray()).containsExactly(3, -3);
        assertThat(x.div(LongTensor.of(2), RoundingMode.FLOOR).toArray())
                .containsExactly(x.floorDivide(2).toArray())
                .containsExactly(3, -4);
        assertThat(x.remainder(4).toArray()).containsExactly(3, 1);
        assertThat(x.fmod(4).toArray()).containsExactly(3, -3);
        assertThat(x.pow(2).toArray()).containsExactly(49, 49);
        assertThat(LongTensor.of(2).pow(LongTensor.of(0, 5)).toArray()).containsExactly(1, 32);
        assertThatThrownBy(() -> x.pow(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> x.remainder(0)).isInstanceOf(ArithmeticException.class);
        assertThat(x.rsub(1).add(x, 2).sub(x, 3).toArray()).containsExactly(-13, 15);
        assertThat(x.rsub(x).addcmul(x, LongTensor.of(1, 2), 10).toArray()).containsExactly(70, -140);
    }

    @Test
    void overDimensions() {
        LongTensor x = LongTensor.of(Shape.of(2, 3), 4, 9, 4, -1, 0, 9);
        assertThat(x.sum().item()).isEqualTo(25);
        assertThat(x.prod(false, 1).toArray()).containsExactly(144, 0);
        assertThat(x.max().item()).isEqualTo(9);
        assertThat(x.min().item()).isEqualTo(-1);
        assertThat(x.max(1, false).indices().toArray()).containsExactly(1, 2);
        assertThat(x.min(0, true).values().shape()).isEqualTo(Shape.of(1, 3));
        assertThat(x.cummax(0).values().toArray()).containsExactly(4, 9, 4, 4, 9, 9);
        assertThat(x.cummin(1).indices().toArray()).containsExactly(0, 0, 2, 0, 0, 0);
        assertThat(x.median().item()).isEqualTo(4);
        assertThat(x.median(1, false).values().toArray()).containsExactly(4, 0);
        assertThat(x.kthvalue(3, -1, true).indices().toArray()).containsExactly(1, 2);
        assertThat(x.diff(1, 1, null, LongTensor.zeros(2, 1)).toArray()).containsExactly(5, -5, -4, 1, 9, -9);
        assertThat(x.countNonzero(1).toArray()).containsExactly(3, 2);
        assertThat(x.all(false, 1).toArray()).containsExactly(true, false);
        assertThat(x.any(true, 0).shape()).isEqualTo(Shape.of(1, 3));
        assertThatThrownBy(() -> x.kthvalue(4, 1, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("k is 4, and dimension 1 of [2, 3] has 3 elements");
    }

    @Test
    void inOrderAndByIndices() {
        LongTensor x = LongTensor.of(Shape.of(2, 3), 4, 9, 4, -1, 0, 9);
        assertThat(x.sort(1, true).values().toArray()).containsExactly(9, 4, 4, 9, 0, -1);
        assertThat(x.sort(1, true).indices().toArray()).containsExactly(1, 0, 2, 2, 1, 0);
        assertThat(x.msort().toArray()).containsExactly(-1, 0, 4, 4, 9, 9);
        assertThat(x.topk(2, 1, false).values().toArray()).containsExactly(4, 4, -1, 0);
        assertThat(x.isin(LongTensor.of(9, -1)).toArray()).containsExactly(false, true, false, true, false, true);
        assertThat(x.argwhere().shape()).isEqualTo(Shape.of(5, 2));
        assertThat(x.indexAdd(1, LongTensor.of(0), LongTensor.ones(2, 1), 3).toArray())
                .containsExactly(7, 9, 4, 2, 0, 9);
        assertThat(x.indexFill(0, LongTensor.of(1), 7).toArray()).containsExactly(4, 9, 4, 7, 7, 7);
        LongTensor counts = LongTensor.zeros(10).scatterAdd(0, x.abs().reshape(-1), LongTensor.ones(6));
        assertThat(counts.toArray()).containsExactly(1, 1, 0, 0, 2, 0, 0, 0, 0, 2);
        assertThatThrownBy(() -> x.topk(4, 1, true)).isInstanceOf(IllegalArgumentException.class);
    }

    /// The expected values are PyTorch's.
    @Test
    void addsWhereAPlaceIsNamedSeveralTimes() {
        LongTensor x = LongTensor.of(Shape.of(2, 3), 1, -2, 3, 0, 4, -1);
        LongTensor index = LongTensor.of(0, -1, 0);
        LongTensor source = LongTensor.of(10, 20, 30);
        assertThat(x.put(index, source, true).toArray()).containsExactly(41, -2, 3, 0, 4, 19);
        assertThat(x.put(index, source, false).toArray()).containsExactly(30, -2, 3, 0, 4, 20);
        List<@Nullable LongTensor> places = List.of(LongTensor.of(0, 0, 1), LongTensor.of(1, 1, 2));
        assertThat(x.indexPut(places, LongTensor.of(5), true).toArray()).containsExactly(1, 8, 3, 0, 4, 4);
        assertThat(x.indexPut(places, LongTensor.of(5), false).toArray()).containsExactly(1, 5, 3, 0, 4, 5);
        List<@Nullable LongTensor> rows = List.of(LongTensor.of(1, 1));
        assertThat(x.indexPut(rows, LongTensor.of(1, 2, 3), true).toArray()).containsExactly(1, -2, 3, 2, 8, 5);
        assertThat(x.t().put(index, source, true).toArray()).containsExactly(41, 0, -2, 4, 3, 19);
        assertThatThrownBy(() -> x.put(index, LongTensor.of(1, 2), true)).isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> x.put(LongTensor.of(6), LongTensor.of(1), true))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /// The expected values are PyTorch's.
    @Test
    void products() {
        LongTensor x = LongTensor.of(Shape.of(2, 3), 1, -2, 3, 0, 4, -1);
        LongTensor v = LongTensor.of(1, 2, 3);
        assertThat(x.mm(x.t()).toArray()).containsExactly(14, -11, -11, 17);
        assertThat(x.mv(v).toArray()).containsExactly(6, 5);
        assertThat(v.dot(v).item()).isEqualTo(14);
        assertThat(v.outer(LongTensor.of(1, -1)).toArray()).containsExactly(1, -1, 2, -2, 3, -3);
        assertThat(LongTensor.of(1, 2).addmm(x, x.t(), 3, 2).toArray()).containsExactly(31, -16, -19, 40);
        assertThat(LongTensor.of(1).addmv(x, v, 2, -1).toArray()).containsExactly(-4, -3);
        assertThat(LongTensor.ones(2)
                        .addr(LongTensor.of(1, 2), LongTensor.of(3, 4), 1, 1)
                        .toArray())
                .containsExactly(4, 5, 7, 9);
        LongTensor pair = LongTensor.stack(List.of(x, x), 0);
        assertThat(LongTensor.of(1).baddbmm(pair, pair.mT(), 1, 1).toArray())
                .containsExactly(15, -10, -10, 18, 15, -10, -10, 18);
        assertThat(LongTensor.of(1).addbmm(pair, pair.mT(), 1, 1).toArray()).containsExactly(29, -21, -21, 35);
        assertThatThrownBy(() -> x.mm(v))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("mm: [2, 3] and [3] must both have 2 dimensions");
        assertThatThrownBy(() -> pair.bmm(pair.narrow(0, 0, 1).mT())).isInstanceOf(ShapeMismatchException.class);
    }

    /// The expected values are PyTorch's.
    @Test
    void whatFloatsHaveToo() {
        LongTensor x = LongTensor.of(Shape.of(2, 3), 1, -2, 3, 0, 4, -1);
        assertThat(LongTensor.of(-2, 0, 3).heaviside(LongTensor.of(7)).toArray())
                .containsExactly(0, 7, 1);
        assertThat(x.sumToSize(1, 3).toArray()).containsExactly(1, 2, 2);
        assertThat(x.sumToSize(2, 1).toArray()).containsExactly(2, 3);
        assertThat(x.sumToSize(3).shape()).isEqualTo(Shape.of(3));
        assertThat(x.sumToSize(2, 3)).isSameAs(x);
        assertThatThrownBy(() -> x.sumToSize(2))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("sumToSize: [2, 3] cannot be summed to [2]");
        for (LongTensor same : List.of(x.floor(), x.ceil(), x.round(), x.trunc(), x.positive())) {
            assertThat(same.equal(x)).isTrue();
        }
        assertThat(x.sgn().toArray()).containsExactly(1, -1, 1, 0, 1, -1);
    }

    @Test
    void logicAndBounds() {
        LongTensor x = LongTensor.of(2, 0, 3);
        LongTensor y = LongTensor.of(0, 0, 1);
        assertThat(x.logicalAnd(y).toArray()).containsExactly(false, false, true);
        assertThat(x.logicalOr(y).toArray()).containsExactly(true, false, true);
        assertThat(x.logicalXor(y).toArray()).containsExactly(true, false, false);
        assertThat(x.logicalNot().toArray()).containsExactly(false, true, false);
        assertThat(x.clamp(y.add(1), null).toArray()).containsExactly(2, 1, 3);
        assertThat(x.clamp(null, y).toArray()).containsExactly(0, 0, 1);
        assertThatThrownBy(() -> x.clamp(null, null)).isInstanceOf(IllegalArgumentException.class);
        assertThat(LongTensor.eye(2, 3).toArray()).containsExactly(1, 0, 0, 0, 1, 0);
        assertThat(LongTensor.zerosLike(x).add(LongTensor.onesLike(x)).toArray())
                .containsExactly(1, 1, 1);
    }

    @Test
    void whatIsKeptLivesOn() {
        LongTensor kept;
        try (Workspace _ = Workspace.open()) {
            kept = LongTensor.of(1, 2).keep();
        }
        assertThat(kept.toArray()).containsExactly(1, 2);
    }
}
