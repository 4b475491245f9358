package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// The two moments of [Adam] and [AdamW], and their loops, without and with AMSGrad.
final class AdamState<O extends AmsgradOptions> extends MomentState<O> {
    private static final int LARGEST = 2;

    private final Plain plain = new Plain();
    private final Loop amsgrad = new Amsgrad();

    private float rate;
    private float eps;

    AdamState(Tensor parameter) {
        super(parameter, "exp_avg", "exp_avg_sq", "max_exp_avg_sq");
    }

    @Override
    protected void prepare(O options) {
        super.prepare(options);
        if (options.amsgrad()) {
            use(LARGEST);
        }
    }

    /// The corrections of the moments' bias, `1 − β₁ᵗ` and `1 − β₂ᵗ`, are moved out of the loop:
    ///
    ///     η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)  =  η·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m / (√v + ε·√(1 − β₂ᵗ))
    @Override
    Loop prepareStep(O options) {
        prepareMoments(options);
        double t = (double) steps();
        double correction1 = 1 - Math.pow(options.beta1(), t);
        double correction2 = Math.sqrt(1 - Math.pow(options.beta2(), t));
        rate = (float) (options.learningRate() * correction2 / correction1);
        eps = (float) (options.eps() * correction2);
        return options.amsgrad() ? amsgrad : plain;
    }

    /// Adam is what most programs train with, and a short one has no time to wait for the compiler.
    @Override
    boolean hasScalarTwin(O options) {
        return !options.amsgrad();
    }

    final class Plain implements Loop {
        @Override
        public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
            if (Exercise.WARM_UP.isDone()) {
                byVector(p, pAt, g, gAt, slots[FIRST], slots[SECOND], sAt, from, to);
            } else {
                byElement(p, pAt, g, gAt, slots[FIRST], slots[SECOND], sAt, from, to);
            }
        }

        void byElement(
                float[] p, int pAt, float[] g, int gAt, float[] first, float[] second, int sAt, int from, int to) {
            for (int i = from; i < to; i++) {
                float x = p[pAt + i];
                float m = first[sAt + i];
                float v = second[sAt + i];
                float dx = Math.fma(x, coupled, g[gAt + i] * sign);
                float m1 = Math.fma(m, keep1, Math.fma(m, keep1Rest, dx * share1));
                float v1 = Math.fma(v, keep2, Math.fma(v, keep2Rest, dx * dx * share2));
                float delta = m1 / ((float) Math.sqrt(v1) + eps) * rate;
                first[sAt + i] = m1;
                second[sAt + i] = v1;
                p[pAt + i] = x - Math.fma(x, decoupled, delta);
            }
        }

        void byVector(
                float[] p, int pAt, float[] g, int gAt, float[] first, float[] second, int sAt, int from, int to) {
            var lambda = FloatVector.broadcast(SPECIES, coupled);
            var etaLambda = FloatVector.broadcast(SPECIES, decoupled);
            var beta1 = FloatVector.broadcast(SPECIES, keep1);
            var beta1Rest = FloatVector.broadcast(SPECIES, keep1Rest);
            var beta2 = FloatVector.broadcast(SPECIES, keep2);
            var beta2Rest = FloatVector.broadcast(SPECIES, keep2Rest);
            for (int i = from; i < to; i += LANES) {
                var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                var m = FloatVector.fromArray(SPECIES, first, sAt + i);
                var v = FloatVector.fromArray(SPECIES, second, sAt + i);
                var dx = x.fma(lambda, slope); // g + λ·p
                var m1 = m.fma(beta1, m.fma(beta1Rest, dx.mul(share1))); // β₁·m + (1 − β₁)·g
                var v1 = v.fma(beta2, v.fma(beta2Rest, dx.mul(dx).mul(share2))); // β₂·v + (1 − β₂)·g²
                var delta = m1.div(v1.sqrt().add(eps)).mul(rate); // η·m̂ / (√v̂ + ε)
                m1.intoArray(first, sAt + i);
                v1.intoArray(second, sAt + i);
                x.sub(x.fma(etaLambda, delta)).intoArray(p, pAt + i); // p − (ηλ·p + delta)
            }
        }
    }

    private final class Amsgrad implements Loop {
        @Override
        public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
            float[] first = slots[FIRST];
            float[] second = slots[SECOND];
            float[] largest = slots[LARGEST];
            var lambda = FloatVector.broadcast(SPECIES, coupled);
            var etaLambda = FloatVector.broadcast(SPECIES, decoupled);
            var beta1 = FloatVector.broadcast(SPECIES, keep1);
            var beta1Rest = FloatVector.broadcast(SPECIES, keep1Rest);
            var beta2 = FloatVector.broadcast(SPECIES, keep2);
            var beta2Rest = FloatVector.broadcast(SPECIES, keep2Rest);
            for (int i = from; i < to; i += LANES) {
                var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                var m = FloatVector.fromArray(SPECIES, first, sAt + i);
                var v = FloatVector.fromArray(SPECIES, second, sAt + i);
                var dx = x.fma(lambda, slope); // g + λ·p
                var m1 = m.fma(beta1, m.fma(beta1Rest, dx.mul(share1))); // β₁·m + (1 − β₁)·g
                var v1 = v.fma(beta2, v.fma(beta2Rest, dx.mul(dx).mul(share2))); // β₂·v + (1 − β₂)·g²
                var vMax = v1.max(FloatVector.fromArray(SPECIES, largest, sAt + i)); // the largest v so far
                var delta = m1.div(vMax.sqrt().add(eps)).mul(rate); // η·m̂ / (√v̂ + ε)
                m1.intoArray(first, sAt + i);
                v1.intoArray(second, sAt + i);
                vMax.intoArray(largest, sAt + i);
                x.sub(x.fma(etaLambda, delta)).intoArray(p, pAt + i); // p − (ηλ·p + delta)
            }
        }
    }

    private static final class Exercise implements WarmUp.Exercise {
        private static final int LENGTH = WarmUp.ROUNDS * LANES;

        /// Here, so that it begins with the first step, behind those of the matrix products.
        static final WarmUp WARM_UP = WarmUp.ofFused(new Exercise());

        private final float[] x = new float[LENGTH + Lanes.PADDING];
        private final AdamState<?> state = new AdamState<>(Tensor.of(NDArray.zerosKept(Shape.of(LENGTH))));

        @Override
        public void run(int calls, int rounds) {
            for (int i = 0; i < calls; i++) {
                state.plain.byVector(x, 0, x, 0, x, x, 0, 0, rounds * LANES);
            }
        }
    }
}
