package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.fma;
import static lanewise.engine.simd.Lanes.splat;
import static lanewise.engine.simd.Lanes.wholeVectors;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// A parameter's state whose update is one vector loop over the parameter, its gradient and its slots, in place
/// and without allocating.
///
/// A subclass computes the scalars of a step in double in [#setScalars] and writes the rule once, in
/// [#update(float[], int, float[], int, float[][], int, int)].
abstract class FusedState<O> extends ParameterState<O> implements RangeTask {
    /// Elements that one thread takes in 3 to 10 us: fewer do not pay for waking another.
    private static final int GRAIN = 1 << 15;

    private static final float[] NONE = {};

    private final String[] slotNames;
    private final float[][] slots;
    private final float[][] tailSlots;
    private final float[] tailParameter;
    private final float[] tailGradient;
    private float[] p = NONE;
    private float[] g = NONE;
    private int pAt;
    private int gAt;

    /// @param slotNames the names of all slots that the rule may use; the loop finds them at the same places
    FusedState(Tensor parameter, String... slotNames) {
        super(parameter);
        this.slotNames = slotNames;
        slots = new float[slotNames.length][];
        tailSlots = new float[slotNames.length][];
        Arrays.fill(slots, NONE);
        Arrays.fill(tailSlots, NONE);
        boolean ragged = parameter.shape().elements() % LANES != 0;
        tailParameter = ragged ? new float[LANES] : NONE;
        tailGradient = ragged ? new float[LANES] : NONE;
    }

    /// Computes what is the same for all elements in this step, number [ParameterState#steps()].
    abstract void setScalars(O options);

    /// The rule, for elements `[from, to)`, a multiple of `LANES` of them. Element `i` of the parameter is
    /// `p[pAt + i]`, of the gradient `g[gAt + i]`, of slot `k` `slots[k][i]`.
    ///
    /// An option that changes what is loaded or stored chooses a loop; it is not asked inside one. With an `if`
    /// around vectors in the loop, C2 at times puts them into objects, and the loop becomes ten times slower for
    /// good.
    abstract void update(float[] p, int pAt, float[] g, int gAt, float[][] slots, int from, int to);

    /// Makes slot `k` if it is not there yet.
    final void use(int k) {
        if (slots[k].length == 0) {
            slots[k] = slot(slotNames[k]).data();
            tailSlots[k] = tailParameter.length == 0 ? NONE : new float[LANES];
        }
    }

    @Override
    protected final boolean knowsSlot(String name) {
        return Arrays.asList(slotNames).contains(name);
    }

    @Override
    protected final void update(Tensor gradient, O options) {
        NDArray values = parameter().array();
        NDArray slopes = gradient.array().contiguous();
        setScalars(options);
        p = values.data();
        pAt = values.offset();
        g = slopes.data();
        gAt = slopes.offset();
        Workers.run(values.elements(), GRAIN, this);
        values.storage().touch();
        p = NONE; // the state keeps neither alive
        g = NONE;
    }

    @Override
    public final void run(int from, int to) {
        int whole = from + wholeVectors(to - from);
        update(p, pAt, g, gAt, slots, from, whole);
        if (whole < to) {
            updateTail(whole, to - whole);
        }
    }

    /// The elements behind the last whole vector go through the same loop in a copy, since what lies behind them
    /// may not be written. Of all parts of the range, only the last has such elements.
    private void updateTail(int from, int count) {
        System.arraycopy(p, pAt + from, tailParameter, 0, count);
        System.arraycopy(g, gAt + from, tailGradient, 0, count);
        for (int k = 0; k < slots.length; k++) {
            System.arraycopy(
                    slots[k], Math.min(from, slots[k].length), tailSlots[k], 0, Math.min(count, slots[k].length));
        }
        update(tailParameter, 0, tailGradient, 0, tailSlots, 0, LANES);
        System.arraycopy(tailParameter, 0, p, pAt + from, count);
        for (int k = 0; k < slots.length; k++) {
            System.arraycopy(
                    tailSlots[k], 0, slots[k], Math.min(from, slots[k].length), Math.min(count, slots[k].length));
        }
    }

    /// `factor·x + y` with a factor in `[0, 1]`, given as the sum of two floats. As one float, 0.999 is off by
    /// 1.3e-8, and an average over a thousand steps would multiply that error by a thousand.
    static FloatVector decay(FloatVector x, float factor, float rest, FloatVector y) {
        return fma(x, splat(factor), fma(x, splat(rest), y));
    }

    /// The part of `factor` that a float leaves over.
    static float rest(double factor) {
        return (float) (factor - (float) factor);
    }
}
