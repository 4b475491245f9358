package lanewise.bench;

import java.util.Arrays;

/// A long short-term memory as plain loops: forward, and backwards through time to the gradient of the weight of
/// the states.
final class ScalarLstm {
    private final int steps;
    private final int batch;
    private final int in;
    private final int hidden;
    private final float[] x;
    private final float[] first;
    private final float[] firstCell;
    private final float[] weightIh;
    private final float[] weightHh;
    private final float[] bias;
    private final float[] gates;
    private final float[] cells;
    private final float[] states;

    /// @param inputs as [RecurrenceWork#inputs()] says
    ScalarLstm(RecurrenceWork work, float[]... inputs) {
        steps = work.steps;
        batch = work.batch;
        in = work.in;
        hidden = work.hidden;
        x = inputs[0];
        first = inputs[1];
        firstCell = inputs[2];
        weightIh = inputs[3];
        weightHh = inputs[4];
        bias = inputs[5].clone();
        for (int j = 0; j < bias.length; j++) {
            bias[j] += inputs[6][j];
        }
        gates = new float[steps * batch * RecurrenceWork.GATES * hidden];
        cells = new float[steps * batch * hidden];
        states = new float[steps * batch * hidden];
    }

    /// The states after each step, then the two after the last.
    void forward(float[] y) {
        for (int row = 0; row < steps * batch; row++) {
            step(row);
        }
        int last = (steps - 1) * batch * hidden;
        System.arraycopy(states, 0, y, 0, states.length);
        System.arraycopy(states, last, y, states.length, batch * hidden);
        System.arraycopy(cells, last, y, states.length + batch * hidden, batch * hidden);
    }

    private void step(int row) {
        int at = row * RecurrenceWork.GATES * hidden;
        float[] h = row < batch ? first : states;
        float[] c = row < batch ? firstCell : cells;
        int before = (row < batch ? row : row - batch) * hidden;
        for (int j = 0; j < RecurrenceWork.GATES * hidden; j++) {
            float sum = bias[j];
            for (int k = 0; k < in; k++) {
                sum += x[row * in + k] * weightIh[j * in + k];
            }
            for (int k = 0; k < hidden; k++) {
                sum += h[before + k] * weightHh[j * hidden + k];
            }
            gates[at + j] = (float) (j / hidden == 2 ? Math.tanh(sum) : 1 / (1 + Math.exp(-sum)));
        }
        for (int k = 0; k < hidden; k++) {
            float cell = gates[at + hidden + k] * c[before + k] + gates[at + k] * gates[at + 2 * hidden + k];
            cells[row * hidden + k] = cell;
            states[row * hidden + k] = gates[at + 3 * hidden + k] * (float) Math.tanh(cell);
        }
    }

    /// The gradient of the weight of the states, `[4·hidden, hidden]`, for `dy`, laid out as the result.
    void backward(float[] dy, float[] y, float[] dWeight) {
        forward(y);
        Arrays.fill(dWeight, 0f);
        float[] dh = Arrays.copyOfRange(dy, states.length, states.length + batch * hidden);
        float[] dc = Arrays.copyOfRange(dy, states.length + batch * hidden, dy.length);
        float[] d = new float[RecurrenceWork.GATES * hidden];
        for (int row = steps * batch - 1; row >= 0; row--) {
            int b = row % batch;
            differentiate(row, b, dy, dh, dc, d);
            float[] h = row < batch ? first : states;
            int before = (row < batch ? row : row - batch) * hidden;
            Arrays.fill(dh, b * hidden, (b + 1) * hidden, 0f);
            for (int j = 0; j < d.length; j++) {
                for (int k = 0; k < hidden; k++) {
                    dWeight[j * hidden + k] += d[j] * h[before + k];
                    dh[b * hidden + k] += d[j] * weightHh[j * hidden + k];
                }
            }
        }
    }

    /// The gradients `d` of a row's sums, and in `dc` that of the cell before.
    private void differentiate(int row, int b, float[] dy, float[] dh, float[] dc, float[] d) {
        int at = row * RecurrenceWork.GATES * hidden;
        float[] c = row < batch ? firstCell : cells;
        int before = (row < batch ? row : row - batch) * hidden;
        for (int k = 0; k < hidden; k++) {
            float i = gates[at + k];
            float f = gates[at + hidden + k];
            float g = gates[at + 2 * hidden + k];
            float o = gates[at + 3 * hidden + k];
            float shown = (float) Math.tanh(cells[row * hidden + k]);
            float gradient = dh[b * hidden + k] + dy[row * hidden + k];
            float e = dc[b * hidden + k] + gradient * o * (1 - shown * shown);
            d[k] = e * g * i * (1 - i);
            d[hidden + k] = e * c[before + k] * f * (1 - f);
            d[2 * hidden + k] = e * i * (1 - g * g);
            d[3 * hidden + k] = gradient * shown * o * (1 - o);
            dc[b * hidden + k] = e * f;
        }
    }
}
