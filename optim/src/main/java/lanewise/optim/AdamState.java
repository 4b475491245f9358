package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.autograd.Tensor;

/// The two moments of [Adam] and [AdamW], and their loops, without and with AMSGrad.
final class AdamState<O extends AmsgradOptions> extends MomentState<O> {
    private static final int LARGEST = 2;

    private final Loop plain = new Plain();
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

    private final class Plain implements Loop {
        @Override
        public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int from, int to) {
            float[] first = slots[FIRST];
            float[] second = slots[SECOND];
            var lambda = FloatVector.broadcast(SPECIES, coupled);
            var etaLambda = FloatVector.broadcast(SPECIES, decoupled);
            var beta1 = FloatVector.broadcast(SPECIES, keep1);
            var beta1Rest = FloatVector.broadcast(SPECIES, keep1Rest);
            var beta2 = FloatVector.broadcast(SPECIES, keep2);
            var beta2Rest = FloatVector.broadcast(SPECIES, keep2Rest);
            for (int i = from; i < to; i += LANES) {
                var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                var m = FloatVector.fromArray(SPECIES, first, i);
                var v = FloatVector.fromArray(SPECIES, second, i);
                var dx = x.fma(lambda, slope); // g + λ·p
                var m1 = m.fma(beta1, m.fma(beta1Rest, dx.mul(share1))); // β₁·m + (1 − β₁)·g
                var v1 = v.fma(beta2, v.fma(beta2Rest, dx.mul(dx).mul(share2))); // β₂·v + (1 − β₂)·g²
                var delta = m1.div(v1.sqrt().add(eps)).mul(rate); // η·m̂ / (√v̂ + ε)
                m1.intoArray(first, i);
                v1.intoArray(second, i);
                x.sub(x.fma(etaLambda, delta)).intoArray(p, pAt + i); // p − (ηλ·p + delta)
            }
        }
    }

    private final class Amsgrad implements Loop {
        @Override
        public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int from, int to) {
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
                var m = FloatVector.fromArray(SPECIES, first, i);
                var v = FloatVector.fromArray(SPECIES, second, i);
                var dx = x.fma(lambda, slope); // g + λ·p
                var m1 = m.fma(beta1, m.fma(beta1Rest, dx.mul(share1))); // β₁·m + (1 − β₁)·g
                var v1 = v.fma(beta2, v.fma(beta2Rest, dx.mul(dx).mul(share2))); // β₂·v + (1 − β₂)·g²
                var vMax = v1.max(FloatVector.fromArray(SPECIES, largest, i)); // the largest v so far
                var delta = m1.div(vMax.sqrt().add(eps)).mul(rate); // η·m̂ / (√v̂ + ε)
                m1.intoArray(first, i);
                v1.intoArray(second, i);
                vMax.intoArray(largest, i);
                x.sub(x.fma(etaLambda, delta)).intoArray(p, pAt + i); // p − (ηλ·p + delta)
            }
        }
    }
}
