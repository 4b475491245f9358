package lanewise.bench;

/// The update rules as plain loops: the baselines of the library's optimizers.
abstract class ScalarOptimizer {
    /// Updates the parameter by its gradient.
    abstract void update(float[] p, float[] g);

    /// `p ← p − η·g`
    static final class Sgd extends ScalarOptimizer {
        private final float rate;

        Sgd(double learningRate) {
            rate = (float) learningRate;
        }

        @Override
        void update(float[] p, float[] g) {
            for (int i = 0; i < p.length; i++) {
                p[i] -= rate * g[i];
            }
        }
    }

    /// `b ← μ·b + g; p ← p − η·b`, with μ = 0.9
    static final class Momentum extends ScalarOptimizer {
        private final float[] b;
        private final float rate;

        Momentum(int length, double learningRate) {
            b = new float[length];
            rate = (float) learningRate;
        }

        @Override
        void update(float[] p, float[] g) {
            for (int i = 0; i < p.length; i++) {
                b[i] = 0.9f * b[i] + g[i];
                p[i] -= rate * b[i];
            }
        }
    }

    /// `v ← α·v + (1 − α)·g²; p ← p − η·g/(√v + ε)`, with α = 0.99, ε = 1e-8
    static final class RmsProp extends ScalarOptimizer {
        private final float[] v;
        private final float rate;

        RmsProp(int length, double learningRate) {
            v = new float[length];
            rate = (float) learningRate;
        }

        @Override
        void update(float[] p, float[] g) {
            for (int i = 0; i < p.length; i++) {
                v[i] = 0.99f * v[i] + 0.01f * g[i] * g[i];
                p[i] -= rate * g[i] / ((float) Math.sqrt(v[i]) + 1e-8f);
            }
        }
    }

    /// `s ← s + g²; p ← p − η·g/(√s + ε)`, with ε = 1e-10
    static final class AdaGrad extends ScalarOptimizer {
        private final float[] s;
        private final float rate;

        AdaGrad(int length, double learningRate) {
            s = new float[length];
            rate = (float) learningRate;
        }

        @Override
        void update(float[] p, float[] g) {
            for (int i = 0; i < p.length; i++) {
                s[i] += g[i] * g[i];
                p[i] -= rate * g[i] / ((float) Math.sqrt(s[i]) + 1e-10f);
            }
        }
    }

    /// Adam, or AdamW where there is a decay λ:
    ///
    ///     p ← p − ηλ·p
    ///     m ← β₁·m + (1 − β₁)·g
    ///     v ← β₂·v + (1 − β₂)·g²
    ///     p ← p − η/(1 − β₁ᵗ)·m / (√v/√(1 − β₂ᵗ) + ε)
    ///
    /// with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
    static final class Adam extends ScalarOptimizer {
        private final float[] m;
        private final float[] v;
        private final double learningRate;
        private final float keep;
        private int step;

        Adam(int length, double learningRate, double decay) {
            m = new float[length];
            v = new float[length];
            this.learningRate = learningRate;
            keep = (float) (1 - learningRate * decay);
        }

        @Override
        void update(float[] p, float[] g) {
            step++;
            float rate = (float) (learningRate / (1 - Math.pow(0.9, step)));
            float correction = (float) Math.sqrt(1 - Math.pow(0.999, step));
            for (int i = 0; i < p.length; i++) {
                m[i] += 0.1f * (g[i] - m[i]);
                v[i] = 0.999f * v[i] + 0.001f * g[i] * g[i];
                p[i] = keep * p[i] - rate * m[i] / ((float) Math.sqrt(v[i]) / correction + 1e-8f);
            }
        }
    }

    /// `m` and `v` as in [Adam], `u = m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε); p ← p − η·‖p‖/‖u‖·u`, with ε = 1e-6
    static final class Lamb extends ScalarOptimizer {
        private final float[] m;
        private final float[] v;
        private final float[] u;
        private final double learningRate;
        private int step;

        Lamb(int length, double learningRate) {
            m = new float[length];
            v = new float[length];
            u = new float[length];
            this.learningRate = learningRate;
        }

        @Override
        void update(float[] p, float[] g) {
            step++;
            float first = (float) (1 / (1 - Math.pow(0.9, step)));
            float second = (float) (1 / (1 - Math.pow(0.999, step)));
            double pp = 0;
            double uu = 0;
            for (int i = 0; i < p.length; i++) {
                m[i] += 0.1f * (g[i] - m[i]);
                v[i] = 0.999f * v[i] + 0.001f * g[i] * g[i];
                u[i] = first * m[i] / ((float) Math.sqrt(second * v[i]) + 1e-6f);
                pp += p[i] * p[i];
                uu += u[i] * u[i];
            }
            float rate = (float) (learningRate * (pp > 0 && uu > 0 ? Math.sqrt(pp / uu) : 1));
            for (int i = 0; i < p.length; i++) {
                p[i] -= rate * u[i];
            }
        }
    }
}
