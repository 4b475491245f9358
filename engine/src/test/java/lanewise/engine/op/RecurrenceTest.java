package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The recurrent networks against their formulas in double, step by step and sequence by sequence.
class RecurrenceTest {
    private static final int BATCH = 3;
    private static final int IN = 2;

    enum Cell {
        TANH(1),
        RELU(1),
        GRU(3),
        LSTM(4),
        PROJECTED_LSTM(4);

        private final int gates;

        Cell(int gates) {
            this.gates = gates;
        }

        boolean remembers() {
            return gates == 4;
        }
    }

    private record Case(Cell cell, int batch, int steps, int hidden, RecurrenceOptions options) {
        int out() {
            return cell == Cell.PROJECTED_LSTM ? 2 : hidden;
        }

        Operation operation() {
            return switch (cell) {
                case TANH -> new ElmanRnn(false, options);
                case RELU -> new ElmanRnn(true, options);
                case GRU -> new Gru(options);
                case LSTM -> new Lstm(false, options);
                case PROJECTED_LSTM -> new Lstm(true, options);
            };
        }

        NDArray[] inputs() {
            List<NDArray> inputs = new ArrayList<>();
            int width = cell.gates * hidden;
            inputs.add(random(Shape.of(steps, batch, IN), 1));
            inputs.add(random(Shape.of(batch, out()), 2));
            if (cell.remembers()) {
                inputs.add(random(Shape.of(batch, hidden), 3));
            }
            inputs.add(small(Shape.of(width, IN), 4));
            inputs.add(small(Shape.of(width, out()), 5));
            if (options.bias()) {
                inputs.add(random(Shape.of(width), 6));
                inputs.add(random(Shape.of(width), 7));
            }
            if (cell == Cell.PROJECTED_LSTM) {
                inputs.add(small(Shape.of(out(), hidden), 8));
            }
            return inputs.toArray(new NDArray[0]);
        }

        private static NDArray small(Shape shape, long seed) {
            return new MulScalar(0.3f).forward(random(shape, seed));
        }
    }

    @ParameterizedTest
    @CsvSource({"TANH, 3", "TANH, 17", "RELU, 3", "GRU, 3", "GRU, 17", "LSTM, 3", "LSTM, 17", "PROJECTED_LSTM, 3"})
    void isItsFormulaStepByStep(Cell cell, int hidden) {
        for (boolean bias : new boolean[] {true, false}) {
            for (boolean reverse : new boolean[] {false, true}) {
                check(new Case(cell, BATCH, 4, hidden, new RecurrenceOptions(bias, reverse, null)));
            }
        }
        check(new Case(cell, BATCH, 1, hidden, new RecurrenceOptions(true, false, null)));
    }

    @ParameterizedTest
    @CsvSource({"TANH", "GRU", "LSTM", "PROJECTED_LSTM"})
    void endsEachSequenceAtItsLength(Cell cell) {
        for (int[] lengths : new int[][] {{4, 2, 1}, {3, 3, 2}, {4, 4, 4}}) {
            check(new Case(cell, BATCH, 4, 3, new RecurrenceOptions(true, false, lengths)));
            check(new Case(cell, BATCH, 4, 3, new RecurrenceOptions(true, true, lengths)));
        }
    }

    /// So many rows that the recurrent weight is packed once for all steps, and rows and columns of no round
    /// number.
    @ParameterizedTest
    @CsvSource({"TANH", "GRU", "LSTM", "PROJECTED_LSTM"})
    void isItsFormulaForManyRows(Cell cell) {
        check(new Case(cell, 13, 3, 19, new RecurrenceOptions(true, false, null)));
        int[] lengths = {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 1};
        check(new Case(cell, lengths.length, 3, 5, new RecurrenceOptions(true, true, lengths)));
    }

    @Test
    void takesAnEmptyBatch() {
        RecurrenceOptions options = new RecurrenceOptions(false, false, null);
        NDArray y = new Gru(options)
                .forward(
                        NDArray.zeros(Shape.of(2, 0, 3)),
                        NDArray.zeros(Shape.of(0, 4)),
                        NDArray.zeros(Shape.of(12, 3)),
                        NDArray.zeros(Shape.of(12, 4)));
        assertThat(y.elements()).isZero();
    }

