package lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class RowsTest {
    private record Sentences(LongTensor tokens, Tensor mask) {}

    private final Tensor numbers = Tensor.arange(24).reshape(4, 3, 2);
    private final LongTensor tokens = LongTensor.of(Shape.of(4, 2), 0, 1, 10, 11, 20, 21, 30, 31);

    @Test
    void takesWhatSelectingByIndexTakes() {
        LongTensor some = LongTensor.of(3, 0, 0, 2);
        assertThat(Rows.of(numbers).take(some).toArray())
                .isEqualTo(numbers.indexSelect(0, some).toArray());
        assertThat(Rows.of(numbers).take(some).shape()).isEqualTo(Shape.of(4, 3, 2));
        assertThat(Rows.of(tokens).take(some).toArray())
                .isEqualTo(tokens.indexSelect(0, some).toArray());
        assertThat(Rows.of(tokens).take(LongTensor.of()).shape()).isEqualTo(Shape.of(0, 2));
    }

    @Test
    void rowsOfViewsAreThoseOfTheView() {
        Tensor turned = numbers.transpose(0, 1);
        LongTensor some = LongTensor.of(2, 1);
        assertThat(Rows.of(turned).take(some).toArray())
                .isEqualTo(turned.indexSelect(0, some).toArray());
        Tensor later = numbers.narrow(0, 1, 3);
        assertThat(Rows.of(later).take(some).toArray())
                .isEqualTo(later.indexSelect(0, some).toArray());
        LongTensor second = tokens.transpose(0, 1).narrow(0, 1, 1);
        assertThat(Rows.of(second).take(LongTensor.of(0)).toArray()).containsExactly(1, 11, 21, 31);
    }

    @Test
    void joinsColumnsOfAnyKind() {
        Rows<Sentences> sentences = Rows.of(tokens).with(Rows.of(numbers), Sentences::new);
        TensorDataset<Sentences, LongTensor> dataset =
                new TensorDataset<>(sentences, Rows.of(LongTensor.of(5, 6, 7, 8)));
        Batch<Sentences, LongTensor> batch = dataset.get(LongTensor.of(2, 1));
        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.inputs().tokens().toArray()).containsExactly(20, 21, 10, 11);
        assertThat(batch.inputs().mask().shape()).isEqualTo(Shape.of(2, 3, 2));
        assertThat(batch.targets().toArray()).containsExactly(7, 6);
        assertThat(dataset.inputs().tokens()).isSameAs(tokens);
    }

    @Test
    void listsOfTensorsAreSelectedTogether() {
        Rows<List<Tensor>> rows = Rows.of(List.of(numbers, Tensor.of(1, 2, 3, 4)));
        List<Tensor> taken = rows.take(LongTensor.of(3));
        assertThat(taken.get(0).toArray()).containsExactly(18, 19, 20, 21, 22, 23);
        assertThat(taken.get(1).toArray()).containsExactly(4);
        assertThat(rows.size()).isEqualTo(4);
        assertThat(rows.all().getFirst()).isSameAs(numbers);
    }

    @Test
    void refusesColumnsOfOtherLengths() {
        assertThatThrownBy(() -> Rows.of(numbers).with(Rows.of(LongTensor.of(1)), (x, y) -> x))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("Rows: 4 rows cannot be joined with 1");
        assertThatThrownBy(() -> Rows.of(List.of(numbers, Tensor.of(1))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("Rows: [4, 3, 2] and [1] need a first dimension of the same size");
        assertThatThrownBy(() -> Rows.of(List.<Tensor>of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TensorDataset<>(Rows.of(numbers), Rows.of(LongTensor.of(1))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("TensorDataset: 4 rows of inputs and 1 of targets");
    }

    @Test
    void refusesNumbersOfNoRow() {
        assertThatThrownBy(() -> Rows.of(numbers).take(LongTensor.of(1, 4)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("example 4, asked for at position 1, is not there: [4, 3, 2] has 4");
        assertThatThrownBy(() -> Rows.of(tokens).take(LongTensor.zeros(1, 1)))
                .isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> Rows.of(Tensor.scalar(1))).isInstanceOf(ShapeMismatchException.class);
    }
}
