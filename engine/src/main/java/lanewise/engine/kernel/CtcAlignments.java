package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.Exponential;
import lanewise.engine.simd.Logarithm;

/// The forward-backward algorithm over the alignments of a sequence of labels with longer sequences of
/// log-probabilities `x [time, batch, classes]`, for each example of a batch: Graves et al. 2006, "Connectionist
/// temporal classification".
///
/// An example's states are `blank, label 0, blank, label 1, ..., blank`. From one time to the next an alignment
/// stays in its state, goes on to the next one, or over a blank between two different labels. `α[t][s]` is the
/// logarithm of the probability of all beginnings that are in state `s` at time `t`, with what is emitted then,
/// `β[t][s]` that of all ends behind it.
///
/// Rows of `α` and `β` are kept with a maximum of 0 beside an offset in double, so that long sequences lose no
/// accuracy. Each row is a few vector loops over its states. Threads divide the examples.
public final class CtcAlignments {
    /// In front of and behind a row's states: so many that are never reached.
    private static final int MARGIN = 2;

    /// Rows of scratch memory of an example: three of exponents, one of their maxima, one of sums, one of
    /// logarithms, one of emissions, and one of `β`.
    private static final int SCRATCH_ROWS = 8;

    private static final int MAXIMA = 3;
    private static final int SUMS = 4;
    private static final int LOGARITHMS = 5;
    private static final int EMISSIONS = 6;
    private static final int BETA = 7;

    private final int time;
    private final int batch;
    private final int classes;
    private final int[][] states; // by example: the class of each state
    private final float[][] skips; // by example and state: 0 if it is reached over the state before, otherwise −∞
    private final int[] lengths;
    private final double[] losses;
    private final double[] offsets; // of the rows of α
    private final int row;
    private final int room;

    /// @param labels of each example
    /// @param lengths of each example: how many times it has
    public CtcAlignments(int time, int batch, int classes, int[][] labels, int[] lengths, int blank) {
        this.time = time;
        this.batch = batch;
        this.classes = classes;
        this.lengths = lengths.clone();
        states = new int[batch][];
        skips = new float[batch][];
        losses = new double[batch];
        offsets = new double[batch * time];
        int most = 1;
        for (int n = 0; n < batch; n++) {
            most = Math.max(most, 2 * labels[n].length + 1);
        }
        row = most + 2 * MARGIN;
        room = (row + LANES - 1) / LANES * LANES + LANES;
        for (int n = 0; n < batch; n++) {
            int[] own = new int[2 * labels[n].length + 1];
            Arrays.fill(own, blank);
            float[] skip = new float[room + MARGIN];
            Arrays.fill(skip, Float.NEGATIVE_INFINITY);
            for (int k = 0; k < labels[n].length; k++) {
                own[2 * k + 1] = labels[n][k];
                if (k > 0 && labels[n][k] != labels[n][k - 1]) {
                    skip[2 * k + 1] = 0;
                }
            }
            states[n] = own;
            skips[n] = skip;
        }
    }

    /// The elements of the memory that holds `α`.
    public int alphas() {
        return Math.multiplyExact(Math.multiplyExact(batch, time), row);
    }

    /// The elements of the scratch memory.
    public int scratch() {
        return Math.multiplyExact(batch, SCRATCH_ROWS * room + classes);
    }

    /// The negative logarithm of the probability of the labels, after [#forward]; infinite if none of the
    /// alignments is possible.
    public double loss(int example) {
        return losses[example];
    }

    /// Computes `α` and the losses. All memory has room for a vector behind its end.
    public void forward(float[] x, int xo, float[] alphas, float[] scratch) {
        Workers.run(batch, 1, new Beginnings(x, xo, alphas, scratch));
    }

    /// Adds `scales[n]·(e^x − posterior)` to `dx`, at the times that example `n` has; nothing where the scale is 0.
    /// The posterior is the probability of a class at a time given the labels. A loss that is infinite makes NaN.
    public void backward(float[] x, int xo, float[] alphas, float[] scales, float[] scratch, float[] dx, int dxo) {
        Workers.run(batch, 1, new Ends(x, xo, alphas, scales, scratch, dx, dxo));
    }

    private final class Beginnings implements RangeTask {
        private final float[] x;
        private final int xo;
        private final float[] alphas;
        private final float[] scratch;

        Beginnings(float[] x, int xo, float[] alphas, float[] scratch) {
            this.x = x;
            this.xo = xo;
            this.alphas = alphas;
            this.scratch = scratch;
        }

        @Override
        public void run(int from, int to) {
            for (int n = from; n < to; n++) {
                losses[n] = lengths[n] == 0
                        ? (states[n].length == 1 ? 0 : Double.POSITIVE_INFINITY)
                        : loss(n, n * (SCRATCH_ROWS * room + classes));
            }
        }

        private double loss(int n, int own) {
            int[] classOf = states[n];
            int count = classOf.length;
            for (int t = 0; t < lengths[n]; t++) {
                int at = (n * time + t) * row;
                Arrays.fill(alphas, at, at + row, Float.NEGATIVE_INFINITY);
                emit(x, xo + (t * batch + n) * classes, classOf, scratch, own + EMISSIONS * room);
                if (t > 0) {
                    join(alphas, at - row + MARGIN, -1, skips[n], 0, count, scratch, own, room);
                }
                int reached = t > 0 ? count : Math.min(2, count);
                for (int s = 0; s < reached; s++) {
                    float before = t > 0 ? scratch[own + LOGARITHMS * room + s] : 0;
                    alphas[at + MARGIN + s] = before + scratch[own + EMISSIONS * room + s];
                }
                double offset = t > 0 ? offsets[n * time + t - 1] : 0;
                offsets[n * time + t] = offset + normalize(alphas, at + MARGIN, count);
            }
            int last = (n * time + lengths[n] - 1) * row + MARGIN + count - 1;
            double sum = StrictMath.exp(alphas[last]) + (count > 1 ? StrictMath.exp(alphas[last - 1]) : 0);
            return -(offsets[n * time + lengths[n] - 1] + StrictMath.log(sum));
        }
    }

