package lanewise.engine;

import lanewise.engine.kernel.BernoulliFill;
import lanewise.engine.kernel.NormalFill;
import lanewise.engine.kernel.Philox;
import lanewise.engine.kernel.UniformFill;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// Random numbers from a seed, the same on every machine, for every vector width and every number of threads.
///
/// The stream is a sequence of blocks of four 32-bit words, each a function of the seed and its own position alone
/// (Philox 4x32-10; Salmon, Moraes, Dror, Shaw 2011). Every call takes whole blocks, from where the call before it
/// ended; so element `i` of an array depends on the seed, the position at which the call began, and `i`. The
/// numbers are not those of PyTorch for the same seed.
///
/// The [#global()] generator is what the library draws from where no other is given. Its first seed comes from the
/// clock; a program that wants the same numbers every time calls [#manualSeed(long)] first. Calls from several
/// threads are safe: each gets blocks of its own, in the order of the calls.
public final class Generator {
    /// Elements below which a fill stays in the calling thread. They take a millisecond once compiled; at the start
    /// of a program, where most are drawn, a second thread only takes its processor from the compiler.
    private static final int GRAIN = 1 << 17;

    private static final Generator GLOBAL = new Generator(entropy());

    private long seed;
    private long position;

    /// A generator that begins at position 0.
    public Generator(long seed) {
        this.seed = seed;
    }

    /// The generator that is used where none is given.
    public static Generator global() {
        return GLOBAL;
    }

    /// Starts the global generator anew from `seed`. Returns it.
    public static Generator manualSeed(long seed) {
        GLOBAL.setState(new State(seed, 0));
        return GLOBAL;
    }

    /// Where a generator stands: what [#setState] goes on from.
    ///
    /// @param seed the key of the stream
    /// @param position the next block
    public record State(long seed, long position) {}

    /// The seed.
    public synchronized long seed() {
        return seed;
    }

    /// The seed and how much of its stream is used up.
    public synchronized State state() {
        return new State(seed, position);
    }

    /// Goes on from `state`, with the numbers that followed it.
    public synchronized void setState(State state) {
        seed = state.seed();
        position = state.position();
    }

    /// Fills `y` with numbers distributed evenly over `[low, high)`, in steps of 2⁻²⁴ of the range, or with `low`
    /// if the two are equal.
    ///
    /// @throws IllegalArgumentException unless `low ≤ high`, both finite
    public void fillUniform(NDArray y, float low, float high) {
        if (!(low <= high) || Float.isInfinite(low) || Float.isInfinite(high)) {
            throw new IllegalArgumentException("fillUniform: low is " + low + " and high is " + high
                    + "; low must not be above high, both finite");
        }
        float[] target = target(y);
        State at = take(y.elements());
        fill(y, target, new UniformFill(at.seed, at.position, target, targetOffset(y), low, high));
    }

    /// Fills `y` with numbers of the normal distribution.
    ///
    /// @throws IllegalArgumentException if one of the two is not finite, or `std` is negative
    public void fillNormal(NDArray y, float mean, float std) {
        if (!(std >= 0) || Float.isInfinite(std) || !Float.isFinite(mean)) {
            throw new IllegalArgumentException("fillNormal: mean is " + mean + " and std is " + std
                    + "; both must be finite, and std not negative");
        }
        float[] target = target(y);
        State at = take(y.elements());
        fill(y, target, new NormalFill(at.seed, at.position, target, targetOffset(y), mean, std));
    }

    /// Fills `y` with 1 where a draw of the given probability succeeds, otherwise 0.
    ///
    /// @throws IllegalArgumentException if `probability` is not in [0, 1]
    public void fillBernoulli(NDArray y, double probability) {
        fillBernoulli(y, probability, 1f);
    }

    /// Fills `y` with `value` where a draw of the given probability succeeds, otherwise 0; as dropout needs it,
    /// with `value = 1/probability`.
    ///
    /// @throws IllegalArgumentException if `probability` is not in [0, 1]
    public void fillBernoulli(NDArray y, double probability, float value) {
        checkProbability(probability);
        float[] target = target(y);
        State at = take(y.elements());
        fill(y, target, new BernoulliFill(at.seed, at.position, target, targetOffset(y), probability, value));
    }

