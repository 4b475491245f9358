package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Lanes.wholeVectors;
import static lanewise.optim.FusedState.head;
import static lanewise.optim.FusedState.rest;

import java.util.Collection;
import jdk.incubator.vector.FloatVector;
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

    /// The elements in whole vectors. The tail behind them is computed in scalars, with the same bits: a masked
    /// vector that is used once a step becomes an object for a long time.
    private final int whole;

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

    private float keep;
    private float keepRest;
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
        keep = head(momentum);
        keepRest = rest(momentum);
        share = (float) (1 - momentum);
        direct = options.nesterov() ? share : 0;
        ahead = options.nesterov() ? (float) momentum : 1;
        shrink = (float) (options.learningRate() * options.weightDecay());
        rate = (float) (options.learningRate() * options.adjustLrFn().scale(n, m));
    }

    private final class Gather implements RangeTask {
        @Override
        public void run(int from, int to) {
            var mu = FloatVector.broadcast(SPECIES, keep);
            var muRest = FloatVector.broadcast(SPECIES, keepRest);
            var onward = FloatVector.broadcast(SPECIES, ahead);
            for (int i = from; i < to; i += LANES) {
                var slope = FloatVector.fromArray(SPECIES, g, gAt + i);
                var b = FloatVector.fromArray(SPECIES, buffer, i);
                var b1 = b.fma(mu, b.fma(muRest, slope.mul(share))); // μ·b + (1 − μ)·g
                b1.intoArray(buffer, i);
                b1.fma(onward, slope.mul(direct)).intoArray(x, i); // b, or (1 − μ)·g + μ·b
            }
        }
    }

    private void gatherTail(int from) {
        for (int i = from; i < length; i++) {
            float slope = g[gAt + i];
            float b = buffer[i];
            float b1 = Math.fma(b, keep, Math.fma(b, keepRest, slope * share));
            buffer[i] = b1;
            x[i] = Math.fma(b1, ahead, slope * direct);
        }
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
            var etaLambda = FloatVector.broadcast(SPECIES, shrink);
            for (int i = from; i < to; i += LANES) {
                var value = FloatVector.fromArray(SPECIES, p, pAt + i);
                var direction = FloatVector.fromArray(SPECIES, x, i);
                value.sub(value.fma(etaLambda, direction.mul(rate))).intoArray(p, pAt + i); // p − (ηλ·p + ηs·x)
            }
        }
    }

    private void moveTail(int from) {
        for (int i = from; i < length; i++) {
            float value = p[pAt + i];
            p[pAt + i] = value - Math.fma(value, shrink, x[i] * rate);
        }
    }
}
