package lanewise.bench;

import java.util.ArrayList;
import java.util.List;

/// Linear layers with rectifiers between them, trained by plain loops: the baseline of a training step, and its
/// reference.
final class ScalarNetwork {
    private final int batch;
    private final List<ScalarLinear> layers;
    private final List<float[]> values = new ArrayList<>();
    private final List<float[]> gradients = new ArrayList<>();

    /// On a batch `x`, `[batch, in]` of the first layer.
    ScalarNetwork(int batch, float[] x, List<ScalarLinear> layers) {
        this.batch = batch;
        this.layers = layers;
        values.add(x);
        gradients.add(new float[0]); // nobody asks for that of x
        for (ScalarLinear layer : layers) {
            values.add(new float[batch * layer.out]);
            gradients.add(new float[batch * layer.out]);
        }
    }

    /// The last layer's result.
    float[] forward() {
        for (int l = 0; l < layers.size(); l++) {
            float[] y = values.get(l + 1);
            layers.get(l).forward(batch, values.get(l), y);
            if (l < layers.size() - 1) {
                for (int i = 0; i < y.length; i++) {
                    y[i] = Math.max(y[i], 0f);
                }
            }
        }
        return values.getLast();
    }

    /// Where the gradient of the last layer's result belongs.
    float[] outputGradient() {
        return gradients.getLast();
    }

    void backward() {
        for (int l = layers.size() - 1; l >= 0; l--) {
            float[] dy = gradients.get(l + 1);
            float[] x = values.get(l);
            layers.get(l).differentiateParameters(batch, x, dy);
            if (l > 0) {
                float[] dx = gradients.get(l);
                layers.get(l).differentiateInput(batch, dy, dx);
                for (int i = 0; i < dx.length; i++) {
                    dx[i] = x[i] > 0 ? dx[i] : 0f;
                }
            }
        }
    }

    void update() {
        for (ScalarLinear layer : layers) {
            layer.update();
        }
    }

    /// Weight and bias of each layer, live.
    List<float[]> parameters() {
        List<float[]> parameters = new ArrayList<>();
        for (ScalarLinear layer : layers) {
            parameters.add(layer.weight);
            parameters.add(layer.bias);
        }
        return parameters;
    }

    /// The gradient of the first layer's weight, the last to be computed. Live.
    float[] firstGradient() {
        return layers.getFirst().weightGradient;
    }
}
