package lanewise.autograd;

import static lanewise.autograd.BackwardTest.gradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.ScatterReduction;
import org.junit.jupiter.api.Test;

/// Elements written by their indices, as a copy and in place, and elements in order. The expected values are
/// PyTorch's.
class ScatteringTest {
    private static final LongTensor INDEX = LongTensor.of(2, 0);

    private final Tensor x = Tensor.arange(6).reshape(3, 2);
    private final Tensor source = Tensor.of(Shape.of(2, 2), 10, 20, 30, 40);

    private static void assertIs(Tensor actual, float... elements) {
        assertThat(actual.toArray()).containsExactly(elements);
    }

    @Test
    void slices() {
        assertIs(x.indexAdd(0, INDEX, source, 0.5f), 15, 21, 2, 3, 9, 15);
        assertIs(x.indexCopy(0, INDEX, source), 30, 40, 2, 3, 10, 20);
        assertIs(x.indexFill(0, LongTensor.of(-1), 7), 0, 1, 2, 3, 7, 7);
        assertIs(x.indexFill(1, LongTensor.of(0), Tensor.scalar(7)), 7, 1, 7, 3, 7, 5);
        assertIs(x.indexReduce(0, INDEX, source, ScatterReduction.MEAN, true), 15, 20.5f, 2, 3, 7, 12.5f);
        assertIs(x.selectScatter(Tensor.of(7, 8), 0, 1), 0, 1, 7, 8, 4, 5);
        assertIs(x.diagonalScatter(Tensor.of(7, 8), 0, 0, 1), 7, 1, 2, 8, 4, 5);
        assertIs(x.sliceScatter(source, 0, 0, 3, 2), 10, 20, 2, 3, 30, 40);
        assertThatThrownBy(() -> x.indexFill(0, LongTensor.of(3), 7))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("indexFill: index 3 is outside dimension 0 of [3, 2], which has 3");
    }

    @Test
    void elements() {
        LongTensor index = LongTensor.of(Shape.of(1, 2), 2, 0);
        assertIs(x.scatter(0, index, source), 0, 20, 2, 3, 10, 5);
        assertIs(x.scatter(0, index, 7), 0, 7, 2, 3, 7, 5);
        assertIs(x.scatterAdd(0, index, source), 0, 21, 2, 3, 14, 5);
        assertIs(x.put(LongTensor.of(0, -1), Tensor.of(7, 8), false), 7, 1, 2, 3, 4, 8);
        assertIs(x.put(LongTensor.of(1, 1), Tensor.of(7, 8), true), 0, 16, 2, 3, 4, 5);
        assertIs(x.take(LongTensor.of(-1, 0)), 5, 0);
        assertIs(x.takeAlongDim(LongTensor.of(Shape.of(1, 1), 2), 0), 4, 5);
        assertIs(x.maskedSelect(x.gt(3)), 4, 5);
        assertIs(x.maskedScatter(x.gt(3), Tensor.of(7, 8, 9)), 0, 1, 2, 3, 7, 8);
        assertIs(x.maskedFill(x.gt(3), Tensor.scalar(9)), 0, 1, 2, 3, 9, 9);
        assertIs(x.indexPut(x.gt(3), Tensor.scalar(9), true), 0, 1, 2, 3, 13, 14);
        assertThatThrownBy(() -> x.maskedFill(x.gt(3), Tensor.of(1))).isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> x.take(LongTensor.of(6))).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> x.put(LongTensor.of(0, 1), Tensor.of(1), true))
                .isInstanceOf(ShapeMismatchException.class);
    }

    /// A change in place of a view changes its base, and whoever needs the old value hears of it.
    @Test
    void inPlaceItWritesThroughAView() {
        Tensor base = Tensor.zeros(4, 2);
        Tensor view = base.narrow(0, 1, 3);
        int before = base.array().storage().version();
        view.indexAdd_(0, INDEX, source);
        assertThat(base.array().storage().version()).isGreaterThan(before);
        assertIs(base, 0, 0, 30, 40, 0, 0, 10, 20);
        view.indexCopy_(0, INDEX, source.neg());
        view.indexFill_(0, LongTensor.of(1), 7);
        assertIs(base, 0, 0, -30, -40, 7, 7, -10, -20);
        view.scatter_(0, LongTensor.of(Shape.of(1, 1), 0), 3);
        view.scatter_(1, LongTensor.of(Shape.of(1, 1), 1), source);
        view.scatterAdd_(0, LongTensor.of(Shape.of(1, 2), 1, 1), source);
        assertIs(base, 0, 0, 3, 10, 17, 27, -10, -20);
        view.scatterReduce_(0, LongTensor.of(Shape.of(1, 2), 2, 2), source, ScatterReduction.AMAX, true);
        view.indexPut_(List.of(LongTensor.of(0)), Tensor.scalar(1), true);
        view.maskedScatter_(view.eq(17), source);
        assertIs(base, 0, 0, 4, 11, 10, 27, 10, 20);
        view.tril_(0).triu_(0);
        assertIs(base, 0, 0, 4, 0, 0, 27, 0, 0);
    }

    @Test
    void inPlaceItIsRecorded() {
        Tensor w = Tensor.ones(3, 2).requiresGrad_(true);
        Tensor s = Tensor.ones(2, 2).requiresGrad_(true);
        Tensor y = w.mul(2);
        y.indexCopy_(0, INDEX, s);
        y.mul(Tensor.arange(6).reshape(3, 2)).sum().backward();
        assertThat(gradient(w)).containsExactly(0, 0, 4, 6, 0, 0);
        assertThat(gradient(s)).containsExactly(4, 5, 0, 1);
        assertThatThrownBy(() -> w.scatter_(0, LongTensor.zeros(1, 1), 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void order() {
        Tensor w = Tensor.of(Shape.of(2, 3), 3, 1, 2, 4, 6, 5).requiresGrad_(true);
        ValuesAndIndices sorted = w.sort();
        assertIs(sorted.values(), 1, 2, 3, 4, 5, 6);
        assertThat(sorted.indices().toArray()).containsExactly(1, 2, 0, 0, 2, 1);
        w.topk(1).values().mul(Tensor.of(Shape.of(2, 1), 5, 7)).sum().backward();
        assertThat(gradient(w)).containsExactly(5, 0, 0, 0, 7, 0);
        assertThat(w.argsort(0, true).toArray()).containsExactly(1, 1, 1, 0, 0, 0);
        assertIs(w.msort(), 3, 1, 2, 4, 6, 5);
        assertThat(w.detach().sub(3).nonzero().toArray()).containsExactly(0, 1, 0, 2, 1, 0, 1, 1, 1, 2);
        assertThat(BoolTensor.of(false, true, true).nonzeroTuple().getFirst().toArray())
                .containsExactly(1, 2);
        assertThat(Tensor.scalar(1).argwhere().shape()).isEqualTo(Shape.of(1, 0));
    }
}
