package lanewise.optim;

import static java.util.Objects.requireNonNull;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.PADDING;
import static lanewise.engine.simd.Lanes.wholeVectors;

import java.util.Arrays;
import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.engine.FloatStorage;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.SparseRows;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// The step of a group's fused states, all of them as one work: the factors of the step are computed once, and the
/// threads divide the vectors of all parameters among them, however many parameters these belong to.
///
/// States whose steps need other factors, since some had no gradient in an earlier step, are a work of their own.
///
/// What it needs of each state lies in arrays here. A parameter of a hundred elements is stepped in 10 to 40 ns,
/// and as long takes the way to each object that is not in the nearest cache.
final class FusedStep<O> implements RangeTask {
    /// Vectors that one thread takes in 3 to 10 us: fewer do not pay for waking another.
    private static final int GRAIN = (1 << 15) / LANES;

    /// Up to so many elements, gradients are remembered from step to step: to keep a longer one alive costs memory,
    /// and to look for it again next to nothing. And slots lie side by side, so that the processor sees the next
    /// one coming.
    private static final int SHORT = 1 << 12;

    private static final int MOST_GATHERED = 1 << 26;

    private static final float[] NONE = FusedState.NONE;

    private final FusedState<O>[] states;

    /// By state: the parameter, its elements, and the memory it is in.
    private final Tensor[] parameters;

    private final int[] elements;
    private final FloatStorage[] storages;
    private final float[][] p;
    private final int[] pAt;

    /// By state: the gradient, null if it is to be looked up in the next step, and the memory it is in.
    private final @Nullable Tensor[] gradients;

    private boolean remembersAll;
    private final float[][] g;
    private final int[] gAt;

    /// By state: where in `tails` the loop works on what is behind the parameter's last whole vector; -1 where it
    /// does so in place.
    private final int[] tailAt;

    private final float[] tails;

    /// By state: the memory of the slots, and where in it they begin.
    private final float[][][] slots;

    private final int[] sAt;

    /// The memory of the slots of short parameters.
    private final float[][] gathered;

    private final int gatheredLength;

    /// By state: whether the step is still to be made.
    private final boolean[] waits;

    /// Of the present batch: its states, and where the vectors of each begin among those of all; the number of all
    /// is behind the last.
    private final int[] batch;

    private final int[] starts;
    private int size;

    /// Whether the last step was one batch of all states. Then those of the next one are abreast.
    private boolean together;

    private final ParameterState.JointSteps steps = new ParameterState.JointSteps();

    private FusedState.@Nullable Loop loop;

    /// Whether each state has a gradient, in the present step.
    private boolean allHaveOne;

    /// Whether a gradient has only some rows, and how states with such a one are stepped.
    private boolean anySparse;

    private final RowStep rowStep = new RowStep();

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types
    FusedStep(List<? extends FusedState<O>> states) {
        int count = states.size();
        this.states = states.toArray(new FusedState[count]);
        parameters = new Tensor[count];
        elements = new int[count];
        storages = new FloatStorage[count];
        slots = new float[count][][];
        tailAt = new int[count];
        int tail = 0;
        for (int i = 0; i < count; i++) {
            parameters[i] = this.states[i].parameter();
            elements[i] = parameters[i].elements();
            storages[i] = parameters[i].array().storage();
            this.states[i].countWith(steps);
            boolean copies = elements[i] % LANES != 0 && !endsWithMemory(parameters[i].array());
            tailAt[i] = copies ? tail : -1;
            tail += copies ? LANES : 0;
        }
        tails = new float[tail];
        p = new float[count][];
        pAt = new int[count];
        gradients = new @Nullable Tensor[count];
        g = new float[count][];
        gAt = new int[count];
        Arrays.fill(p, NONE);
        Arrays.fill(g, NONE);
        waits = new boolean[count];
        batch = new int[count];
        starts = new int[count + 1];
        sAt = new int[count];
        gathered = new float[this.states[0].slots().length][];
        Arrays.fill(gathered, NONE);
        gatheredLength = placeSlots();
        gatherSlots();
    }

    /// Gives the slots of short parameters places side by side, each with room for its last vector. Returns the
    /// length of all.
    private int placeSlots() {
        int length = 0;
        for (int i = 0; i < states.length; i++) {
            boolean isShort = elements[i] <= SHORT && length <= MOST_GATHERED;
            slots[i] = isShort ? gathered : states[i].slots();
            sAt[i] = isShort ? length : 0;
            length += isShort ? (elements[i] + PADDING - 1) / PADDING * PADDING : 0;
        }
        return length;
    }

    /// Moves slots of short parameters to their places, if options ask for them that did not before.
    void gatherSlots() {
        for (int k = 0; k < gathered.length; k++) {
            if (gatheredLength == 0 || gathered[k] != NONE || !states[0].uses(k)) {
                continue;
            }
            NDArray memory = NDArray.zerosKept(Shape.of(gatheredLength));
            for (int i = 0; i < states.length; i++) {
                if (slots[i] == gathered) {
                    states[i].moveSlot(k, memory, sAt[i]);
                }
            }
            gathered[k] = memory.data();
        }
    }

    /// Whether nothing but padding is behind the last element. Memory from a pool may be longer than asked for.
    private static boolean endsWithMemory(NDArray array) {
        return array.offset() + array.elements() + PADDING == array.data().length;
    }

