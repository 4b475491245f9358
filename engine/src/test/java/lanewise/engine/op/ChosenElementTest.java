package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

/// Medians and k-th smallest elements along a dimension, against sorted rows.
class ChosenElementTest {
    @Test
    void isThatOfTheSortedRow() {
        Shape shape = Shape.of(3, 7, 2);
        OracleCheck.onEveryLayout(shape, x -> {
            OracleCheck.check(() -> new MedianDim(1, false), sorted(3, 7, 2, 3), x);
            OracleCheck.check(() -> new MedianDim(-1, true), sorted(21, 2, 1, 0), x);
            OracleCheck.check(() -> new Kthvalue(2, 1, true), sorted(3, 7, 2, 1), x);
            OracleCheck.check(() -> new Kthvalue(3, 0, false), sorted(1, 3, 14, 2), x);
            Kthvalue third = new Kthvalue(3, 1, true);
            NDArray values = third.forward(x);
            assertThat(new Gather(1, third.indices()).forward(x).toArray()).isEqualTo(values.toArray());
        });
    }

    @Test
    void everyOrderIsFoundInLongRows() {
        NDArray x = random(Shape.of(257), 5);
        for (int i = 0; i < 257; i += 3) {
            x.data()[i] = Math.round(x.data()[i]); // equal ones, and both zeros
        }
        float[] expected = x.toArray();
        Arrays.sort(expected);
        for (int k = 1; k <= 257; k++) {
            Kthvalue operation = new Kthvalue(k, 0, false);
            assertThat(operation.forward(x).item() + 0f).isEqualTo(expected[k - 1] + 0f);
            assertThat(x.data()[(int) operation.indices().item()] + 0f).isEqualTo(expected[k - 1] + 0f);
        }
    }

    @Test
    void nanIsGreaterThanAllElseAndTheMedianOfWhatHoldsIt() {
        NDArray x = NDArray.of(Shape.of(4), 1, Float.NaN, Float.POSITIVE_INFINITY, -1);
        assertThat(new Kthvalue(4, 0, false).forward(x).item()).isNaN();
        assertThat(new Kthvalue(3, 0, false).forward(x).item()).isEqualTo(Float.POSITIVE_INFINITY);
        MedianDim median = new MedianDim(0, false);
        assertThat(median.forward(x).item()).isNaN();
        assertThat(median.indices().item()).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatThrownBy(() -> new Kthvalue(4, 1, false).forward(NDArray.zeros(Shape.of(2, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kthvalue: k is 4; an array [2, 3] has 3 elements in the dimension");
        assertThatThrownBy(() -> new MedianDim(1, false).forward(NDArray.zeros(Shape.of(2, 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("median: an array [2, 0] has no elements to choose from in the reduced dimension");
        assertThatThrownBy(() -> new MedianDim(0, false).indices()).isInstanceOf(IllegalStateException.class);
    }

    private static OracleCheck.Oracle sorted(int outer, int n, int inner, int k) {
        return inputs -> {
            double[] y = new double[outer * inner];
            for (int i = 0; i < y.length; i++) {
                double[] row = new double[n];
                for (int j = 0; j < n; j++) {
                    row[j] = inputs[0][(i / inner * n + j) * inner + i % inner];
                }
                Arrays.sort(row);
                y[i] = row[k];
            }
            return y;
        };
    }
}
