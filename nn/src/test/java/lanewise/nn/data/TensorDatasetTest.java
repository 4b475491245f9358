package lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class TensorDatasetTest {
    private final Tensor inputs = Tensor.arange(12).reshape(4, 3);

    @Test
    void givesRowsInTheOrderAskedFor() {
        Batch<Tensor, LongTensor> batch =
                TensorDataset.of(inputs, LongTensor.of(10, 11, 12, 13)).get(LongTensor.of(2, 0, 2));
        assertThat(batch.size()).isEqualTo(3);
        assertThat(batch.inputs().shape()).isEqualTo(Shape.of(3, 3));
        assertThat(batch.inputs().toArray()).containsExactly(6, 7, 8, 0, 1, 2, 6, 7, 8);
        assertThat(batch.targets().toArray()).containsExactly(12, 10, 12);
    }

    @Test
    void targetsMayBeNumbersAndHaveFurtherDimensions() {
        Batch<Tensor, Tensor> numbers = TensorDataset.of(inputs, inputs.neg()).get(LongTensor.of(3));
        assertThat(numbers.targets().toArray()).containsExactly(-9, -10, -11);
        LongTensor pairs = LongTensor.of(Shape.of(4, 2), 0, 1, 2, 3, 4, 5, 6, 7);
        Batch<Tensor, LongTensor> labels = TensorDataset.of(inputs, pairs).get(LongTensor.of(1, 3));
        assertThat(labels.targets().shape()).isEqualTo(Shape.of(2, 2));
        assertThat(labels.targets().toArray()).containsExactly(2, 3, 6, 7);
    }

    @Test
    void rowsAreCopies() {
        TensorDataset<Tensor, Tensor> dataset = TensorDataset.of(inputs, inputs);
        dataset.get(LongTensor.of(0)).inputs().array().fill(9);
        assertThat(dataset.inputs().array().get(0, 1)).isEqualTo(1);
        assertThat(dataset.targets()).isSameAs(inputs);
    }

    @Test
    void refusesNumbersOfNoExample() {
        TensorDataset<Tensor, LongTensor> dataset = TensorDataset.of(inputs, LongTensor.zeros(4));
        assertThatThrownBy(() -> dataset.get(LongTensor.of(1, 4))).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> dataset.get(LongTensor.of(-1))).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesDifferentNumbersOfRows() {
        assertThatThrownBy(() -> TensorDataset.of(inputs, LongTensor.zeros(3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("TensorDataset: inputs [4, 3] and targets [3] need a first dimension of the same size");
        assertThatThrownBy(() -> TensorDataset.of(Tensor.scalar(1), Tensor.scalar(1)))
                .isInstanceOf(ShapeMismatchException.class);
    }
}