    /// Makes a step of every state whose parameter has a gradient, after [#open()].
    void run(O options) {
        if (allHaveOne && together) {
            steps.count();
            step(options);
            return;
        }
        together = false;
        while (!together && collect()) {
            for (int k = 0; k < size; k++) {
                states[batch[k]].count();
            }
            step(options);
            together = size == states.length;
        }
        if (anySparse) {
            stepRows(options);
        }
    }

    /// Each state by itself, since the next one has other rows.
    private void stepRows(O options) {
        for (int i = 0; i < parameters.length; i++) {
            SparseRows rows = parameters[i].sparseGrad();
            if (rows != null && states[i].movesAllRows(options)) {
                states[i].count();
                find(i, Tensor.of(rows.toDense()));
                batch[0] = i;
                size = 1;
                starts[1] = vectors(elements[i]);
                step(options);
            } else if (rows != null) {
                states[i].count();
                rowStep.run(states[i].prepareStep(options), parameters[i], rows, slots[i], sAt[i]);
            }
        }
    }

    /// The same for a single state that has counted the step already.
    void runCounted(O options) {
        open();
        collect();
        step(options);
    }

    /// Finds the memory of what has a gradient. Returns whether one of them has only some rows.
    ///
    /// @throws lanewise.engine.ClosedWorkspaceException if the memory of a parameter or gradient is gone; nothing
    ///     has been changed
    boolean open() {
        boolean all = true;
        remembersAll = true;
        anySparse = false;
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i].hasSparseGrad()) {
                parameters[i].array().data(); // which is there
                anySparse = true;
                all = false;
                waits[i] = false;
                continue;
            }
            Tensor gradient = parameters[i].grad();
            if (gradient == null) {
                all = false;
            } else if (gradient != gradients[i]) {
                find(i, gradient);
            }
            waits[i] = gradient != null;
        }
        allHaveOne = all;
        return anySparse;
    }

    private void find(int i, Tensor gradient) {
        NDArray values = parameters[i].array();
        NDArray slopes = gradient.array().contiguous();
        p[i] = values.data();
        pAt[i] = values.offset();
        g[i] = slopes.data();
        gAt[i] = slopes.offset();
        boolean stays = elements[i] <= SHORT
                && slopes == gradient.array()
                && !slopes.storage().inWorkspace()
                && !values.storage().inWorkspace();
        gradients[i] = stays ? gradient : null;
        remembersAll &= stays;
    }

    /// Takes the first state that waits and all that are abreast of it into the batch; false if none waits.
    private boolean collect() {
        size = 0;
        for (int i = 0; i < waits.length; i++) {
            if (waits[i] && (size == 0 || states[i].isAbreastOf(states[batch[0]]))) {
                waits[i] = false;
                batch[size] = i;
                starts[size + 1] = starts[size] + vectors(elements[i]);
                size++;
            }
        }
        return size > 0;
    }

    /// What is behind the last whole vector counts as a part of it, so that both are the same thread's.
    private static int vectors(int elements) {
        return Math.max(elements / LANES, Math.min(elements, 1));
    }

    private void step(O options) {
        FusedState<O> lead = states[batch[0]];
        loop = lead.prepareStep(options);
        if (lead.carriesOn()) {
            for (int k = 1; k < size; k++) {
                states[batch[k]].follow(lead, options);
            }
        }
        Workers.run(starts[size], GRAIN, this);
        if (remembersAll) {
            return;
        }
        for (int k = 0; k < size; k++) {
            int i = batch[k];
            if (gradients[i] == null) {
                p[i] = NONE; // neither is kept alive
                g[i] = NONE;
            }
        }
    }

    /// Most parameters are one thread's, whole and in place. A vector may then go beyond the end of a slot, whose
    /// padding is nobody's, and of a parameter that ends with its memory.
    @Override
    public void run(int from, int to) {
        FusedState.Loop chosen = requireNonNull(loop);
        for (int k = stateOf(from); k < size && starts[k] < to; k++) {
            int i = batch[k];
            if (starts[k] >= from && starts[k + 1] <= to && tailAt[i] < 0) {
                chosen.run(p[i], pAt[i], g[i], gAt[i], slots[i], sAt[i], 0, elements[i]);
            } else {
                runPart(i, from - starts[k], to - starts[k]);
            }
            if (starts[k + 1] <= to) {
                storages[i].touch(); // by the one thread that has the end
            }
        }
    }

    /// The place in the batch of the state to which a vector belongs.
    private int stateOf(int vector) {
        int low = 0;
        int high = size;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (starts[middle] <= vector) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Vectors `[from, to)` of state `i`, as far as there are such. Where others' elements lie behind a parameter,
    /// its end goes through the loop in a copy, by a second turn to the one call: C2 inlines the loop at each.
    private void runPart(int i, int from, int to) {
        FusedState.Loop chosen = requireNonNull(loop);
        boolean hasEnd = to >= vectors(elements[i]);
        boolean copies = hasEnd && tailAt[i] >= 0;
        float[] values = p[i];
        int at = pAt[i];
        int begin = Math.max(from, 0) * LANES;
        int last = hasEnd ? elements[i] : to * LANES;
        int end = copies ? wholeVectors(last) : last;
        while (true) {
            chosen.run(values, at, g[i], gAt[i], slots[i], sAt[i], begin, end);
            if (values == tails) {
                System.arraycopy(tails, tailAt[i], p[i], pAt[i] + begin, last - begin);
            }
            if (!copies || end >= last) {
                return;
            }
            System.arraycopy(values, at + end, tails, tailAt[i], LANES);
            values = tails;
            at = tailAt[i] - end;
            begin = end;
            end += LANES;
        }
    }
}
