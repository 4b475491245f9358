package lanewise.optim;

import static java.util.Objects.requireNonNull;

import lanewise.engine.NDArray;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// Runs a [NormLoop] over an array, in chunks that depend on its length alone, so that the result does not depend
/// on the number of threads. Allocates nothing once it has met an array of that length.
final class NormTask implements RangeTask {
    /// Elements of a chunk, some microseconds of work: a multiple of four vectors of any length.
    private static final int CHUNK = 1 << 14;

    /// Chunks that one thread takes at least: fewer do not pay for waking another.
    private static final int GRAIN = 2;

    private static final float[] NONE = {};

    private double[] parts = {};
    private float[] x = NONE;
    private int from;
    private int to;
    private @Nullable NormLoop loop;

    /// The number that `loop` makes of a contiguous array.
    double of(NDArray array, NormLoop loop) {
        int chunks = (array.elements() + CHUNK - 1) / CHUNK;
        if (parts.length < chunks) {
            parts = new double[chunks];
        }
        loop.reserve(chunks);
        x = array.data();
        from = array.offset();
        to = from + array.elements();
        this.loop = loop;
        Workers.run(chunks, GRAIN, this);
        x = NONE; // the task does not keep it alive
        double whole = loop.none();
        for (int i = 0; i < chunks; i++) {
            whole = loop.joined(whole, parts[i]);
        }
        return whole;
    }

    /// Works on the chunks `[first, last)`.
    @Override
    public void run(int first, int last) {
        NormLoop chosen = requireNonNull(loop);
        for (int chunk = first; chunk < last; chunk++) {
            int start = from + chunk * CHUNK;
            parts[chunk] = chosen.run(x, start, start + Math.min(CHUNK, to - start), chunk);
        }
    }
}
