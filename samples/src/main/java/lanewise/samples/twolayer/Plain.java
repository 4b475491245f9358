package lanewise.samples.twolayer;

import lanewise.autograd.Tensor;
import lanewise.samples.SampleOptions;

/// A network of two layers, 1000-100-10 with ReLU, fitted to 64 random examples, in plain Java: the forward pass,
/// the gradients and the update written out by hand on arrays. Nothing of Lanewise but its random numbers.
///
/// The step "Warm-up: numpy" of "Learning PyTorch with Examples".
public final class Plain {
    private Plain() {}

    /// Trains and prints the loss every 100 steps.
    public static void main(String... args) {
        var options = SampleOptions.parse(
                "twolayer.Plain",
                "A network of two layers, 1000-100-10 with ReLU, fitted to 64 random examples, in plain Java.",
                500,
                args);

        int n = 64;
        int in = 1000;
        int hidden = 100;
        int out = 10;
        float[] x = Tensor.randn(n, in).toArray();
        float[] y = Tensor.randn(n, out).toArray();
        float[] w1 = Tensor.randn(in, hidden).toArray();
        float[] w2 = Tensor.randn(hidden, out).toArray();

        float learningRate = 1e-6f;
        for (int t = 0; t < options.steps(); t++) {
            // the prediction: y = max(x·w1, 0)·w2
            float[] h = product(x, w1, n, in, hidden);
            float[] hRelu = h.clone();
            for (int i = 0; i < h.length; i++) {
                hRelu[i] = Math.max(h[i], 0f);
            }
            float[] prediction = product(hRelu, w2, n, hidden, out);

            // the sum of squared errors, and its gradient
            double loss = 0;
            float[] gradPrediction = new float[prediction.length];
            for (int i = 0; i < prediction.length; i++) {
                float error = prediction[i] - y[i];
                loss += (double) error * error;
                gradPrediction[i] = 2 * error;
            }
            if (t % 100 == 99) {
                System.out.println(t + " " + (float) loss);
            }

            // back through the layers
            float[] gradW2 = product(transposed(hRelu, n, hidden), gradPrediction, hidden, n, out);
            float[] gradH = product(gradPrediction, transposed(w2, hidden, out), n, out, hidden);
            for (int i = 0; i < h.length; i++) {
                if (h[i] < 0) {
                    gradH[i] = 0;
                }
            }
            float[] gradW1 = product(transposed(x, n, in), gradH, in, n, hidden);

            descend(w1, gradW1, learningRate);
            descend(w2, gradW2, learningRate);
        }
    }

    /// `a [m, k]` times `b [k, n]`.
    private static float[] product(float[] a, float[] b, int m, int k, int n) {
        float[] c = new float[m * n];
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                float factor = a[i * k + p];
                for (int j = 0; j < n; j++) {
                    c[i * n + j] += factor * b[p * n + j];
                }
            }
        }
        return c;
    }

    /// `a [m, n]` as `[n, m]`.
    private static float[] transposed(float[] a, int m, int n) {
        float[] t = new float[a.length];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                t[j * m + i] = a[i * n + j];
            }
        }
        return t;
    }

    private static void descend(float[] weights, float[] gradient, float learningRate) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] -= learningRate * gradient[i];
        }
    }
}
