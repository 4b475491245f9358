package lanewise.bench;

import lanewise.engine.Shape;
import lanewise.engine.op.Lstm;
import lanewise.engine.op.RecurrenceOptions;

/// Sequences through one layer of a long short-term memory.
public enum RecurrenceWork {
    /// 32 sequences of 32 steps, 64 numbers to 128.
    LSTM_32X32X64X128(32, 32, 64, 128),
    /// One sequence of 32 steps.
    LSTM_32X1X64X128(32, 1, 64, 128);

    static final int GATES = 4;

    final int steps;
    final int batch;
    final int in;
    final int hidden;

    RecurrenceWork(int steps, int batch, int in, int hidden) {
        this.steps = steps;
        this.batch = batch;
        this.in = in;
        this.hidden = hidden;
    }

    /// The library's.
    Lstm operation() {
        return new Lstm(false, new RecurrenceOptions(true, false, null));
    }

    /// Of the inputs: the sequences, the states to begin with, two weights and two biases.
    Shape[] inputs() {
        int width = GATES * hidden;
        return new Shape[] {
            Shape.of(steps, batch, in),
            Shape.of(batch, hidden),
            Shape.of(batch, hidden),
            Shape.of(width, in),
            Shape.of(width, hidden),
            Shape.of(width),
            Shape.of(width)
        };
    }

    /// Of the result: the states after each step, then the two after the last.
    Shape result() {
        return Shape.of((steps + 2) * batch * hidden);
    }

    /// Floating-point operations of the products: forward alone, or with the gradients of all inputs.
    double flops(boolean backward) {
        return 2.0 * steps * batch * GATES * hidden * (in + hidden) * (backward ? 3 : 1);
    }
}
