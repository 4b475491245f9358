package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.Logistic;
import org.jspecify.annotations.Nullable;

/// One step of a plain recurrent cell, element by element, for rows of `hidden` numbers: `h = f(a)`, where `a` is
/// the sum of both products, and `da = dh·f'`; `f` is `tanh`, or with `relu` `max(a, 0)`.
public final class ElmanCell implements RangeTask {
    private final int hidden;
    private final boolean relu;
    private final float[] a;
    private final float[] h;
    private final float @Nullable [] dh;
    private final int at;

    private ElmanCell(int hidden, boolean relu, float[] a, float[] h, float @Nullable [] dh, int at) {
        this.hidden = hidden;
        this.relu = relu;
        this.a = a;
        this.h = h;
        this.dh = dh;
        this.at = at;
    }

    /// `h[at + i] = f(a[at + i])` for `rows` rows.
    public static void forward(int rows, int hidden, boolean relu, float[] a, float[] h, int at) {
        Workers.run(rows, CellRows.grain(hidden), new ElmanCell(hidden, relu, a, h, null, at));
    }

    /// `da[at + i] = dh[at + i]·f'` for `rows` rows, where `h` is the result of the forward step.
    public static void backward(int rows, int hidden, boolean relu, float[] h, float[] dh, float[] da, int at) {
        Workers.run(rows, CellRows.grain(hidden), new ElmanCell(hidden, relu, da, h, dh, at));
    }

    @Override
    public void run(int from, int to) {
        int begin = at + from * hidden;
        int length = (to - from) * hidden;
        if (dh != null) {
            differentiate(h, dh, a, begin, length, relu);
        } else if (relu) {
            rectify(a, h, begin, length);
        } else {
            Logistic.tanh(a, begin, h, begin, length);
        }
    }

    private static void rectify(float[] a, float[] h, int at, int length) {
        for (int i = 0; i < length; i += LANES) {
            var ai = FloatVector.fromArray(SPECIES, a, at + i);
            var hi = ai.blend(0f, ai.compare(VectorOperators.LE, 0f));
            if (i <= length - LANES) {
                hi.intoArray(h, at + i);
            } else {
                hi.intoArray(h, at + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }

    private static void differentiate(float[] h, float[] dh, float[] da, int at, int length, boolean relu) {
        for (int i = 0; i < length; i += LANES) {
            var hi = FloatVector.fromArray(SPECIES, h, at + i);
            var gi = FloatVector.fromArray(SPECIES, dh, at + i);
            var di = relu
                    ? gi.blend(0f, hi.compare(VectorOperators.LE, 0f))
                    : gi.mul(hi.neg().fma(hi, FloatVector.broadcast(SPECIES, 1f)));
            if (i <= length - LANES) {
                di.intoArray(da, at + i);
            } else {
                di.intoArray(da, at + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }
}
