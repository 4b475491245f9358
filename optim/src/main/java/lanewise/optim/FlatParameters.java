package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// Parameters as one vector, in their order.
final class FlatParameters {
    /// Elements that one thread takes at least.
    private static final int GRAIN = 1 << 15;

    private static final float[] NONE = {};

    private final List<Tensor> parameters;
    private final int length;
    private final RangeTask move = new Move();
    private float[] p = NONE;
    private float[] x = NONE;
    private float[] d = NONE;
    private int pAt;
    private int at;
    private float t;

    /// @throws IllegalArgumentException if they have more elements than an array can
    FlatParameters(List<? extends Tensor> parameters) {
        this.parameters = List.copyOf(parameters);
        long total = 0;
        for (Tensor parameter : parameters) {
            total += parameter.elements();
        }
        if (total > Integer.MAX_VALUE - 1024) {
            throw new IllegalArgumentException(
                    "LBFGS: the parameters have " + total + " elements, more than one array can hold");
        }
        length = (int) total;
    }

    /// The number of elements of all parameters.
    int length() {
        return length;
    }

    /// Copies the values to the front of `x`.
    void getValues(float[] x) {
        int at = 0;
        for (int i = 0; i < parameters.size(); i++) {
            at = copy(parameters.get(i).array(), x, at);
        }
    }

    /// Copies the gradients to the front of `g`; zeros where there is none.
    void getGradients(float[] g) {
        int at = 0;
        for (int i = 0; i < parameters.size(); i++) {
            Tensor gradient = parameters.get(i).denseGrad();
            if (gradient != null) {
                at = copy(gradient.array().contiguous(), g, at);
            } else {
                int end = at + parameters.get(i).elements();
                Arrays.fill(g, at, end, 0f);
                at = end;
            }
        }
    }

    /// Sets the values to `x + t·d`.
    void set(float[] x, double t, float[] d) {
        this.x = x;
        this.d = d;
        this.t = (float) t;
        at = 0;
        for (int i = 0; i < parameters.size(); i++) {
            NDArray values = parameters.get(i).array();
            p = values.data();
            pAt = values.offset();
            Workers.run(values.elements(), GRAIN, move);
            values.storage().touch();
            at += values.elements();
        }
        p = NONE;
        this.x = NONE;
        this.d = NONE;
    }

    private static int copy(NDArray from, float[] to, int at) {
        System.arraycopy(from.data(), from.offset(), to, at, from.elements());
        return at + from.elements();
    }

    private final class Move implements RangeTask {
        @Override
        public void run(int from, int to) {
            var step = FloatVector.broadcast(SPECIES, t);
            int i = from;
            for (; i <= to - LANES; i += LANES) {
                var di = FloatVector.fromArray(SPECIES, d, at + i);
                var xi = FloatVector.fromArray(SPECIES, x, at + i);
                di.fma(step, xi).intoArray(p, pAt + i);
            }
            for (; i < to; i++) {
                p[pAt + i] = Math.fma(d[at + i], t, x[at + i]);
            }
        }
    }
}
