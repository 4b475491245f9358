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

/// The second moment of a vector or a scalar in [Adafactor], and its two passes: the first brings the moment up to
/// date and measures the parameter and its update, the second makes the step.
final class AdafactorVectorState extends ParameterState<Adafactor.Options> {
    private static final float[] NONE = {};

    private final int length;

    /// The elements in whole vectors. The tail behind them is computed in scalars, with the same bits: a masked
    /// vector that is used once a step becomes an object for a long time.
    private final int whole;

    private final float[] variance;
    private final BlockSums parameterSquares;
    private final BlockSums updateSquares;
    private final RangeTask measure = new Measure();
    private final RangeTask move = new Move();
    private float[] p = NONE;
    private float[] g = NONE;
    private int pAt;
    private int gAt;

    private float weight;
    private float keep;
    private float keepRest;
    private float least;
    private float rate;
    private float shrink;

    AdafactorVectorState(Tensor parameter) {
        super(parameter);
        length = parameter.elements();
        whole = wholeVectors(length);
        variance = slot("variance").data();
        parameterSquares = new BlockSums(length);
        updateSquares = new BlockSums(length);
    }

    @Override
    protected void update(Tensor gradient, Adafactor.Options options) {
        NDArray values = parameter().array();
        NDArray slopes = gradient.array().contiguous();
        double w = options.weight(steps());
        weight = (float) w;
        keep = head(1 - w);
        keepRest = rest(1 - w);
        least = (float) (options.eps1() * options.eps1());
        shrink = (float) (options.learningRate() * options.weightDecay());
        p = values.data();
        pAt = values.offset();
        g = slopes.data();
        gAt = slopes.offset();
        int blocks = BlockSums.blocks(length);
        Workers.run(blocks, BlockSums.GRAIN, measure);
        if (whole < length) {
            measureTail(whole, BlockSums.at(blocks - 1));
        }
        double alpha = options.stepSize(steps(), parameterSquares.total(), length)
                / options.clip(updateSquares.total(), length);
        rate = (float) (options.maximize() ? -alpha : alpha);
        Workers.run(blocks, BlockSums.GRAIN, move);
        if (whole < length) {
            moveTail(whole);
        }
        values.storage().touch();
        p = NONE; // the state keeps neither alive
        g = NONE;
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
        var old = FloatVector.broadcast(SPECIES, keep);
        var oldRest = FloatVector.broadcast(SPECIES, keepRest);
        var pp = FloatVector.zero(SPECIES);
        var uu = FloatVector.zero(SPECIES);
        for (int i = from; i < to; i += LANES) {
            var x = FloatVector.fromArray(SPECIES, p, pAt + i);
            var slope = FloatVector.fromArray(SPECIES, g, gAt + i);
            var v = FloatVector.fromArray(SPECIES, variance, i);
            var v1 = v.fma(old, v.fma(oldRest, slope.mul(slope).mul(weight))); // (1 − w)·v + w·g²
            var u = slope.div(v1.max(least).sqrt()); // g / √max(v, ε₁²)
            v1.intoArray(variance, i);
            pp = x.fma(x, pp);
            uu = u.fma(u, uu);
        }
        pp.intoArray(parameterSquares.lanes, lane);
        uu.intoArray(updateSquares.lanes, lane);
    }

    private void measureTail(int from, int lane) {
        for (int i = from; i < length; i++) {
            float x = p[pAt + i];
            float slope = g[gAt + i];
            float v = variance[i];
            float v1 = Math.fma(v, keep, Math.fma(v, keepRest, slope * slope * weight));
            float u = slope / (float) Math.sqrt(Math.max(v1, least));
            variance[i] = v1;
            int at = lane + i - from;
            parameterSquares.lanes[at] = Math.fma(x, x, parameterSquares.lanes[at]);
            updateSquares.lanes[at] = Math.fma(u, u, updateSquares.lanes[at]);
        }
    }

    private final class Move implements RangeTask {
        @Override
        public void run(int from, int to) {
            move(from * BLOCK, Math.min(whole, to * BLOCK));
        }
    }

    private void move(int from, int to) {
        var etaLambda = FloatVector.broadcast(SPECIES, shrink);
        for (int i = from; i < to; i += LANES) {
            var x = FloatVector.fromArray(SPECIES, p, pAt + i);
            var slope = FloatVector.fromArray(SPECIES, g, gAt + i);
            var v = FloatVector.fromArray(SPECIES, variance, i);
            var u = slope.div(v.max(least).sqrt()); // g / √max(v, ε₁²)
            x.sub(x.fma(etaLambda, u.mul(rate))).intoArray(p, pAt + i); // p − (ηλ·p + α·u)
        }
    }

    private void moveTail(int from) {
        for (int i = from; i < length; i++) {
            float x = p[pAt + i];
            float u = g[gAt + i] / (float) Math.sqrt(Math.max(variance[i], least));
            p[pAt + i] = x - Math.fma(x, shrink, u * rate);
        }
    }
}
