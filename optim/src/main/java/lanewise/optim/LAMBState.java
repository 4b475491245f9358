package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Lanes.wholeVectors;
import static lanewise.optim.BlockSums.BLOCK;
import static lanewise.optim.FusedState.head;
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
    private float keep1;
    private float keep1Rest;
    private float share1;
    private float keep2;
    private float keep2Rest;
    private float share2;
    private float scale;
    private float eps;
    private float weightDecay;
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
        weightDecay = (float) options.weightDecay();
        keep1 = head(options.beta1());
        keep1Rest = rest(options.beta1());
        share1 = (float) (1 - options.beta1());
        keep2 = head(options.beta2());
        keep2Rest = rest(options.beta2());
        share2 = (float) (1 - options.beta2());
        sign = options.maximize() ? -1 : 1;
    }

    /// `m̂ / (√v̂ + ε)` for the tail.
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
        var beta1 = FloatVector.broadcast(SPECIES, keep1);
        var beta1Rest = FloatVector.broadcast(SPECIES, keep1Rest);
        var beta2 = FloatVector.broadcast(SPECIES, keep2);
        var beta2Rest = FloatVector.broadcast(SPECIES, keep2Rest);
        var lambda = FloatVector.broadcast(SPECIES, weightDecay);
        var pp = FloatVector.zero(SPECIES);
        var uu = FloatVector.zero(SPECIES);
        for (int i = from; i < to; i += LANES) {
            var x = FloatVector.fromArray(SPECIES, p, pAt + i);
            var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
            var m = FloatVector.fromArray(SPECIES, firstMoment, i);
            var v = FloatVector.fromArray(SPECIES, secondMoment, i);
            var m1 = m.fma(beta1, m.fma(beta1Rest, slope.mul(share1))); // β₁·m + (1 − β₁)·g
            var v1 = v.fma(beta2, v.fma(beta2Rest, slope.mul(slope).mul(share2))); // β₂·v + (1 − β₂)·g²
            var u = x.fma(lambda, m1.mul(scale).div(v1.sqrt().add(eps))); // m̂ / (√v̂ + ε) + λ·p
            m1.intoArray(firstMoment, i);
            v1.intoArray(secondMoment, i);
            pp = x.fma(x, pp);
            uu = u.fma(u, uu);
        }
        pp.intoArray(parameterSquares.lanes, lane);
        uu.intoArray(directionSquares.lanes, lane);
    }

    private void measureTail(int from, int lane) {
        for (int i = from; i < length; i++) {
            float x = p[pAt + i];
            float slope = g[gAt + i] * sign;
            float m = firstMoment[i];
            float v = secondMoment[i];
            float m1 = Math.fma(m, keep1, Math.fma(m, keep1Rest, slope * share1));
            float v1 = Math.fma(v, keep2, Math.fma(v, keep2Rest, slope * slope * share2));
            float u = Math.fma(x, weightDecay, adam(m1, v1));
            firstMoment[i] = m1;
            secondMoment[i] = v1;
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
        var lambda = FloatVector.broadcast(SPECIES, weightDecay);
        var minusEta = FloatVector.broadcast(SPECIES, -rate);
        for (int i = from; i < to; i += LANES) {
            var x = FloatVector.fromArray(SPECIES, p, pAt + i);
            var m = FloatVector.fromArray(SPECIES, firstMoment, i);
            var v = FloatVector.fromArray(SPECIES, secondMoment, i);
            var u = x.fma(lambda, m.mul(scale).div(v.sqrt().add(eps))); // m̂ / (√v̂ + ε) + λ·p
            u.fma(minusEta, x).intoArray(p, pAt + i); // p − η·r·u
        }
    }

    private void moveTail(int from) {
        for (int i = from; i < length; i++) {
            float u = Math.fma(p[pAt + i], weightDecay, adam(firstMoment[i], secondMoment[i]));
            p[pAt + i] = Math.fma(u, -rate, p[pAt + i]);
        }
    }
}
