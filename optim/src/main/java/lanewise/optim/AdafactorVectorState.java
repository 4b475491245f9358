package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Lanes.wholeVectors;
import static lanewise.optim.BlockSums.BLOCK;
import static lanewise.optim.FusedState.decay;
import static lanewise.optim.FusedState.rest;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The second moment of a vector or a scalar in [Adafactor], and its two passes: the first brings the moment up to
/// date and measures the parameter and its update, the second makes the step.
final class AdafactorVectorState extends ParameterState<Adafactor.Options> {
    private static final float[] NONE = {};

    private final int length;

    /// The elements in whole vectors. The tail behind them is none of the loops' business: C2 is apt to put vectors
    /// into objects where it finds much in one place.
    private final int whole;

    private final float[] variance;
    /// The lanes of the last vector that are elements, if it has others too. One that is kept: a mask made on the
    /// way may become an object.
    private final VectorMask<Float> tail;

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
        tail = SPECIES.indexInRange(0, length % LANES);
        parameterSquares = new BlockSums(length);
        updateSquares = new BlockSums(length);
    }

    @Override
    protected void update(Tensor gradient, Adafactor.Options options) {
        NDArray values = parameter().array();
        NDArray slopes = gradient.array().contiguous();
        double w = options.weight(steps());
        weight = (float) w;
        keep = (float) (1 - w);
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

    /// `g / √max(v, ε₁²)`
    private FloatVector scaled(FloatVector slope, FloatVector v) {
        return slope.div(v.max(least).sqrt());
    }

    /// `p − (ηλ·p + α·u)`
    private FloatVector moved(FloatVector x, FloatVector u) {
        return x.sub(x.fma(FloatVector.broadcast(SPECIES, shrink), u.mul(rate)));
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
            var slope = FloatVector.fromArray(SPECIES, g, gAt + i);
            var v = decay(
                    FloatVector.fromArray(SPECIES, variance, i),
                    keep,
                    keepRest,
                    slope.mul(slope).mul(weight)); // (1 − w)·v + w·g²
            var u = scaled(slope, v);
            v.intoArray(variance, i);
            pp = x.fma(x, pp);
            uu = u.fma(u, uu);
        }
        pp.intoArray(parameterSquares.lanes, lane);
        uu.intoArray(updateSquares.lanes, lane);
    }

    private void measureTail(int i, int lane) {
        var x = FloatVector.zero(SPECIES).blend(FloatVector.fromArray(SPECIES, p, pAt + i), tail);
        var slope = FloatVector.fromArray(SPECIES, g, gAt + i);
        var v = decay(
                FloatVector.fromArray(SPECIES, variance, i),
                keep,
                keepRest,
                slope.mul(slope).mul(weight));
        var u = FloatVector.zero(SPECIES).blend(scaled(slope, v), tail);
        v.intoArray(variance, i, tail);
        x.fma(x, FloatVector.fromArray(SPECIES, parameterSquares.lanes, lane)).intoArray(parameterSquares.lanes, lane);
        u.fma(u, FloatVector.fromArray(SPECIES, updateSquares.lanes, lane)).intoArray(updateSquares.lanes, lane);
    }

    private final class Move implements RangeTask {
        @Override
        public void run(int from, int to) {
            move(from * BLOCK, Math.min(whole, to * BLOCK));
        }
    }

    private void move(int from, int to) {
        for (int i = from; i < to; i += LANES) {
            var u = scaled(FloatVector.fromArray(SPECIES, g, gAt + i), FloatVector.fromArray(SPECIES, variance, i));
            moved(FloatVector.fromArray(SPECIES, p, pAt + i), u).intoArray(p, pAt + i);
        }
    }

    private void moveTail(int i) {
        var u = scaled(FloatVector.fromArray(SPECIES, g, gAt + i), FloatVector.fromArray(SPECIES, variance, i));
        moved(FloatVector.fromArray(SPECIES, p, pAt + i), u).intoArray(p, pAt + i, tail);
    }
}
