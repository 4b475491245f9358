package lanewise.optim;

import static java.util.Objects.requireNonNull;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.wholeVectors;

import java.util.Arrays;
import lanewise.autograd.Tensor;
import lanewise.engine.SparseRows;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// The step of a matrix of whose gradient there are only some rows: the rule's loop runs over these rows of
/// parameter and slots, and touches no others. Threads divide the rows. Allocates nothing if a step has no more
/// rows than those before.
final class RowStep implements RangeTask {
    /// Elements that one thread takes at least, some microseconds of work.
    private static final int PART = 1 << 14;

    private static final float[] NONE = FusedState.NONE;

    private FusedState.@Nullable Loop loop;
    private @Nullable SparseRows rows;
    private float[] p = NONE;
    private int pAt;
    private float[] g = NONE;
    private float[][] slots = {};
    private int sAt;
    private int width;
    private int grain;

    /// One for each part that a thread may take.
    private Tail[] tails = {};

    /// Where the loop works on what is behind a row's last whole vector, since the next row begins there.
    private static final class Tail {
        final float[] values = new float[LANES];
        final float[][] slots;

        Tail(int count) {
            slots = new float[count][LANES];
        }
    }

    /// Runs `loop` over the rows of `parameter`, whose slots begin at `sAt`.
    void run(FusedState.Loop loop, Tensor parameter, SparseRows rows, float[][] slots, int sAt) {
        this.loop = loop;
        this.rows = rows;
        this.slots = slots;
        this.sAt = sAt;
        p = parameter.array().data();
        pAt = parameter.array().offset();
        g = rows.data();
        width = parameter.dim(1);
        grain = Math.max(1, PART / Math.max(1, width));
        reserveTails((rows.count() + grain - 1) / grain);
        try {
            Workers.run(rows.count(), grain, this);
            parameter.array().storage().touch();
        } finally {
            p = NONE; // neither is kept alive
            g = NONE;
            this.rows = null;
        }
    }

    private void reserveTails(int parts) {
        int present = tails.length;
        if (width % LANES != 0 && present < parts) {
            tails = Arrays.copyOf(tails, parts);
            for (int i = present; i < parts; i++) {
                tails[i] = new Tail(slots.length);
            }
        }
    }

    /// The whole vectors of a row go through the loop in place, its end in a copy, by a second turn to the one
    /// call: see [FusedStep].
    @Override
    public void run(int from, int to) {
        FusedState.Loop chosen = requireNonNull(loop);
        SparseRows present = requireNonNull(rows);
        for (int k = from; k < to; k++) {
            int row = present.row(k) * width;
            float[] values = p;
            float[][] kept = slots;
            int at = pAt + row;
            int keptAt = sAt + row;
            int begin = 0;
            int end = wholeVectors(width);
            while (true) {
                chosen.run(values, at, g, k * width, kept, keptAt, begin, end);
                if (end >= width) {
                    break;
                }
                Tail tail = tails[from / grain];
                copyEnd(row + end, tail, true);
                values = tail.values;
                kept = tail.slots;
                at = -end;
                keptAt = -end;
                begin = end;
                end += LANES;
            }
            if (values != p) {
                copyEnd(row + begin, tails[from / grain], false);
            }
        }
    }

    /// Copies what is behind a row's last whole vector, from element `at` of the matrix on, into the tail or back.
    private void copyEnd(int at, Tail tail, boolean into) {
        int length = width % LANES;
        copy(p, pAt + at, tail.values, length, into);
        for (int s = 0; s < slots.length; s++) {
            if (slots[s] != NONE) {
                copy(slots[s], sAt + at, tail.slots[s], length, into);
            }
        }
    }

    private static void copy(float[] whole, int at, float[] tail, int length, boolean into) {
        if (into) {
            System.arraycopy(whole, at, tail, 0, length);
        } else {
            System.arraycopy(tail, 0, whole, at, length);
        }
    }
}
