package lanewise.engine.kernel;

import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// Rows added up in groups: those of a group are a chain, `first[group]`, `next[first[group]]` and so on, which
/// ends with [#END]. Threads divide the groups, and each group's rows are added in the order of its chain, so that
/// the sums do not depend on threads. Allocates nothing.
public final class RowSums implements RangeTask {
    /// Says that a chain ends.
    public static final int END = -1;

    /// Elements of rows that are worth waking a thread for.
    private static final int PART = 1 << 14;

    private static final int[] NO_NUMBERS = {};
    private static final float[] NONE = {};

    private int[] first = NO_NUMBERS;
    private int[] next = NO_NUMBERS;
    private int begun;
    private float[] y = NONE;
    private int yAt;
    private float[] x = NONE;
    private int xAt;
    private int width;

    /// `for group: x[group, :] (+)= Σ y[j, :] over the chain of the group`, for `x [groups, width]` and `y [..,
    /// width]`, both row-major. Groups before `begun` add to what `x` has, and the others overwrite it.
    public void run(int groups, int begun, int[] first, int[] next, float[] y, int yAt, float[] x, int xAt, int width) {
        this.first = first;
        this.next = next;
        this.begun = begun;
        this.y = y;
        this.yAt = yAt;
        this.x = x;
        this.xAt = xAt;
        this.width = width;
        try {
            Workers.run(groups, Math.max(1, PART / Math.max(1, width)), this);
        } finally {
            this.y = NONE; // neither is kept alive
            this.x = NONE;
        }
    }

    @Override
    public void run(int from, int to) {
        for (int group = from; group < to; group++) {
            int j = first[group];
            int at = xAt + group * width;
            if (group >= begun && j != END) {
                System.arraycopy(y, yAt + j * width, x, at, width);
                j = next[j];
            }
            for (; j != END; j = next[j]) {
                IndexedRows.addRow(y, yAt + j * width, x, at, width);
            }
        }
    }
}
