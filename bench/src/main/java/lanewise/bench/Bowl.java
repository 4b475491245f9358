package lanewise.bench;

import java.util.Random;

/// The function `½·Σ aᵢ·(xᵢ ± cᵢ)²`, with `a` from 1 to 3, whose minimum changes sides between the steps of an
/// optimizer, so that there is always something to do.
final class Bowl {
    private final float[] center;
    private float sign = 1;

    Bowl(int length) {
        var random = new Random(1);
        center = new float[length];
        for (int i = 0; i < length; i++) {
            center[i] = (float) random.nextGaussian();
        }
    }

    void turn() {
        sign = -sign;
    }

    /// The value at the first elements of `x`, and the gradient.
    double at(float[] x, float[] g) {
        double sum = 0;
        float slope = 2f / center.length;
        for (int i = 0; i < center.length; i++) {
            float distance = x[i] + sign * center[i];
            g[i] = (1 + slope * i) * distance;
            sum += 0.5f * g[i] * distance;
        }
        return sum;
    }
}
