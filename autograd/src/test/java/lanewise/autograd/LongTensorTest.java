package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.LongArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.Workspace;
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
    void whatIsKeptLivesOn() {
        LongTensor kept;
        try (Workspace _ = Workspace.open()) {
            kept = LongTensor.of(1, 2).keep();
        }
        assertThat(kept.toArray()).containsExactly(1, 2);
    }
}