    @Test
    void saysWhichShapesDoNotFit() {
        Case some = new Case(Cell.LSTM, BATCH, 4, 3, new RecurrenceOptions(true, false, null));
        NDArray[] inputs = some.inputs();
        inputs[2] = NDArray.zeros(Shape.of(BATCH, 5));
        assertThatThrownBy(() -> some.operation().forward(inputs))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("lstm: c is [3, 5] and must be [3, 3]");
        NDArray[] others = some.inputs();
        others[0] = NDArray.zeros(Shape.of(4, BATCH, 7));
        assertThatThrownBy(() -> some.operation().forward(others))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("x [4, 3, 7] and weightIh [12, 2] disagree");
    }

    @Test
    void saysWhichLengthIsWrong() {
        for (int[] lengths : new int[][] {{5, 2, 1}, {3, 2, 0}, {2, 3, 1}, {2, 2}}) {
            Case some = new Case(Cell.TANH, BATCH, 4, 3, new RecurrenceOptions(true, false, lengths));
            assertThatThrownBy(() -> some.operation().forward(some.inputs()))
                    .isInstanceOf(ShapeMismatchException.class)
                    .hasMessageContaining("rnn: ")
                    .hasMessageContaining("length");
        }
    }

    private static void check(Case some) {
        OracleCheck.check(some::operation, inputs -> formula(some, inputs), some.inputs());
    }

    private static double[] formula(Case some, double[]... inputs) {
        int out = some.out();
        int hidden = some.hidden();
        int batch = some.batch();
        int states = some.steps() * batch * out;
        double[] y = new double[states + batch * (out + (some.cell().remembers() ? hidden : 0))];
        for (int b = 0; b < batch; b++) {
            double[] h = row(inputs[1], b, out);
            double[] c = some.cell().remembers() ? row(inputs[2], b, hidden) : new double[0];
            int @Nullable [] lengths = some.options().lengths();
            int length = lengths == null ? some.steps() : lengths[b];
            for (int k = 0; k < length; k++) {
                int t = some.options().reverse() ? length - 1 - k : k;
                h = next(some, row(inputs[0], t * batch + b, IN), h, c, inputs);
                System.arraycopy(h, 0, y, (t * batch + b) * out, out);
            }
            System.arraycopy(h, 0, y, states + b * out, out);
            if (some.cell().remembers()) {
                System.arraycopy(c, 0, y, states + batch * out + b * hidden, hidden);
            }
        }
        return y;
    }

    /// The next state; `c` is changed.
    private static double[] next(Case some, double[] x, double[] h, double[] c, double[]... inputs) {
        int n = some.hidden();
        int weight = some.cell().remembers() ? 3 : 2;
        double[] a = product(inputs[weight], x);
        double[] r = product(inputs[weight + 1], h);
        for (int j = 0; j < a.length && some.options().bias(); j++) {
            a[j] += inputs[weight + 2][j];
            r[j] += inputs[weight + 3][j];
        }
        double[] y = new double[n];
        for (int j = 0; j < n; j++) {
            switch (some.cell()) {
                case TANH -> y[j] = Math.tanh(a[j] + r[j]);
                case RELU -> y[j] = Math.max(a[j] + r[j], 0);
                case GRU -> {
                    double z = sigmoid(a[n + j] + r[n + j]);
                    double v = Math.tanh(a[2 * n + j] + sigmoid(a[j] + r[j]) * r[2 * n + j]);
                    y[j] = (1 - z) * v + z * h[j];
                }
                case LSTM, PROJECTED_LSTM -> {
                    c[j] = sigmoid(a[n + j] + r[n + j]) * c[j]
                            + sigmoid(a[j] + r[j]) * Math.tanh(a[2 * n + j] + r[2 * n + j]);
                    y[j] = sigmoid(a[3 * n + j] + r[3 * n + j]) * Math.tanh(c[j]);
                }
            }
        }
        return some.cell() == Cell.PROJECTED_LSTM ? product(inputs[inputs.length - 1], y) : y;
    }

    private static double[] product(double[] matrix, double[] x) {
        double[] y = new double[matrix.length / x.length];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                y[i] += matrix[i * x.length + j] * x[j];
            }
        }
        return y;
    }

    private static double[] row(double[] matrix, int row, int columns) {
        return java.util.Arrays.copyOfRange(matrix, row * columns, (row + 1) * columns);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
