package lanewise.bench.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A network in plain loops: each operation computes its result, and notes how the result's gradient is passed on
/// to its inputs. Numbers lie row-major; images have their channels last.
final class ScalarTape {
    private static final double EPSILON = 1e-5;

    private final List<Runnable> backward = new ArrayList<>();
    private double loss;

    /// Numbers, and the loss's gradient by them, if it is wanted.
    static final class Value {
        final float[] data;
        final float[] grad;

        private Value(float[] data, float... grad) {
            this.data = data;
            this.grad = grad;
        }

        static Value parameter(float[] data) {
            return new Value(data, new float[data.length]);
        }

        static Value constant(float[] data) {
            return new Value(data);
        }

        boolean isWanted() {
            return grad.length == data.length;
        }
    }

    /// Goes back through all that was computed. Returns the loss.
    float differentiate() {
        for (Runnable part : backward.reversed()) {
            part.run();
        }
        return (float) loss;
    }

    private Value result(float[] data, Value input, PassOn passOn) {
        if (!input.isWanted()) {
            return Value.constant(data);
        }
        float[] grad = new float[data.length];
        backward.add(() -> passOn.pass(grad, input.grad));
        return new Value(data, grad);
    }

    private interface PassOn {
        void pass(float[] dy, float[] dx);
    }

    /// `y[i] = x[index[i]]`, or 0 where the index is negative.
    Value gather(Value x, int... index) {
        float[] y = new float[index.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = index[i] < 0 ? 0 : x.data[index[i]];
        }
        return result(y, x, (dy, dx) -> {
            for (int i = 0; i < index.length; i++) {
                if (index[i] >= 0) {
                    dx[index[i]] += dy[i];
                }
            }
        });
    }

    /// Rows of `x` times the rows of `weight`: `y[r, o] = bias[o] + Σk x[r, k]·weight[o, k]`.
    Value linear(Value x, Value weight, @Nullable Value bias, int in) {
        int rows = x.data.length / in;
        int out = weight.data.length / in;
        float[] y = new float[rows * out];
        float[] dy = new float[rows * out];
        for (int r = 0; r < rows; r++) {
            for (int o = 0; o < out; o++) {
                float sum = 0;
                for (int k = 0; k < in; k++) {
                    sum += x.data[r * in + k] * weight.data[o * in + k];
                }
                y[r * out + o] = bias == null ? sum : sum + bias.data[o];
            }
        }
        backward.add(() -> {
            for (int i = 0; i < rows * out; i++) {
                int r = i / out;
                int o = i % out;
                if (bias != null) {
                    bias.grad[o] += dy[i];
                }
                for (int k = 0; k < in; k++) {
                    weight.grad[o * in + k] += dy[i] * x.data[r * in + k];
                    if (x.isWanted()) {
                        x.grad[r * in + k] += dy[i] * weight.data[o * in + k];
                    }
                }
            }
        });
        return new Value(y, dy);
    }

    /// The sum of both.
    Value add(Value a, Value b) {
        float[] y = new float[a.data.length];
        float[] dy = new float[y.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = a.data[i] + b.data[i];
        }
        backward.add(() -> {
            for (int i = 0; i < dy.length; i++) {
                a.grad[i] += dy[i];
                b.grad[i] += dy[i];
            }
        });
        return new Value(y, dy);
    }

    /// `max(x, 0)`
    Value relu(Value x) {
        float[] y = new float[x.data.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.max(x.data[i], 0);
        }
        return result(y, x, (dy, dx) -> {
            for (int i = 0; i < dy.length; i++) {
                dx[i] += y[i] > 0 ? dy[i] : 0;
            }
        });
    }

    /// The mean of so many numbers beside each other, in steps: `y[g, c] = mean over i of x[g, i, c]`.
    Value mean(Value x, int count, int channels) {
        float[] y = new float[x.data.length / count];
        for (int i = 0; i < x.data.length; i++) {
            y[i / (count * channels) * channels + i % channels] += x.data[i] / count;
        }
        return result(y, x, (dy, dx) -> {
            for (int i = 0; i < dx.length; i++) {
                dx[i] += dy[i / (count * channels) * channels + i % channels] / count;
            }
        });
    }

