package lanewise.bench;

import java.util.Arrays;

/// The update rules as plain loops: the baselines of the library's optimizers.
public abstract class ScalarOptimizer {
    /// Updates the parameter by its gradient.
    public abstract void update(float[] p, float[] g);

    /// `p ← p − η·g`
    static final class Sgd extends ScalarOptimizer {
        private final float rate;

        Sgd(double learningRate) {
            rate = (float) learningRate;
        }

        @Override
        public void update(float[] p, float[] g) {
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
        public void update(float[] p, float[] g) {
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
        public void update(float[] p, float[] g) {
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
        public void update(float[] p, float[] g) {
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
        public void update(float[] p, float[] g) {
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

    /// `s ← ρ·s + (1 − ρ)·g²; Δ = √(a + ε)/√(s + ε)·g; a ← ρ·a + (1 − ρ)·Δ²; p ← p − η·Δ`, with ρ = 0.9, ε = 1e-6
    static final class Adadelta extends ScalarOptimizer {
        private final float[] s;
        private final float[] a;
        private final float rate;

        Adadelta(int length, double learningRate) {
            s = new float[length];
            a = new float[length];
            rate = (float) learningRate;
        }

        @Override
        public void update(float[] p, float[] g) {
            for (int i = 0; i < p.length; i++) {
                s[i] = 0.9f * s[i] + 0.1f * g[i] * g[i];
                float delta = (float) Math.sqrt(a[i] + 1e-6f) / (float) Math.sqrt(s[i] + 1e-6f) * g[i];
                a[i] = 0.9f * a[i] + 0.1f * delta * delta;
                p[i] -= rate * delta;
            }
        }
    }

    /// `m ← β₁·m + (1 − β₁)·g; u ← max(β₂·u, |g| + ε); p ← p − η/(1 − β₁ᵗ)·m/u`, with β₁ = 0.9, β₂ = 0.999,
    /// ε = 1e-8
    static final class Adamax extends ScalarOptimizer {
        private final float[] m;
        private final float[] u;
        private final double learningRate;
        private int step;

        Adamax(int length, double learningRate) {
            m = new float[length];
            u = new float[length];
            this.learningRate = learningRate;
        }

        @Override
        public void update(float[] p, float[] g) {
            step++;
            float rate = (float) (learningRate / (1 - Math.pow(0.9, step)));
            for (int i = 0; i < p.length; i++) {
                m[i] += 0.1f * (g[i] - m[i]);
                u[i] = Math.max(0.999f * u[i], Math.abs(g[i]) + 1e-8f);
                p[i] -= rate * m[i] / u[i];
            }
        }
    }

    /// Adam's moments, with
    ///
    ///     μₜ = β₁·(1 − ½·0.96^(t·ψ));  π ← π·μₜ
    ///     p ← p − (η·(1 − μₜ)/(1 − π)·g + η·μₜ₊₁/(1 − π·μₜ₊₁)·m) / (√v/√(1 − β₂ᵗ) + ε)
    ///
    /// and β₁ = 0.9, β₂ = 0.999, ε = 1e-8, ψ = 0.004.
    static final class NAdam extends ScalarOptimizer {
        private final float[] m;
        private final float[] v;
        private final double learningRate;
        private double product = 1;
        private int step;

        NAdam(int length, double learningRate) {
            m = new float[length];
            v = new float[length];
            this.learningRate = learningRate;
        }

        @Override
        public void update(float[] p, float[] g) {
            step++;
            double mu = momentum(step);
            double next = momentum(step + 1);
            product *= mu;
            float gradientRate = (float) (learningRate * (1 - mu) / (1 - product));
            float momentRate = (float) (learningRate * next / (1 - product * next));
            float correction = (float) Math.sqrt(1 - Math.pow(0.999, step));
            for (int i = 0; i < p.length; i++) {
                m[i] += 0.1f * (g[i] - m[i]);
                v[i] = 0.999f * v[i] + 0.001f * g[i] * g[i];
                p[i] -= (gradientRate * g[i] + momentRate * m[i]) / ((float) Math.sqrt(v[i]) / correction + 1e-8f);
            }
        }

        private static double momentum(int step) {
            return 0.9 * (1 - 0.5 * Math.pow(0.96, 0.004 * step));
        }
    }

    /// Adam's moments, with
    ///
    ///     ρ∞ = 2/(1 − β₂) − 1;  ρ = ρ∞ − 2t·β₂ᵗ/(1 − β₂ᵗ)
    ///     r = √((ρ − 4)·(ρ − 2)·ρ∞ / ((ρ∞ − 4)·(ρ∞ − 2)·ρ))
    ///     p ← p − η/(1 − β₁ᵗ)·m·r·√(1 − β₂ᵗ)/(√v + ε)     if ρ > 5, otherwise without what follows m
    ///
    /// and β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
    static final class RAdam extends ScalarOptimizer {
        private static final double LIMIT = 2 / (1 - 0.999) - 1;

        private final float[] m;
        private final float[] v;
        private final double learningRate;
        private int step;

        RAdam(int length, double learningRate) {
            m = new float[length];
            v = new float[length];
            this.learningRate = learningRate;
        }

        @Override
        public void update(float[] p, float[] g) {
            step++;
            double power = Math.pow(0.999, step);
            double rho = LIMIT - 2 * step * power / (1 - power);
            float rate = (float) (learningRate / (1 - Math.pow(0.9, step)));
            double r = Math.sqrt((rho - 4) * (rho - 2) * LIMIT / ((LIMIT - 4) * (LIMIT - 2) * rho));
            float scale = (float) (r * Math.sqrt(1 - power));
            for (int i = 0; i < p.length; i++) {
                m[i] += 0.1f * (g[i] - m[i]);
                v[i] = 0.999f * v[i] + 0.001f * g[i] * g[i];
                p[i] -= rate * m[i] * (rho > 5 ? scale / ((float) Math.sqrt(v[i]) + 1e-8f) : 1);
            }
        }
    }

    /// `p ← p − η·(κ·p + g); a ← p; η ← η₁/(1 + κ·η₁·t)^¾`, with κ = 1e-4
    static final class Asgd extends ScalarOptimizer {
        private final float[] a;
        private final double learningRate;
        private double eta;
        private int step;

        Asgd(int length, double learningRate) {
            a = new float[length];
            this.learningRate = learningRate;
            eta = learningRate;
        }

        @Override
        public void update(float[] p, float[] g) {
            step++;
            float rate = (float) eta;
            for (int i = 0; i < p.length; i++) {
                p[i] -= rate * (1e-4f * p[i] + g[i]);
                a[i] = p[i];
            }
            eta = learningRate / Math.pow(1 + 1e-4 * learningRate * step, 0.75);
        }
    }

    /// The step size grows by 1.2 while the gradient's sign stays, and halves where it turns; there the step is
    /// left out. Bounds 1e-6 and 50.
    static final class Rprop extends ScalarOptimizer {
        private final float[] previous;
        private final float[] size;

        Rprop(int length, double learningRate) {
            previous = new float[length];
            size = new float[length];
            Arrays.fill(size, (float) learningRate);
        }

        @Override
        public void update(float[] p, float[] g) {
            for (int i = 0; i < p.length; i++) {
                float agreement = g[i] * previous[i];
                float factor = agreement > 0 ? 1.2f : agreement < 0 ? 0.5f : 1;
                size[i] = Math.min(Math.max(size[i] * factor, 1e-6f), 50);
                previous[i] = agreement < 0 ? 0 : g[i];
                p[i] -= Math.signum(previous[i]) * size[i];
            }
        }
    }

    /// `p ← p − η·sign(β₁·m + (1 − β₁)·g); m ← β₂·m + (1 − β₂)·g`, with β₁ = 0.9, β₂ = 0.99
    static final class Lion extends ScalarOptimizer {
        private final float[] m;
        private final float rate;

        Lion(int length, double learningRate) {
            m = new float[length];
            rate = (float) learningRate;
        }

        @Override
        public void update(float[] p, float[] g) {
            for (int i = 0; i < p.length; i++) {
                p[i] -= rate * Math.signum(0.9f * m[i] + 0.1f * g[i]);
                m[i] = 0.99f * m[i] + 0.01f * g[i];
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
        public void update(float[] p, float[] g) {
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
