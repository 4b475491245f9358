package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Lanes.wholeVectors;
import static lanewise.optim.BlockSums.BLOCK;
import static lanewise.optim.FusedState.decay;
import static lanewise.optim.FusedState.rest;

import jdk.incubator.vector.FloatVector;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The two moments of [LAMB], and its two passes: the first brings the moments up to date and measures the
/// parameter and its direction, the second computes the direction again, which costs less than to keep it, and
/// makes the step.
final class LAMBState extends ParameterState<LAMB.Options> {
    private static final float[] NONE = {};

    private final int length;

    /// The elements in whole vectors. The tail behind them is computed in scalars, with the same bits: a masked
    /// vector that is used once a step becomes an object for a long time.
    private final int whole;

    private final float[] firstMoment;
    private final float[] secondMoment;

    private final BlockSums parameterSquares;
    private final BlockSums directionSquares;
    private final RangeTask measure = new Measure();
    private final RangeTask move = new Move();
    private float[] p = NONE;
    private float[] g = NONE;
    private int pAt;
    private int gAt;

    private float sign;
    private float beta1;
    private float beta1Rest;
    private float share1;
    private float beta2;
    private float beta2Rest;
    private float share2;
    private float scale;
    private float eps;
    private float lambda;
    private float rate;

    LAMBState(Tensor parameter) {
        super(parameter);
        length = parameter.elements();
        whole = wholeVectors(length);
        firstMoment = slot("exp_avg").data();
        secondMoment = slot("exp_avg_sq").data();
        parameterSquares = new BlockSums(length);
        directionSquares = new BlockSums(length);
    }

    @Override
    protected void update(Tensor gradient, LAMB.Options options) {
        prepareStep(options);
        NDArray values = parameter().array();
        NDArray slopes = gradient.array().contiguous();
        p = values.data();
        pAt = values.offset();
        g = slopes.data();
        gAt = slopes.offset();
        int blocks = BlockSums.blocks(length);
        Workers.run(blocks, BlockSums.GRAIN, measure);
        if (whole < length) {
            measureTail(whole, BlockSums.at(blocks - 1));
        }
        double size = Math.sqrt(parameterSquares.total());
        double stride = Math.sqrt(directionSquares.total());
        rate = (float) (options.learningRate() * (size > 0 && stride > 0 ? size / stride : 1));
        Workers.run(blocks, BlockSums.GRAIN, move);
        if (whole < length) {
            moveTail(whole);
        }
        values.storage().touch();
        p = NONE; // the state keeps neither alive
        g = NONE;
    }

    /// The corrections of the moments' bias are moved out of the loop, as in [AdamState].
    private void prepareStep(LAMB.Options options) {
        double t = (double) steps();
        boolean corrects = options.biasCorrection();
        double correction1 = corrects ? 1 - Math.pow(options.beta1(), t) : 1;
        double correction2 = corrects ? Math.sqrt(1 - Math.pow(options.beta2(), t)) : 1;
        scale = (float) (correction2 / correction1);
        eps = (float) (options.eps() * correction2);
        lambda = (float) options.weightDecay();
        beta1 = (float) options.beta1();
        beta1Rest = rest(options.beta1());
        share1 = (float) (1 - options.beta1());
        beta2 = (float) options.beta2();
        beta2Rest = rest(options.beta2());
        share2 = (float) (1 - options.beta2());
        sign = options.maximize() ? -1 : 1;
    }

    /// `m̂ / (√v̂ + ε)`. Kept below 35 bytecodes, so that C2 puts it into each of its callers.
    private FloatVector adam(FloatVector m, FloatVector v) {
        return m.mul(scale).div(v.sqrt().add(eps));
    }

    /// The scalar twin of [#adam(FloatVector, FloatVector)].
    private float adam(float m, float v) {
        return m * scale / ((float) Math.sqrt(v) + eps);
    }

    private final class Measure implements RangeTask {
        @Override
        public void run(int from, int to) {
            for (int block = from; block < to; block++) {
                int at = block * BLOCK;
                measure(at, Math.min(at + BLOCK, whole), BlockSums.at(block));
            }
        }
    }

    private void measure(int from, int to, int lane) {
        FloatVector pp = FloatVector.zero(SPECIES);
        FloatVector uu = FloatVector.zero(SPECIES);
        for (int i = from; i < to; i += LANES) {
            var x = FloatVector.fromArray(SPECIES, p, pAt + i);
            var dx = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign);
            var m = decay(
                    FloatVector.fromArray(SPECIES, firstMoment, i),
                    beta1,
                    beta1Rest,
                    dx.mul(share1)); // β₁·m + (1 − β₁)·g
            var v = decay(
                    FloatVector.fromArray(SPECIES, secondMoment, i),
                    beta2,
                    beta2Rest,
                    dx.mul(dx).mul(share2)); // β₂·v + (1 − β₂)·g²
            var u = x.fma(FloatVector.broadcast(SPECIES, lambda), adam(m, v)); // m̂ / (√v̂ + ε) + λ·p
            m.intoArray(firstMoment, i);
            v.intoArray(secondMoment, i);
            pp = x.fma(x, pp);
            uu = u.fma(u, uu);
        }
        pp.intoArray(parameterSquares.lanes, lane);
        uu.intoArray(directionSquares.lanes, lane);
    }

    private void measureTail(int from, int lane) {
        for (int i = from; i < length; i++) {
            float x = p[pAt + i];
            float dx = g[gAt + i] * sign;
            float m = Math.fma(firstMoment[i], beta1, Math.fma(firstMoment[i], beta1Rest, dx * share1));
            float v = Math.fma(secondMoment[i], beta2, Math.fma(secondMoment[i], beta2Rest, dx * dx * share2));
            float u = Math.fma(x, lambda, adam(m, v));
            firstMoment[i] = m;
            secondMoment[i] = v;
            int at = lane + i - from;
            parameterSquares.lanes[at] = Math.fma(x, x, parameterSquares.lanes[at]);
            directionSquares.lanes[at] = Math.fma(u, u, directionSquares.lanes[at]);
        }
    }

    private final class Move implements RangeTask {
        @Override
        public void run(int from, int to) {
            move(from * BLOCK, Math.min(whole, to * BLOCK));
        }
    }

    private void move(int from, int to) {
        for (int i = from; i < to; i += LANES) {
            var x = FloatVector.fromArray(SPECIES, p, pAt + i);
            var u = x.fma(
                    FloatVector.broadcast(SPECIES, lambda),
                    adam(
                            FloatVector.fromArray(SPECIES, firstMoment, i),
                            FloatVector.fromArray(SPECIES, secondMoment, i)));
            u.fma(FloatVector.broadcast(SPECIES, -rate), x).intoArray(p, pAt + i); // p − η·r·u
        }
    }

    private void moveTail(int from) {
        for (int i = from; i < length; i++) {
            float u = Math.fma(p[pAt + i], lambda, adam(firstMoment[i], secondMoment[i]));
            p[pAt + i] = Math.fma(u, -rate, p[pAt + i]);
        }
    }
}