    private final class Ends implements RangeTask {
        private final float[] x;
        private final int xo;
        private final float[] alphas;
        private final float[] scales;
        private final float[] scratch;
        private final float[] dx;
        private final int dxo;

        Ends(float[] x, int xo, float[] alphas, float[] scales, float[] scratch, float[] dx, int dxo) {
            this.x = x;
            this.xo = xo;
            this.alphas = alphas;
            this.scales = scales;
            this.scratch = scratch;
            this.dx = dx;
            this.dxo = dxo;
        }

        @Override
        public void run(int from, int to) {
            for (int n = from; n < to; n++) {
                if (scales[n] != 0) {
                    add(n, n * (SCRATCH_ROWS * room + classes));
                }
            }
        }

        private void add(int n, int own) {
            int count = states[n].length;
            int beta = own + BETA * room + MARGIN;
            double offset = 0;
            Arrays.fill(scratch, own + BETA * room, own + SCRATCH_ROWS * room, Float.NEGATIVE_INFINITY);
            Arrays.fill(scratch, beta + Math.max(0, count - 2), beta + count, 0f);
            for (int t = lengths[n] - 1; t >= 0; t--) {
                int at = xo + (t * batch + n) * classes;
                addRow(n, t, own, at, offset);
                if (t > 0) {
                    emit(x, at, states[n], scratch, own + EMISSIONS * room);
                    for (int s = 0; s < count; s++) {
                        scratch[beta + s] += scratch[own + EMISSIONS * room + s];
                    }
                    join(scratch, beta, 1, skips[n], 2, count, scratch, own, room);
                    System.arraycopy(scratch, own + LOGARITHMS * room, scratch, beta, count);
                    offset += normalize(scratch, beta, count);
                }
            }
        }

        /// Exponents of posteriors are sums of `α` and `β`; their sum over the states of a class is at most 1.
        private void addRow(int n, int t, int own, int at, double offset) {
            int[] classOf = states[n];
            int alpha = (n * time + t) * row + MARGIN;
            int beta = own + BETA * room + MARGIN;
            int powers = own + SCRATCH_ROWS * room;
            float shift = (float) (offsets[n * time + t] + offset + losses[n]);
            for (int s = 0; s < classOf.length; s++) {
                scratch[own + s] = alphas[alpha + s] + scratch[beta + s];
            }
            Exponential.exp(scratch, own, -shift, scratch, own, classOf.length);
            Exponential.exp(x, at, 0f, scratch, powers, classes);
            for (int s = 0; s < classOf.length; s++) {
                scratch[powers + classOf[s]] -= scratch[own + s];
            }
            AddTo.run(dx, dxo + (t * batch + n) * classes, scales[n], scratch, powers, classes);
        }
    }

    /// Subtracts the largest of a row from it, unless that is infinite, and returns what was subtracted.
    private static float normalize(float[] a, int at, int count) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int s = at; s < at + count; s++) {
            largest = Math.max(largest, a[s]);
        }
        if (largest == Float.NEGATIVE_INFINITY) {
            return 0;
        }
        for (int s = at; s < at + count; s++) {
            a[s] -= largest;
        }
        return largest;
    }

    /// Into the emissions' row: `x[t, n, class of each state]`.
    private void emit(float[] x, int at, int[] classOf, float[] scratch, int emissions) {
        for (int s = 0; s < classOf.length; s++) {
            scratch[emissions + s] = x[at + classOf[s]];
        }
    }

    /// `log(e^a[s] + e^a[s + step] + e^(a[s + 2·step] + skip[s]))` into the logarithms' row, for a row `a` with
    /// margins at `at`.
    private static void join(
            float[] a, int at, int step, float[] skip, int skipAt, int count, float[] scratch, int own, int room) {
        for (int s = 0; s < count; s += LANES) {
            var stay = FloatVector.fromArray(SPECIES, a, at + s);
            var next = FloatVector.fromArray(SPECIES, a, at + s + step);
            var over = FloatVector.fromArray(SPECIES, a, at + s + 2 * step)
                    .add(FloatVector.fromArray(SPECIES, skip, skipAt + s));
            var largest = stay.max(next).max(over);
            var base = largest.blend(0f, largest.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY));
            stay.sub(base).intoArray(scratch, own + s);
            next.sub(base).intoArray(scratch, own + room + s);
            over.sub(base).intoArray(scratch, own + 2 * room + s);
            base.intoArray(scratch, own + MAXIMA * room + s);
        }
        for (int k = 0; k < MAXIMA; k++) {
            Exponential.exp(scratch, own + k * room, 0f, scratch, own + k * room, count);
        }
        for (int s = 0; s < count; s += LANES) {
            FloatVector.fromArray(SPECIES, scratch, own + s)
                    .add(FloatVector.fromArray(SPECIES, scratch, own + room + s))
                    .add(FloatVector.fromArray(SPECIES, scratch, own + 2 * room + s))
                    .intoArray(scratch, own + SUMS * room + s);
        }
        Logarithm.log(scratch, own + SUMS * room, scratch, own + LOGARITHMS * room, count);
        for (int s = 0; s < count; s += LANES) {
            FloatVector.fromArray(SPECIES, scratch, own + LOGARITHMS * room + s)
                    .add(FloatVector.fromArray(SPECIES, scratch, own + MAXIMA * room + s))
                    .intoArray(scratch, own + LOGARITHMS * room + s);
        }
    }
}
