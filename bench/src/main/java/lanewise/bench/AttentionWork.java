package lanewise.bench;

import java.util.Arrays;
import lanewise.engine.Shape;
import lanewise.engine.op.ScaledDotProductAttention;

/// Causal attention in small language models: examples and heads, places, numbers a head.
public enum AttentionWork {
    /// 12 examples of 4 heads, 64 places.
    GPT_48X64X32(48, 64, 32),
    /// 4 examples of 6 heads, 256 places.
    GPT_24X256X64(24, 256, 64);

    final int problems;
    final int places;
    final int width;

    AttentionWork(int problems, int places, int width) {
        this.problems = problems;
        this.places = places;
        this.width = width;
    }

    /// The library's.
    ScaledDotProductAttention operation() {
        return new ScaledDotProductAttention(scale(), true, null);
    }

    double scale() {
        return 1 / Math.sqrt(width);
    }

    /// Of queries, keys, values, and of the result.
    Shape shape() {
        return Shape.of(problems, places, width);
    }

    /// Floating-point operations that a causal mask leaves: two products forward, and four more for the gradients
    /// of queries, keys and values.
    double flops(boolean backward) {
        double seen = 0.5 * places * (places + 1);
        return 2 * problems * seen * width * (backward ? 6 : 2);
    }

    /// As one writes it: the result, or with `backward` the gradient of the keys for `dy`.
    void loop(boolean backward, float[] q, float[] k, float[] v, float[] dy, float[] result) {
        Arrays.fill(result, 0f);
        double[] weights = new double[places];
        double[] slopes = new double[places];
        for (int problem = 0; problem < problems; problem++) {
            int start = problem * places * width;
            for (int i = 0; i < places; i++) {
                int row = start + i * width;
                weigh(q, row, k, start, i + 1, weights);
                for (int j = 0; j <= i && !backward; j++) {
                    for (int c = 0; c < width; c++) {
                        result[row + c] += (float) weights[j] * v[start + j * width + c];
                    }
                }
                if (backward) {
                    double mean = 0;
                    for (int j = 0; j <= i; j++) {
                        slopes[j] = product(dy, row, v, start + j * width);
                        mean += weights[j] * slopes[j];
                    }
                    for (int j = 0; j <= i; j++) {
                        float slope = (float) (weights[j] * (slopes[j] - mean) * scale());
                        for (int c = 0; c < width; c++) {
                            result[start + j * width + c] += slope * q[row + c];
                        }
                    }
                }
            }
        }
    }

    /// The softmax of a query's products with the keys that it sees.
    private void weigh(float[] q, int row, float[] k, int start, int seen, double[] weights) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < seen; j++) {
            weights[j] = scale() * product(q, row, k, start + j * width);
            largest = Math.max(largest, weights[j]);
        }
        double sum = 0;
        for (int j = 0; j < seen; j++) {
            weights[j] = Math.exp(weights[j] - largest);
            sum += weights[j];
        }
        for (int j = 0; j < seen; j++) {
            weights[j] /= sum;
        }
    }

    private double product(float[] a, int aAt, float[] b, int bAt) {
        double sum = 0;
        for (int c = 0; c < width; c++) {
            sum += (double) a[aAt + c] * b[bAt + c];
        }
        return sum;
    }
}