    /// Fills `y` with the truth of draws of the given probability; true where [#fillBernoulli(NDArray, double)]
    /// would write 1.
    ///
    /// @throws IllegalArgumentException if `probability` is not in [0, 1]
    public void fillBernoulli(BoolArray y, double probability) {
        checkProbability(probability);
        long threshold = BernoulliFill.threshold(probability);
        boolean[] data = y.data();
        StridedWalk walk = new StridedWalk(y.layout());
        Words words = new Words(take(y.elements()));
        for (int i = y.elements(); i > 0; i--) {
            data[walk.next()] = Integer.toUnsignedLong(words.next()) < threshold;
        }
        y.storage().touch();
    }

    /// Fills `y` with whole numbers distributed evenly over `[low, high)`. Each comes from 64 random bits: no
    /// number is likelier than another by more than `(high − low)/2⁶⁴` of its probability.
    ///
    /// @throws IllegalArgumentException unless `low < high`
    public void fillIntegers(LongArray y, long low, long high) {
        if (low >= high) {
            throw new IllegalArgumentException(
                    "fillIntegers: low is " + low + " and high is " + high + "; low must be below high");
        }
        long span = high - low; // unsigned: it may take all 64 bits
        long[] data = y.data();
        StridedWalk walk = new StridedWalk(y.layout());
        Words words = new Words(take(2L * y.elements()));
        for (int i = y.elements(); i > 0; i--) {
            data[walk.next()] = low + Math.unsignedMultiplyHigh(words.nextLong(), span);
        }
        y.storage().touch();
    }

    /// A whole number from 0 to below `bound`, each as likely as the others.
    ///
    /// @throws IllegalArgumentException if `bound` is not positive
    public synchronized int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("nextInt: bound is " + bound + "; it must be positive");
        }
        Words words = new Words(state());
        int drawn = words.below(bound);
        position = words.end();
        return drawn;
    }

    /// The numbers from 0 to below `n` in a random order, each order as likely as the others (as far as 64 bits of
    /// seed can tell them apart). Fisher and Yates's method.
    ///
    /// @throws IllegalArgumentException if `n` is negative
    public synchronized int[] permutation(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("permutation: n is " + n + "; it must not be negative");
        }
        Words words = new Words(state());
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = words.below(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        position = words.end();
        return order;
    }

    /// Takes the blocks of so many words out of the stream.
    private synchronized State take(long words) {
        State begin = state();
        position += (words + Philox.WORDS - 1) / Philox.WORDS;
        return begin;
    }

    /// What a fill writes into: the array's own memory if its elements are one run, otherwise an array to copy
    /// from.
    private static float[] target(NDArray y) {
        return y.isContiguous() ? y.data() : new float[y.elements()];
    }

    private static int targetOffset(NDArray y) {
        return y.isContiguous() ? y.offset() : 0;
    }

    private static void fill(NDArray y, float[] target, RangeTask task) {
        Workers.run(y.elements(), GRAIN, task);
        if (!y.isContiguous()) {
            float[] data = y.data();
            StridedWalk walk = new StridedWalk(y.layout());
            for (float value : target) {
                data[walk.next()] = value;
            }
        }
        y.storage().touch();
    }

    private static void checkProbability(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "fillBernoulli: probability is " + probability + "; it must be from 0 to 1");
        }
    }

    /// A seed that differs from run to run: time, and the address-like hash of a new object, mixed so that near
    /// seeds give far ones (the finaliser of Steele, Lea, Flood 2014, "Fast splittable pseudorandom number
    /// generators").
    private static long entropy() {
        long z = System.nanoTime() ^ (System.currentTimeMillis() << 20) ^ ((long) new Object().hashCode() << 32);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// The words of the stream one by one, from a state on.
    private static final class Words {
        private final long seed;
        private final int[] words = new int[Philox.WORDS];
        private long position;
        private int used = Philox.WORDS;

        Words(State begin) {
            seed = begin.seed();
            position = begin.position();
        }

        /// The first block from which no word has been taken.
        long end() {
            return position;
        }

        int next() {
            if (used == Philox.WORDS) {
                Philox.block(seed, position++, words);
                used = 0;
            }
            return words[used++];
        }

        long nextLong() {
            long low = Integer.toUnsignedLong(next());
            return ((long) next() << 32) | low;
        }

        /// A number below `bound` without bias. Lemire 2019, "Fast random integer generation in an interval".
        int below(int bound) {
            long product = Integer.toUnsignedLong(next()) * bound;
            if ((product & 0xFFFFFFFFL) < bound) {
                long threshold = 0x100000000L % bound;
                while ((product & 0xFFFFFFFFL) < threshold) {
                    product = Integer.toUnsignedLong(next()) * bound;
                }
            }
            return (int) (product >>> 32);
        }
    }
}
