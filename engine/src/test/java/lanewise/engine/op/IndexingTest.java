package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

/// Elements named by their index.
class IndexingTest {
    private static final LongArray INDEX = LongArray.of(Shape.of(4), 2, 0, 2, 1);

    @Test
    void indexSelect() {
        for (int inner : new int[] {1, Lanes.LANES, Lanes.LANES + 3}) {
            Shape shape = Shape.of(2, 3, inner);
            onEveryLayout(shape, x -> {
                Shape result = Shape.of(2, 4, inner);
                check(
                        () -> new IndexSelect(1, INDEX),
                        in -> ViewOperationTest.taken(
                                in[0],
                                result,
                                i -> i / (4 * inner) * 3 * inner + (int) INDEX.get(i / inner % 4) * inner + i % inner),
                        x);
                assertThat(new IndexSelect(-2, INDEX).forward(x).shape()).isEqualTo(result);
            });
        }
        NDArray number = NDArray.full(Shape.SCALAR, 3f);
        check(() -> new IndexSelect(0, LongArray.zeros(Shape.of(1))), in -> in[0].clone(), number);
        NDArray none = new IndexSelect(0, LongArray.zeros(Shape.of(0))).forward(NDArray.zeros(Shape.of(3, 2)));
        assertThat(none.shape()).isEqualTo(Shape.of(0, 2));
    }

    @Test
    void gather() {
        LongArray index = LongArray.of(Shape.of(2, 3), 1, 0, 1, 3, 3, 3);
        onEveryLayout(
                Shape.of(2, 4),
                x -> check(
                        () -> new Gather(1, index),
                        in -> ViewOperationTest.taken(
                                in[0], index.shape(), i -> i / 3 * 4 + (int) index.get(i / 3, i % 3)),
                        x));
        onEveryLayout(
                Shape.of(4, 5),
                x -> check(
                        () -> new Gather(0, index),
                        in -> ViewOperationTest.taken(
                                in[0], index.shape(), i -> (int) index.get(i / 3, i % 3) * 5 + i % 3),
                        x));
        NDArray number = NDArray.full(Shape.SCALAR, 3f);
        check(() -> new Gather(0, LongArray.zeros(Shape.SCALAR)), in -> in[0].clone(), number);
    }

    @Test
    void indicesOutsideAreNamed() {
        NDArray x = NDArray.zeros(Shape.of(5, 3));
        assertThatThrownBy(() -> new IndexSelect(1, LongArray.of(Shape.of(2), 2, 3)).forward(x))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("indexSelect: index 3 at position 1 is outside dimension 1 of [5, 3], which has 3");
        assertThatThrownBy(() -> new Gather(0, LongArray.of(Shape.of(1, 2), 4, -1)).forward(x))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("gather: index -1 at position 1 is outside dimension 0 of [5, 3], which has 5");
    }

    @Test
    void shapesThatDoNotFit() {
        NDArray x = NDArray.zeros(Shape.of(5, 3));
        assertThatThrownBy(() -> new IndexSelect(0, LongArray.zeros(Shape.of(2, 2))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("indexSelect: an index [2, 2] must have one dimension");
        assertThatThrownBy(() -> new IndexSelect(0, LongArray.zeros(Shape.of(2))).forward(NDArray.zeros(Shape.SCALAR)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("indexSelect: an index [2] for a single number must have one element");
        assertThatThrownBy(() -> new Gather(0, LongArray.zeros(Shape.of(2))).forward(x))
                .hasMessage("gather: an array [5, 3] and an index [2] must have the same rank");
        assertThatThrownBy(() -> new Gather(0, LongArray.zeros(Shape.of(9, 4))).forward(x))
                .hasMessage("gather: an index [9, 4] for an array [5, 3] is larger in dimension 1, 4 > 3");
    }
}