    /// Makes mean and variance 0 and 1, then scales and shifts: of each row of `n` (layer norm), or of each of the
    /// `n` columns (batch norm).
    Value norm(Value x, Value weight, Value bias, int n, boolean columns) {
        int groups = columns ? n : x.data.length / n;
        int size = x.data.length / groups;
        float[] y = new float[x.data.length];
        double[] mean = new double[groups];
        double[] scale = new double[groups];
        for (int g = 0; g < groups; g++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < size; i++) {
                double v = x.data[columns ? i * n + g : g * n + i];
                sum += v;
                squares += v * v;
            }
            mean[g] = sum / size;
            scale[g] = 1 / Math.sqrt(squares / size - mean[g] * mean[g] + EPSILON);
            for (int i = 0; i < size; i++) {
                int at = columns ? i * n + g : g * n + i;
                int w = columns ? g : i;
                y[at] = (float) ((x.data[at] - mean[g]) * scale[g] * weight.data[w] + bias.data[w]);
            }
        }
        return result(y, x, (dy, dx) -> {
            for (int g = 0; g < groups; g++) {
                double sum = 0;
                double product = 0;
                for (int i = 0; i < size; i++) {
                    int at = columns ? i * n + g : g * n + i;
                    int w = columns ? g : i;
                    double normal = (x.data[at] - mean[g]) * scale[g];
                    weight.grad[w] += (float) (dy[at] * normal);
                    bias.grad[w] += dy[at];
                    sum += dy[at] * weight.data[w] / size;
                    product += dy[at] * weight.data[w] * normal / size;
                }
                for (int i = 0; i < size; i++) {
                    int at = columns ? i * n + g : g * n + i;
                    double normal = (x.data[at] - mean[g]) * scale[g];
                    double own = dy[at] * weight.data[columns ? g : i];
                    dx[at] += (float) (scale[g] * (own - sum - normal * product));
                }
            }
        });
    }

    /// An operation that is written out elsewhere, with several inputs, or none that want a gradient.
    Value custom(float[] y, Back back) {
        float[] dy = new float[y.length];
        backward.add(() -> back.pass(dy));
        return new Value(y, dy);
    }

    /// Adds to the inputs' gradients.
    interface Back {
        void pass(float[] dy);
    }

    /// Adds the mean over the rows of `−log softmax(x)[label]` to the loss.
    void crossEntropy(Value x, long[] labels) {
        int classes = x.data.length / labels.length;
        float[] gradient = new float[x.data.length];
        for (int r = 0; r < labels.length; r++) {
            int at = r * classes;
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(x.data[at + c]);
            }
            for (int c = 0; c < classes; c++) {
                gradient[at + c] = (float) (Math.exp(x.data[at + c]) / sum / labels.length);
            }
            int right = at + (int) labels[r];
            gradient[right] -= 1f / labels.length;
            loss += (Math.log(sum) - x.data[right]) / labels.length;
        }
        passLoss(x, gradient);
    }

    /// Adds `Σ (x − target)²/count` to the loss, with the targets from a place on.
    void squaredError(Value x, float[] target, int from, int count) {
        float[] gradient = new float[x.data.length];
        for (int i = 0; i < gradient.length; i++) {
            double d = x.data[i] - target[from + i];
            gradient[i] = (float) (2 * d / count);
            loss += d * d / count;
        }
        passLoss(x, gradient);
    }

    private void passLoss(Value x, float[] gradient) {
        backward.add(() -> {
            for (int i = 0; i < gradient.length; i++) {
                x.grad[i] += gradient[i];
            }
        });
    }

    /// The numbers from `from` to below `to`.
    Value slice(Value x, int from, int to) {
        int[] index = new int[to - from];
        Arrays.setAll(index, i -> from + i);
        return gather(x, index);
    }
}
