package lanewise.autograd;

import static lanewise.autograd.BackwardTest.gradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// Parts along a dimension. The expected sizes are PyTorch's.
class SplittingTest {
    private final Tensor x = Tensor.arange(10).reshape(5, 2);

    /// Checks the parts' sizes in a dimension, and that together they are `x`.
    private static void assertParts(List<Tensor> parts, Tensor x, int dim, int... sizes) {
        assertThat(parts.stream().mapToInt(part -> part.dim(dim)).toArray()).containsExactly(sizes);
        assertThat(parts).allMatch(part -> part.array().storage() == x.array().storage());
        assertThat(Tensor.cat(parts, dim).toArray()).isEqualTo(x.toArray());
    }

    @Test
    void split() {
        assertParts(x.split(2), x, 0, 2, 2, 1);
        assertParts(x.split(9, -1), x, 1, 2);
        assertParts(x.split(new int[] {1, 0, 4}, 0), x, 0, 1, 0, 4);
        assertThat(Tensor.zeros(0, 2).split(0)).hasSize(1);
        assertThatThrownBy(() -> x.split(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("size is 0");
        assertThatThrownBy(() -> x.splitWithSizes(new int[] {1, 3}, 0))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("split: sizes [1, 3] do not add up to dimension 0 of [5, 2], which has 5");
    }

    @Test
    void chunk() {
        assertParts(x.chunk(2), x, 0, 3, 2);
        assertParts(x.chunk(4), x, 0, 2, 2, 1);
        assertThat(Tensor.zeros(0).chunk(3)).hasSize(3);
        assertThatThrownBy(() -> x.chunk(0)).hasMessage("chunk: count is 0; it must be positive");
    }

    @Test
    void tensorSplit() {
        assertParts(x.tensorSplit(3, 0), x, 0, 2, 2, 1);
        assertParts(x.tensorSplit(3, 1), x, 1, 1, 1, 0);
        assertParts(x.tensorSplit(new int[] {1, -1}, 0), x, 0, 1, 3, 1);
        assertThat(x.tensorSplit(new int[] {3, 1}, 0).stream().map(part -> part.dim(0)))
                .containsExactly(3, 0, 4);
    }

    @Test
    void byDirection() {
        assertParts(x.hsplit(2), x, 1, 1, 1);
        assertThat(Tensor.arange(4).hsplit(2)).hasSize(2);
        assertParts(x.vsplit(1, 2), x, 0, 1, 1, 3);
        assertThat(Tensor.zeros(1, 2, 4).dsplit(2)).hasSize(2);
        assertThatThrownBy(() -> x.vsplit(2))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("vsplit: dimension 0 of [5, 2] does not divide into 2 equal parts");
        assertThatThrownBy(() -> x.dsplit(1)).hasMessageContaining("at least 3 dimensions");
    }

    @Test
    void unbindAndGradients() {
        Tensor w = Tensor.arange(4).reshape(2, 2).requiresGrad_(true);
        List<Tensor> columns = w.unbind(1);
        assertThat(columns).hasSize(2).allMatch(column -> column.shape().equals(Shape.of(2)));
        columns.getFirst().mul(3).add(columns.getLast()).sum().backward();
        assertThat(gradient(w)).containsExactly(3, 1, 3, 1);
        assertThat(w.unbind().stream().map(row -> Arrays.toString(row.toArray())))
                .containsExactly("[0.0, 1.0]", "[2.0, 3.0]");
    }
}
