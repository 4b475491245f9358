package lanewise.bench;

import java.util.Arrays;
import lanewise.engine.Shape;

/// Adafactor of a matrix or a vector as plain loops:
///
///     w = t^−0.8; α = max(0.001, rms(p))·min(η, 1/√t)
///     r, c ← (1 − w)·r, c + w·mean of g² over each row, column;  v = r·c / mean(r)
///     v ← (1 − w)·v + w·g²     for a vector
///     u = g/√v; p ← p − α·u / max(1, rms(u))
///
/// where `v` is at least the square of the machine's ε.
final class ScalarAdafactor extends ScalarOptimizer {
    private static final float LEAST = Math.ulp(1f) * Math.ulp(1f);

    private final int n;
    private final int m;
    private final double[] row;
    private final double[] column;
    private final double[] columnSquares;
    private final float[] v;
    private final double learningRate;
    private int step;

    ScalarAdafactor(Shape shape, double learningRate) {
        n = shape.rank() > 1 ? shape.dim(0) : 1;
        m = shape.elements() / n;
        row = new double[n];
        column = new double[m];
        columnSquares = new double[m];
        v = new float[shape.elements()];
        this.learningRate = learningRate;
    }

    @Override
    public void update(float[] p, float[] g) {
        step++;
        double w = Math.pow(step, -0.8);
        double alpha = Math.max(1e-3, rms(p)) * Math.min(learningRate, 1 / Math.sqrt(step));
        if (n > 1) {
            factor(g, w);
        } else {
            for (int i = 0; i < p.length; i++) {
                v[i] = (float) ((1 - w) * v[i] + w * g[i] * g[i]);
            }
        }
        double squares = 0;
        for (int i = 0; i < p.length; i++) {
            squares += g[i] * g[i] / Math.max(v[i], LEAST);
        }
        float rate = (float) (alpha / Math.max(1, Math.sqrt(squares / p.length)));
        for (int i = 0; i < p.length; i++) {
            p[i] -= rate * g[i] / (float) Math.sqrt(Math.max(v[i], LEAST));
        }
    }

    private void factor(float[] g, double w) {
        Arrays.fill(columnSquares, 0);
        double mean = 0;
        for (int i = 0; i < n; i++) {
            double squares = 0;
            for (int j = 0; j < m; j++) {
                squares += g[i * m + j] * g[i * m + j];
                columnSquares[j] += g[i * m + j] * g[i * m + j];
            }
            row[i] = (1 - w) * row[i] + w * squares / m;
            mean += row[i] / n;
        }
        for (int j = 0; j < m; j++) {
            column[j] = (1 - w) * column[j] + w * columnSquares[j] / n;
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                v[i * m + j] = (float) (row[i] * column[j] / Math.max(mean, Math.ulp(1f)));
            }
        }
    }

    private static double rms(float[] x) {
        double squares = 0;
        for (float element : x) {
            squares += element * element;
        }
        return Math.sqrt(squares / x.length);
    }
}
