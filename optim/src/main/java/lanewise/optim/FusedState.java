package lanewise.optim;

import java.util.Arrays;
import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import org.jspecify.annotations.Nullable;

/// A parameter's state whose update is one vector loop over the parameter, its gradient and its slots, in place
/// and without allocating.
///
/// A subclass computes the scalars of a step in double in [#prepareStep] and writes the rule as a [Loop].
abstract class FusedState<O> extends ParameterState<O> {
    static final float[] NONE = {};

    private final String[] slotNames;
    private final float[][] slots;
    private @Nullable FusedStep<O> alone;

    /// @param slotNames the names of all slots that the rule may use; the loop finds them at the same places
    FusedState(Tensor parameter, String... slotNames) {
        super(parameter);
        this.slotNames = slotNames;
        slots = new float[slotNames.length][];
        Arrays.fill(slots, NONE);
    }

    /// A loop over elements `[from, to)`, a multiple of `LANES` of them, that updates parameter and slots in
    /// place. Element `i` of the parameter is `p[pAt + i]`, of the gradient `g[gAt + i]`, of slot `k`
    /// `slots[k][sAt + i]`.
    /// It works on all states that are abreast, so that of its own state it reads the factors alone.
    ///
    /// Loops are objects, and an option that changes what is loaded or stored chooses one, for C2's sake: an `if`
    /// around vectors inside a loop, or several loops inlined into one caller beyond its budget of nodes, make it
    /// put vectors into objects, and a loop ten times slower for as long as the program runs.
    interface Loop {
        void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to);
    }

    /// Computes what is the same for all elements in this step, which is number [ParameterState#steps()]. Returns
    /// the loop that the options ask for, made beforehand.
    abstract Loop prepareStep(O options);

    /// Whether the loop for these options computes without vectors until the compiler has it.
    boolean hasScalarTwin(O options) {
        return false;
    }

    /// Whether a step with a sparse gradient, of a rule that takes such, changes rows that have no gradient too.
    /// Then it is one of the whole matrix.
    boolean movesAllRows(O options) {
        return false;
    }

    /// Makes slot `k` if it is not there yet.
    final void use(int k) {
        if (!uses(k)) {
            slots[k] = slot(slotNames[k]).data();
        }
    }

    @Override
    protected final boolean knowsSlot(String name) {
        return Arrays.asList(slotNames).contains(name);
    }

    /// Whether the next step of this state has the same factors as that of `lead`, a state with the same options.
    boolean isAbreastOf(FusedState<O> lead) {
        return steps() == lead.steps();
    }

    /// Whether [#prepareStep] has just carried something on, from which later steps go on.
    boolean carriesOn() {
        return false;
    }

    /// Carries on, in place of [#prepareStep], what `lead` carried on there.
    void follow(FusedState<O> lead, O options) {}

    @Override
    protected final void update(Tensor gradient, O options) {
        if (alone == null) {
            alone = new FusedStep<>(List.of(this));
        }
        alone.runCounted(options);
    }

    /// The memory of the slots, [#NONE] for those that are not there.
    final float[][] slots() {
        return slots;
    }

    final boolean uses(int k) {
        return slots[k].length > 0;
    }

    /// Moves slot `k` into `memory`, at element `at`.
    final void moveSlot(int k, NDArray memory, int at) {
        NDArray present = slot(slotNames[k]);
        NDArray moved =
                memory.view(Layout.strided(present.shape(), present.layout().strides(), at));
        System.arraycopy(slots[k], 0, memory.data(), at, present.elements());
        replaceSlot(slotNames[k], moved);
        slots[k] = memory.data();
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
