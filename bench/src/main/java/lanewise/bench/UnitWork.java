package lanewise.bench;

import lanewise.engine.Shape;
import lanewise.engine.op.ElmanRnn;
import lanewise.engine.op.Gru;
import lanewise.engine.op.Operation;
import lanewise.engine.op.RecurrenceOptions;

/// The recurrent layers beside [RecurrenceWork]'s, each with its plain loop: 32 sequences of 32 steps, 64 numbers
/// to 128.
public enum UnitWork {
    /// A gated recurrent unit.
    GRU(3) {
        @Override
        Operation operation() {
            return new Gru(OPTIONS);
        }

        @Override
        void state(float[] ofInput, float[] ofState, float[] before, int at, float[] y, int to) {
            for (int k = 0; k < HIDDEN; k++) {
                double r = 1 / (1 + Math.exp(-(ofInput[k] + ofState[k])));
                double z = 1 / (1 + Math.exp(-(ofInput[HIDDEN + k] + ofState[HIDDEN + k])));
                double n = Math.tanh(ofInput[2 * HIDDEN + k] + r * ofState[2 * HIDDEN + k]);
                y[to + k] = (float) ((1 - z) * n + z * before[at + k]);
            }
        }
    },

    /// A plain recurrent network with tanh.
    RNN_TANH(1) {
        @Override
        Operation operation() {
            return new ElmanRnn(false, OPTIONS);
        }

        @Override
        void state(float[] ofInput, float[] ofState, float[] before, int at, float[] y, int to) {
            for (int k = 0; k < HIDDEN; k++) {
                y[to + k] = (float) Math.tanh(ofInput[k] + ofState[k]);
            }
        }
    };

    static final int STEPS = 32;
    static final int BATCH = 32;
    static final int IN = 64;
    static final int HIDDEN = 128;

    private static final RecurrenceOptions OPTIONS = new RecurrenceOptions(true, false, null);

    private final int gates;

    UnitWork(int gates) {
        this.gates = gates;
    }

    /// The library's, which holds what its forward pass leaves behind.
    abstract Operation operation();

    /// A sequence's next state, of the two sums and the state before.
    abstract void state(float[] ofInput, float[] ofState, float[] before, int at, float[] y, int to);

    /// Of the inputs: the sequences, the state to begin with, two weights and two biases.
    Shape[] inputs() {
        int width = gates * HIDDEN;
        return new Shape[] {
            Shape.of(STEPS, BATCH, IN),
            Shape.of(BATCH, HIDDEN),
            Shape.of(width, IN),
            Shape.of(width, HIDDEN),
            Shape.of(width),
            Shape.of(width)
        };
    }

    /// Of the result: the states after each step, then the last ones.
    Shape result() {
        return Shape.of((STEPS + 1) * BATCH * HIDDEN);
    }

    /// Floating-point operations of the products.
    double flops() {
        return 2.0 * STEPS * BATCH * gates * HIDDEN * (IN + HIDDEN);
    }

    /// Writes the result to `y`.
    void loop(float[][] inputs, float[] y) {
        float[] ofInput = new float[gates * HIDDEN];
        float[] ofState = new float[gates * HIDDEN];
        for (int row = 0; row < STEPS * BATCH; row++) {
            float[] before = row < BATCH ? inputs[1] : y;
            int at = (row < BATCH ? row : row - BATCH) * HIDDEN;
            product(inputs[2], inputs[4], inputs[0], row * IN, IN, ofInput);
            product(inputs[3], inputs[5], before, at, HIDDEN, ofState);
            state(ofInput, ofState, before, at, y, row * HIDDEN);
        }
        System.arraycopy(y, (STEPS - 1) * BATCH * HIDDEN, y, STEPS * BATCH * HIDDEN, BATCH * HIDDEN);
    }

    private static void product(float[] weight, float[] bias, float[] x, int from, int length, float[] y) {
        for (int j = 0; j < y.length; j++) {
            float sum = bias[j];
            for (int k = 0; k < length; k++) {
                sum += weight[j * length + k] * x[from + k];
            }
            y[j] = sum;
        }
    }
}
