package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class TraceTest {
    @Test
    void isTheSumOfTheDiagonal() {
        for (Shape shape : new Shape[] {Shape.of(4, 4), Shape.of(3, 5), Shape.of(5, 3)}) {
            int columns = shape.dim(1);
            OracleCheck.onEveryLayout(
                    shape,
                    x -> OracleCheck.check(
                            () -> Trace.TRACE,
                            inputs -> {
                                double sum = 0;
                                for (int i = 0; i < Math.min(shape.dim(0), columns); i++) {
                                    sum += inputs[0][i * columns + i];
                                }
                                return new double[] {sum};
                            },
                            x));
        }
    }

    @Test
    void refusesWhatIsNoMatrix() {
        assertThatThrownBy(() -> Trace.TRACE.forward(NDArray.zeros(Shape.of(2, 2, 2))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("trace: an array [2, 2, 2] is no matrix");
    }
}
