package lanewise.bench;

import java.util.Arrays;

/// `y = x·Wᵀ + b` as plain loops, with its gradients, and Adam for them. The weight lies `[out, in]`, as in
/// PyTorch.
final class ScalarLinear {
    final int in;
    final int out;
    final float[] weight;
    final float[] bias;
    final float[] weightGradient;
    final float[] biasGradient;
    private final ScalarOptimizer weightOptimizer;
    private final ScalarOptimizer biasOptimizer;

    ScalarLinear(int in, int out, float[] weight, float[] bias, double learningRate) {
        this.in = in;
        this.out = out;
        this.weight = weight;
        this.bias = bias;
        weightGradient = new float[weight.length];
        biasGradient = new float[bias.length];
        weightOptimizer = new ScalarOptimizer.Adam(weight.length, learningRate, 0);
        biasOptimizer = new ScalarOptimizer.Adam(bias.length, learningRate, 0);
    }

    /// `x [batch, in]` to `y [batch, out]`.
    void forward(int batch, float[] x, float[] y) {
        for (int i = 0; i < batch; i++) {
            for (int j = 0; j < out; j++) {
                float sum = bias[j];
                for (int k = 0; k < in; k++) {
                    sum += x[i * in + k] * weight[j * in + k];
                }
                y[i * out + j] = sum;
            }
        }
    }

    /// The gradients of weight and bias.
    void differentiateParameters(int batch, float[] x, float[] dy) {
        Arrays.fill(weightGradient, 0f);
        Arrays.fill(biasGradient, 0f);
        for (int i = 0; i < batch; i++) {
            for (int j = 0; j < out; j++) {
                float d = dy[i * out + j];
                biasGradient[j] += d;
                for (int k = 0; k < in; k++) {
                    weightGradient[j * in + k] += d * x[i * in + k];
                }
            }
        }
    }

    /// The gradient of the input, `[batch, in]`.
    void differentiateInput(int batch, float[] dy, float[] dx) {
        Arrays.fill(dx, 0f);
        for (int i = 0; i < batch; i++) {
            for (int j = 0; j < out; j++) {
                float d = dy[i * out + j];
                for (int k = 0; k < in; k++) {
                    dx[i * in + k] += d * weight[j * in + k];
                }
            }
        }
    }

    void update() {
        weightOptimizer.update(weight, weightGradient);
        biasOptimizer.update(bias, biasGradient);
    }
}
