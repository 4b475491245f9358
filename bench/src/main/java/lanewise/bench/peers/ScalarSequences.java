package lanewise.bench.peers;

import java.util.Arrays;
import java.util.function.Supplier;
import lanewise.bench.Elementwise;
import lanewise.bench.peers.ScalarTape.Value;

/// The networks that read sequences, in plain loops.
final class ScalarSequences {
    private static final double ROOT_HALF = Math.sqrt(0.5);

    private final ScalarTape tape;
    private final Supplier<Value> parameters;

    /// @param parameters gives them one after the other
    ScalarSequences(ScalarTape tape, Supplier<Value> parameters) {
        this.tape = tape;
        this.parameters = parameters;
    }

    /// Adds the squared error of all states to the loss.
    void lstm(Value x, float[] target, int batch) {
        int hidden = Network.HIDDEN_SIZE;
        Value weightIh = parameters.get();
        Value weightHh = parameters.get();
        Value gatesOfInputs = tape.linear(x, weightIh, parameters.get(), Network.INPUT_SIZE);
        Value biasHh = parameters.get();
        Value state = Value.constant(new float[2 * batch * hidden]);
        int length = 4 * batch * hidden;
        for (int step = 0; step < Network.STEPS; step++) {
            Value h = step == 0 ? Value.constant(new float[batch * hidden]) : tape.slice(state, 0, batch * hidden);
            Value gates = tape.add(
                    tape.slice(gatesOfInputs, step * length, (step + 1) * length),
                    tape.linear(h, weightHh, biasHh, hidden));
            state = cell(gates, state, batch * hidden, hidden);
            tape.squaredError(tape.slice(state, 0, batch * hidden), target, step * batch * hidden, target.length);
        }
    }

    /// The hidden states, then the cells: `c' = σ(f)·c + σ(i)·tanh(g)`, `h' = σ(o)·tanh(c')`.
    private Value cell(Value gates, Value state, int units, int hidden) {
        float[] y = new float[2 * units];
        double[][] open = new double[4][units];
        for (int j = 0; j < units; j++) {
            for (int gate = 0; gate < 4; gate++) {
                double v = gates.data[(j / hidden * 4 + gate) * hidden + j % hidden];
                open[gate][j] = gate == 2 ? Math.tanh(v) : 1 / (1 + Math.exp(-v));
            }
            double c = open[1][j] * state.data[units + j] + open[0][j] * open[2][j];
            y[j] = (float) (open[3][j] * Math.tanh(c));
            y[units + j] = (float) c;
        }
        return tape.custom(y, dy -> {
            for (int j = 0; j < units; j++) {
                double tanh = Math.tanh(y[units + j]);
                double dc = dy[units + j] + dy[j] * open[3][j] * (1 - tanh * tanh);
                double[] by = {dc * open[2][j], dc * state.data[units + j], dc * open[0][j], dy[j] * tanh};
                for (int gate = 0; gate < 4; gate++) {
                    double a = open[gate][j];
                    int at = (j / hidden * 4 + gate) * hidden + j % hidden;
                    gates.grad[at] += (float) (by[gate] * (gate == 2 ? 1 - a * a : a * (1 - a)));
                }
                if (state.isWanted()) {
                    state.grad[units + j] += (float) (dc * open[1][j]);
                }
            }
        });
    }

    /// Logits of the character after each.
    Value gpt(Network network, long[] characters) {
        int width = network.width();
        int context = network.context();
        Value tokens = parameters.get();
        int[] places = new int[characters.length * width];
        Arrays.setAll(places, i -> i / width % context * width + i % width);
        Value x = tape.add(tape.gather(tokens, rows(characters, width)), tape.gather(parameters.get(), places));
        for (int layer = 0; layer < network.layers(); layer++) {
            Value y = tape.norm(x, parameters.get(), parameters.get(), width, false);
            y = attention(tape.linear(y, parameters.get(), null, width), context, network.heads(), width);
            x = tape.add(x, tape.linear(y, parameters.get(), null, width));
            y = tape.norm(x, parameters.get(), parameters.get(), width, false);
            y = gelu(tape.linear(y, parameters.get(), null, width));
            x = tape.add(x, tape.linear(y, parameters.get(), null, 4 * width));
        }
        x = tape.norm(x, parameters.get(), parameters.get(), width, false);
        return tape.linear(x, tokens, null, width);
    }

    private static int[] rows(long[] numbers, int width) {
        int[] index = new int[numbers.length * width];
        Arrays.setAll(index, i -> (int) numbers[i / width] * width + i % width);
        return index;
    }

    /// `x·Φ(x)`
    private Value gelu(Value x) {
        float[] y = new float[x.data.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) (x.data[i] * distribution(x.data[i]));
        }
        return tape.custom(y, dy -> {
            for (int i = 0; i < dy.length; i++) {
                double v = x.data[i];
                double density = Math.exp(-v * v / 2) / Math.sqrt(2 * Math.PI);
                x.grad[i] += (float) (dy[i] * (distribution(v) + v * density));
            }
        });
    }

    private static double distribution(double x) {
        return 0.5 * (1 + Elementwise.erf(x * ROOT_HALF));
    }

    /// Each position looks at itself and those before it. Queries, keys and values lie beside each other.
    private Value attention(Value qkv, int context, int heads, int width) {
        int rows = qkv.data.length / (3 * width);
        int size = width / heads;
        double scale = 1 / Math.sqrt(size);
        float[] y = new float[rows * width];
        float[] weights = new float[rows * heads * context];
        for (int row = 0; row < rows * heads; row++) {
            int from = row / heads * 3 * width + row % heads * size;
            int first = row / heads / context * context * 3 * width + row % heads * size;
            int seen = row / heads % context + 1;
            double sum = 0;
            for (int j = 0; j < seen; j++) {
                float score = 0;
                for (int k = 0; k < size; k++) {
                    score += qkv.data[from + k] * qkv.data[first + j * 3 * width + width + k];
                }
                weights[row * context + j] = (float) Math.exp(score * scale);
                sum += weights[row * context + j];
            }
            for (int j = 0; j < seen; j++) {
                weights[row * context + j] /= (float) sum;
                for (int k = 0; k < size; k++) {
                    y[row * size + k] += weights[row * context + j] * qkv.data[first + j * 3 * width + 2 * width + k];
                }
            }
        }
        return tape.custom(y, dy -> {
            float[] d = qkv.grad;
            float[] dw = new float[context];
            for (int row = 0; row < rows * heads; row++) {
                int from = row / heads * 3 * width + row % heads * size;
                int first = row / heads / context * context * 3 * width + row % heads * size;
                int seen = row / heads % context + 1;
                double sum = 0;
                for (int j = 0; j < seen; j++) {
                    dw[j] = 0;
                    for (int k = 0; k < size; k++) {
                        int value = first + j * 3 * width + 2 * width + k;
                        dw[j] += dy[row * size + k] * qkv.data[value];
                        d[value] += dy[row * size + k] * weights[row * context + j];
                    }
                    sum += dw[j] * weights[row * context + j];
                }
                for (int j = 0; j < seen; j++) {
                    float ds = (float) ((dw[j] - sum) * weights[row * context + j] * scale);
                    for (int k = 0; k < size; k++) {
                        int key = first + j * 3 * width + width + k;
                        d[from + k] += ds * qkv.data[key];
                        d[key] += ds * qkv.data[from + k];
                    }
                }
            }
        });
    }
}
