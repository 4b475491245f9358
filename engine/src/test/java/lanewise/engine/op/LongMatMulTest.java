package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import lanewise.engine.LongArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class LongMatMulTest {
    private static LongArray counted(int... sizes) {
        Shape shape = Shape.of(sizes);
        return LongArray.of(
                shape,
                LongStream.range(0, shape.elements()).map(i -> i * 7 % 11 - 5).toArray());
    }

    @Test
    void multipliesMatricesAndVectors() {
        LongArray a = LongArray.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        LongArray b = LongArray.of(Shape.of(3, 2), 1, -1, 0, 2, 5, 0);
        assertThat(LongMatMul.apply(a, b).toArray()).containsExactly(16, 3, 34, 6);
        LongArray v = LongArray.of(Shape.of(3), 1, 0, -1);
        assertThat(LongMatMul.apply(a, v).toArray()).containsExactly(-2, -2);
        assertThat(LongMatMul.apply(v, b).toArray()).containsExactly(-4, -1);
        assertThat(LongMatMul.apply(v, v).shape()).isEqualTo(Shape.SCALAR);
        assertThat(LongMatMul.apply(v, v).item()).isEqualTo(2);
        assertThat(LongMatMul.apply(LongArray.zeros(Shape.of(2, 0)), LongArray.zeros(Shape.of(0, 2)))
                        .toArray())
                .containsExactly(0, 0, 0, 0);
    }

    /// Strided operands, broadcast matrices, and a result large enough to be divided among threads.
    @Test
    void isTheSumOfTheProducts() {
        LongArray a = counted(3, 1, 70, 9);
        LongArray b = counted(2, 60, 9);
        LongArray turned = b.view(b.layout().transpose(1, 2));
        LongArray c = LongMatMul.apply(a, turned);
        assertThat(c.shape()).isEqualTo(Shape.of(3, 2, 70, 60));
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 2; j++) {
                for (int row = 0; row < 70; row++) {
                    for (int column = 0; column < 60; column++) {
                        long sum = 0;
                        for (int p = 0; p < 9; p++) {
                            sum += a.get(i, 0, row, p) * b.get(j, column, p);
                        }
                        if (sum != c.get(i, j, row, column)) {
                            assertThat(c.get(i, j, row, column))
                                    .as("%d %d %d %d", i, j, row, column)
                                    .isEqualTo(sum);
                        }
                    }
                }
            }
        }
    }

    @Test
    void refusesShapesThatDoNotFit() {
        assertThatThrownBy(() -> LongMatMul.apply(counted(2, 3), counted(2, 3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("matmul: a [2, 3] and b [2, 3] disagree on the inner dimension, 3 != 2");
    }
}
