package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

/// The order of elements.
class SortTest {
    /// The first `k` of each column of `[n, columns]`.
    private static double[] sorted(double[] x, int columns, int k, boolean descending) {
        int n = x.length / columns;
        double[] y = new double[k * columns];
        for (int c = 0; c < columns; c++) {
            int column = c;
            double[] elements = IntStream.range(0, n)
                    .mapToDouble(i -> x[i * columns + column])
                    .sorted()
                    .toArray();
            for (int i = 0; i < k; i++) {
                y[i * columns + c] = elements[descending ? n - 1 - i : i];
            }
        }
        return y;
    }

    @Test
    void sort() {
        for (boolean descending : new boolean[] {false, true}) {
            onEveryLayout(
                    Shape.of(7, 3),
                    x -> check(() -> new Sort(0, descending), in -> sorted(in[0], 3, 7, descending), x));
            check(() -> new Sort(-1, descending), in -> sorted(in[0], 1, 50, descending), random(Shape.of(50), 3));
        }
    }

    @Test
    void topk() {
        for (int k : new int[] {0, 1, 5, 100}) {
            for (boolean largest : new boolean[] {false, true}) {
                check(() -> new Topk(k, 0, largest), in -> sorted(in[0], 2, k, largest), random(Shape.of(100, 2), 9));
            }
        }
    }

    /// Against a stable sort of the places, with many equal elements.
    @Test
    void equalElementsKeepTheirOrder() {
        int n = 500;
        NDArray x = random(Shape.of(n), 4);
        for (int i = 0; i < n; i++) {
            x.data()[i] = Math.round(x.data()[i] * 3) / 3f; // 0 and −0 among them
        }
        Comparator<Integer> order = Comparator.comparingDouble(i -> x.data()[i] + 0.0);
        Integer[] rising = IntStream.range(0, n).boxed().sorted(order).toArray(Integer[]::new);
        Integer[] falling =
                IntStream.range(0, n).boxed().sorted(order.reversed()).toArray(Integer[]::new);
        assertThat(indices(new Sort(0, false), x)).containsExactly(longs(rising));
        assertThat(indices(new Sort(0, true), x)).containsExactly(longs(falling));
        assertThat(indices(new Topk(20, 0, true), x)).containsExactly(longs(Arrays.copyOf(falling, 20)));
        assertThat(indices(new Topk(200, 0, false), x)).containsExactly(longs(Arrays.copyOf(rising, 200)));
    }

    private static long[] indices(OrderedElements operation, NDArray x) {
        NDArray y = operation.forward(x);
        assertThat(operation.indices().shape()).isEqualTo(y.shape());
        return operation.indices().toArray();
    }

    private static long[] longs(Integer[] places) {
        return Arrays.stream(places).mapToLong(Integer::longValue).toArray();
    }

    @Test
    void nanIsTheLargest() {
        NDArray x = NDArray.of(
                Shape.of(6), Float.NaN, Float.NEGATIVE_INFINITY, -Float.NaN, Float.POSITIVE_INFINITY, -0f, -1f);
        assertThat(indices(new Sort(0, false), x)).containsExactly(1, 5, 4, 3, 0, 2);
        assertThat(indices(new Sort(0, true), x)).containsExactly(0, 2, 3, 4, 5, 1);
        assertThat(new Sort(0, false).forward(x).get(2)).isEqualTo(-0f);
    }

    @Test
    void numbersAndNothing() {
        NDArray number = NDArray.full(Shape.SCALAR, 3f);
        check(() -> new Sort(0, false), in -> in[0].clone(), number);
        check(() -> new Topk(1, -1, true), in -> in[0].clone(), number);
        assertThat(new Sort(1, false).forward(NDArray.zeros(Shape.of(2, 0, 3))).shape())
                .isEqualTo(Shape.of(2, 0, 3));
    }

    @Test
    void whatThereIsNotIsRefused() {
        assertThatThrownBy(() -> new Topk(4, 1, true).forward(NDArray.zeros(Shape.of(5, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("topk: k is 4; the dimension of the array [5, 3] has 3, so it must be from 0 to 3");
        assertThatThrownBy(() -> new Sort(2, true).forward(NDArray.zeros(Shape.of(5, 3))))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new Sort(0, true).indices()).isInstanceOf(IllegalStateException.class);
    }
}
