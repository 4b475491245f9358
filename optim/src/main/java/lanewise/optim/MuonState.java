package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Lanes.wholeVectors;
import static lanewise.optim.FusedState.decay;
import static lanewise.optim.FusedState.rest;

import java.util.Collection;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The momentum of [Muon], and its passes over the parameter: before the iteration, to bring the momentum up to
/// date and to scale the matrix, and after it, to make the step.
final class MuonState extends ParameterState<Muon.Options> {
    /// Elements that one thread takes at least.
    private static final int GRAIN = 1 << 15;

    private static final float[] NONE = {};

    private final int n;
    private final int m;
    private final int length;

    /// The elements in whole vectors.
    private final int whole;

    /// The lanes of the last vector that are elements, if it has others too. One that is kept: a mask made on the
    /// way may become an object.
    private final VectorMask<Float> tail;

    private final float[] buffer;
    private final NewtonSchulz iteration;
    private final DotProduct squares;
    private final RangeTask gather = new Gather();
    private final RangeTask scale = new Scale();
    private final RangeTask move = new Move();
    private boolean started;
    private float[] p = NONE;
    private float[] g = NONE;
    private float[] x = NONE;
    private int pAt;
    private int gAt;

    private float mu;
    private float muRest;
    private float share;
    private float direct;
    private float ahead;
    private float factor;
    private float shrink;
    private float rate;

    /// @param iteration with memory for a matrix of this shape
    MuonState(Tensor parameter, NewtonSchulz iteration) {
        super(parameter);
        this.iteration = iteration;
        n = parameter.shape().dim(0);
        m = parameter.shape().dim(1);
        length = parameter.elements();
        whole = wholeVectors(length);
        tail = SPECIES.indexInRange(0, length % LANES);
        buffer = slot("momentum_buffer").data();
        squares = new DotProduct(length);
    }

    @Override
    protected boolean countsSteps() {
        return false;
    }

    @Override
    protected boolean isStarted() {
        return started;
    }

    @Override
    protected void loaded(Collection<String> names, String where) {
        super.loaded(names, where);
        started = true;
    }

    @Override
    protected void update(Tensor gradient, Muon.Options options) {
        started = true;
        NDArray values = parameter().array();
        NDArray slopes = gradient.array().contiguous();
        prepareStep(options);
        p = values.data();
        pAt = values.offset();
        g = slopes.data();
        gAt = slopes.offset();
        x = iteration.matrix();
        Workers.run(whole, GRAIN, gather);
        if (whole < length) {
            gatherTail(whole);
        }
        factor = (float) (1 / Math.max(Math.sqrt(squares.of(x, 0, x, 0)), options.eps()));
        Workers.run(length, GRAIN, scale);
        iteration.iterate(n, m, options.nsCoefficients(), options.nsSteps());
        x = iteration.matrix();
        Workers.run(whole, GRAIN, move);
        if (whole < length) {
            moveTail(whole);
        }
        values.storage().touch();
        p = NONE; // the state keeps neither alive
        g = NONE;
        x = NONE;
    }

    private void prepareStep(Muon.Options options) {
        double momentum = options.momentum();
        mu = (float) momentum;
        muRest = rest(momentum);
        share = (float) (1 - momentum);
        direct = options.nesterov() ? share : 0;
        ahead = options.nesterov() ? mu : 1;
        shrink = (float) (options.learningRate() * options.weightDecay());
        rate = (float) (options.learningRate() * options.adjustLrFn().scale(n, m));
    }

    private final class Gather implements RangeTask {
        @Override
        public void run(int from, int to) {
            for (int i = from; i < to; i += LANES) {
                var slope = FloatVector.fromArray(SPECIES, g, gAt + i);
                var b = decay(
                        FloatVector.fromArray(SPECIES, buffer, i), mu, muRest, slope.mul(share)); // μ·b + (1 − μ)·g
                b.intoArray(buffer, i);
                b.fma(FloatVector.broadcast(SPECIES, ahead), slope.mul(direct))
                        .intoArray(x, i); // b, or (1 − μ)·g + μ·b
            }
        }
    }

    private void gatherTail(int i) {
        var slope = FloatVector.fromArray(SPECIES, g, gAt + i);
        var b = decay(FloatVector.fromArray(SPECIES, buffer, i), mu, muRest, slope.mul(share));
        b.intoArray(buffer, i, tail);
        b.fma(FloatVector.broadcast(SPECIES, ahead), slope.mul(direct)).intoArray(x, i, tail);
    }

    private final class Scale implements RangeTask {
        @Override
        public void run(int from, int to) {
            for (int i = from; i < to; i += LANES) { // the last vector may reach into the padding
                FloatVector.fromArray(SPECIES, x, i).mul(factor).intoArray(x, i);
            }
        }
    }

    private final class Move implements RangeTask {
        @Override
        public void run(int from, int to) {
            for (int i = from; i < to; i += LANES) {
                var value = FloatVector.fromArray(SPECIES, p, pAt + i);
                value.sub(value.fma(
                                FloatVector.broadcast(SPECIES, shrink),
                                FloatVector.fromArray(SPECIES, x, i).mul(rate)))
                        .intoArray(p, pAt + i); // p − (ηλ·p + ηs·x)
            }
        }
    }

    private void moveTail(int i) {
        var value = FloatVector.fromArray(SPECIES, p, pAt + i);
        value.sub(value.fma(
                        FloatVector.broadcast(SPECIES, shrink),
                        FloatVector.fromArray(SPECIES, x, i).mul(rate)))
                .intoArray(p, pAt + i, tail);
    }
}
