package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Lanes.wholeVectors;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.NDArray;
import lanewise.engine.parallel.Division;
import lanewise.engine.parallel.RangeTask;

/// Changes a contiguous gradient in place, by one number.
abstract class GradientTask implements RangeTask {
    private static final float[] NONE = {};

    private final float[] tail = new float[LANES];
    private float[] g = NONE;
    private int at;
    private float number;

    /// Changes all elements by `number`.
    final void run(NDArray gradient, float number) {
        g = gradient.data();
        at = gradient.offset();
        this.number = number;
        Division.run(gradient.elements(), Division.CHEAP, this);
        g = NONE; // the task does not keep it alive
        gradient.storage().touch();
    }

    /// What lies behind the last whole vector goes through the loop in a copy, since the memory behind it may not
    /// be written; of all parts of a range, only the last has such elements.
    @Override
    public final void run(int from, int to) {
        int whole = from + wholeVectors(to - from);
        change(g, at + from, at + whole, number);
        if (whole < to) {
            System.arraycopy(g, at + whole, tail, 0, to - whole);
            change(tail, 0, LANES, number);
            System.arraycopy(tail, 0, g, at + whole, to - whole);
        }
    }

    /// A loop over `g[from..to)`, a multiple of `LANES` elements.
    abstract void change(float[] g, int from, int to, float number);

    /// `g ← number·g`
    static final class Scaling extends GradientTask {
        @Override
        void change(float[] g, int from, int to, float number) {
            for (int i = from; i < to; i += LANES) {
                FloatVector.fromArray(SPECIES, g, i).mul(number).intoArray(g, i);
            }
        }
    }

    /// `g ← min(max(g, −number), number)`; NaN stays.
    static final class Clamping extends GradientTask {
        @Override
        void change(float[] g, int from, int to, float number) {
            for (int i = from; i < to; i += LANES) {
                FloatVector.fromArray(SPECIES, g, i).max(-number).min(number).intoArray(g, i);
            }
        }
    }
}
