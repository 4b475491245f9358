package lanewise.bench;

import java.util.Arrays;
import lanewise.engine.Shape;

/// Muon of a matrix `[n, m]` as plain loops:
///
///     b ← μ·b + (1 − μ)·g; x = (1 − μ)·g + μ·b; x ← x/‖x‖
///     x ← a·x + (b·A + c·A²)·x with A = x·xᵀ     five times
///     p ← (1 − ηλ)·p − η·√max(1, n/m)·x
///
/// with μ = 0.95, λ = 0.1. Where `n > m`, all is done to the transpose.
final class ScalarMuon extends ScalarOptimizer {
    private final int n;
    private final int m;
    private final int side;
    private final int length;
    private final float[] b;
    private final float[] x;
    private final float[] next;
    private final float[] gram;
    private final float[] square;
    private final double learningRate;

    ScalarMuon(Shape shape, double learningRate) {
        n = shape.dim(0);
        m = shape.dim(1);
        side = Math.min(n, m);
        length = Math.max(n, m);
        b = new float[n * m];
        x = new float[n * m];
        next = new float[n * m];
        gram = new float[side * side];
        square = new float[side * side];
        this.learningRate = learningRate;
    }

    @Override
    public void update(float[] p, float[] g) {
        double squares = 0;
        for (int i = 0; i < p.length; i++) {
            b[i] = 0.95f * b[i] + 0.05f * g[i];
            float u = 0.05f * g[i] + 0.95f * b[i];
            x[at(i)] = u;
            squares += u * u;
        }
        float scale = (float) (1 / Math.max(Math.sqrt(squares), 1e-7));
        for (int i = 0; i < p.length; i++) {
            x[i] *= scale;
        }
        for (int k = 0; k < 5; k++) {
            iterate();
        }
        float keep = (float) (1 - learningRate * 0.1);
        float rate = (float) (learningRate * Math.sqrt(Math.max(1, (double) n / m)));
        for (int i = 0; i < p.length; i++) {
            p[i] = keep * p[i] - rate * x[at(i)];
        }
    }

    /// Where element `i` of the parameter is in `x [side, length]`.
    private int at(int i) {
        return n <= m ? i : i % m * length + i / m;
    }

    private void iterate() {
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < length; j++) {
                next[j * side + i] = x[i * length + j];
            }
        }
        multiply(x, next, side, length, side, gram);
        multiply(gram, gram, side, side, side, square);
        for (int i = 0; i < gram.length; i++) {
            gram[i] = -4.7750f * gram[i] + 2.0315f * square[i];
        }
        multiply(gram, x, side, side, length, next);
        for (int i = 0; i < x.length; i++) {
            x[i] = 3.4445f * x[i] + next[i];
        }
    }

    private static void multiply(float[] a, float[] b, int rows, int inner, int columns, float[] c) {
        Arrays.fill(c, 0, rows * columns, 0f);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < inner; k++) {
                float factor = a[i * inner + k];
                for (int j = 0; j < columns; j++) {
                    c[i * columns + j] += factor * b[k * columns + j];
                }
            }
        }
    }
}
