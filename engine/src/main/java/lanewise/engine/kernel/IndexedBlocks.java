package lanewise.engine.kernel;

import java.util.Arrays;

/// Elements of an array that lie at sums of three offsets, as an array indexed by tensors has them: those of the
/// dimensions before the indexed ones, those that the index names, and those of the dimensions after. `y`,
/// row-major, holds `y[o, k, i] = x[at + outer[o] + named[k] + inner[i]]`.
public final class IndexedBlocks {
    private final int[] outer;
    private final int[] named;
    private final int[] inner;
    private final boolean isRun;

    /// @param outer the offsets of the dimensions before
    /// @param named those that are named by the index, of which several may be the same
    /// @param inner the offsets of the dimensions after
    @SuppressWarnings("PMD.ArrayIsStoredDirectly") // made for this
    public IndexedBlocks(int[] outer, int[] named, int[] inner) {
        this.outer = outer;
        this.named = named;
        this.inner = inner;
        this.isRun = isRun(inner);
    }

    private static boolean isRun(int[] offsets) {
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] != i) {
                return false;
            }
        }
        return offsets.length >= 8; // shorter ones do not pay for a call
    }

    /// The three sums, of each of those elements in their order.
    public int[] positions() {
        int[] positions = new int[outer.length * named.length * inner.length];
        int to = 0;
        for (int before : outer) {
            for (int name : named) {
                for (int offset : inner) {
                    positions[to++] = before + name + offset;
                }
            }
        }
        return positions;
    }

    /// The elements of `x` in their order.
    public void take(float[] x, int at, float[] y, int yOffset) {
        int to = yOffset;
        for (int before : outer) {
            for (int name : named) {
                int from = at + before + name;
                if (isRun) {
                    System.arraycopy(x, from, y, to, inner.length);
                } else {
                    for (int i = 0; i < inner.length; i++) {
                        y[to + i] = x[from + inner[i]];
                    }
                }
                to += inner.length;
            }
        }
    }

    /// `y` becomes those elements of `x`; of several for one the last.
    public void put(float[] y, int yOffset, float[] x, int at) {
        int from = yOffset;
        for (int before : outer) {
            for (int name : named) {
                int to = at + before + name;
                if (isRun) {
                    System.arraycopy(y, from, x, to, inner.length);
                } else {
                    for (int i = 0; i < inner.length; i++) {
                        x[to + inner[i]] = y[from + i];
                    }
                }
                from += inner.length;
            }
        }
    }

    /// `y` is added to those elements of `x`, in its order.
    public void add(float[] y, int yOffset, float[] x, int at) {
        int from = yOffset;
        for (int before : outer) {
            for (int name : named) {
                int to = at + before + name;
                if (isRun) {
                    AddTo.run(x, to, 1f, y, from, inner.length);
                } else {
                    for (int i = 0; i < inner.length; i++) {
                        x[to + inner[i]] += y[from + i];
                    }
                }
                from += inner.length;
            }
        }
    }

    /// Those elements of `x` become `value`.
    public void fill(float value, float[] x, int at) {
        for (int before : outer) {
            for (int name : named) {
                int to = at + before + name;
                if (isRun) {
                    Arrays.fill(x, to, to + inner.length, value);
                } else {
                    for (int offset : inner) {
                        x[to + offset] = value;
                    }
                }
            }
        }
    }
}
