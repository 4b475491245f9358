package lanewise.optim;

import static java.util.Objects.requireNonNull;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.wholeVectors;

import java.util.Arrays;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// A parameter's state whose update is one vector loop over the parameter, its gradient and its slots, in place
/// and without allocating.
///
/// A subclass computes the scalars of a step in double in [#prepareStep] and writes the rule as a [Loop].
abstract class FusedState<O> extends ParameterState<O> {
    /// Elements that one thread takes in 3 to 10 us: fewer do not pay for waking another.
    private static final int GRAIN = 1 << 15;

    private static final float[] NONE = {};

    private final String[] slotNames;
    private final float[][] slots;
    private final float[][] tailSlots;
    private final float[] tailParameter;
    private final float[] tailGradient;
    private final RangeTask task = new Task();
    private float[] p = NONE;
    private float[] g = NONE;
    private int pAt;
    private int gAt;
    private @Nullable Loop loop;

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

    /// A loop over elements `[from, to)`, a multiple of `LANES` of them, that updates parameter and slots in
    /// place. Element `i` of the parameter is `p[pAt + i]`, of the gradient `g[gAt + i]`.
    ///
    /// Loops are objects, and an option that changes what is loaded or stored chooses one, for C2's sake: an `if`
    /// around vectors inside a loop, or several loops inlined into one caller beyond its budget of nodes, make it
    /// put vectors into objects, and a loop ten times slower for as long as the program runs.
    interface Loop {
        void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int from, int to);
    }

    /// Computes what is the same for all elements in this step, which is number [ParameterState#steps()]. Returns
    /// the loop that the options ask for, made beforehand.
    abstract Loop prepareStep(O options);

    /// Whether the loop for these options computes without vectors until the compiler has it.
    boolean hasScalarTwin(O options) {
        return false;
    }

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
        loop = prepareStep(options);
        p = values.data();
        pAt = values.offset();
        g = slopes.data();
        gAt = slopes.offset();
        Workers.run(values.elements(), GRAIN, task);
        values.storage().touch();
        p = NONE; // the state keeps neither alive
        g = NONE;
    }

    /// The work on a range, for the workers. One class for all optimizers, so that C2 sees one.
    private final class Task implements RangeTask {
        @Override
        public void run(int from, int to) {
            FusedState.this.run(from, to);
        }
    }

    /// Whole vectors go through the loop where they lie. The elements behind the last of them go through it in a
    /// copy, since what lies behind them in memory may not be written; of all parts of a range, only the last has
    /// such elements. Both ways lead through one call, since C2 inlines the loop at each.
    private void run(int from, int to) {
        Loop chosen = requireNonNull(loop);
        int whole = from + wholeVectors(to - from);
        for (int pass = whole < to ? 0 : 1; pass < 2; pass++) {
            boolean tail = pass == 0;
            if (tail) {
                copyTailIn(whole, to - whole);
            }
            chosen.run(
                    tail ? tailParameter : p,
                    tail ? 0 : pAt,
                    tail ? tailGradient : g,
                    tail ? 0 : gAt,
                    tail ? tailSlots : slots,
                    tail ? 0 : from,
                    tail ? LANES : whole);
            if (tail) {
                copyTailOut(whole, to - whole);
            }
        }
    }

    private void copyTailIn(int from, int count) {
        System.arraycopy(p, pAt + from, tailParameter, 0, count);
        System.arraycopy(g, gAt + from, tailGradient, 0, count);
        for (int k = 0; k < slots.length; k++) {
            if (slots[k].length > 0) {
                System.arraycopy(slots[k], from, tailSlots[k], 0, count);
            }
        }
    }

    private void copyTailOut(int from, int count) {
        System.arraycopy(tailParameter, 0, p, pAt + from, count);
        for (int k = 0; k < slots.length; k++) {
            if (slots[k].length > 0) {
                System.arraycopy(tailSlots[k], 0, slots[k], from, count);
            }
        }
    }

    /// The larger of two floats above 0 whose sum is `factor`; the smaller is [#rest]. Loops write `factor·x + y`
    /// as `x.fma(factor, x.fma(rest, y))`: as one float, 0.999 is off by 1.3e-8, and an average over a thousand
    /// steps would multiply that error by a thousand. The larger is below `factor`, never the nearest one above it,
    /// so that an infinite `x`, as the square of a gradient beyond 1.8e19, stays infinite instead of becoming `∞ −
    /// ∞`.
    ///
    /// @param factor 0 or above; both are 0 of 0
    static float head(double factor) {
        float nearest = (float) factor;
        return nearest < factor || factor == 0 ? nearest : Math.nextDown(nearest);
    }

    /// The part of `factor` that [#head] leaves over.
    static float rest(double factor) {
        return (float) (factor - head(factor));
    }
}
