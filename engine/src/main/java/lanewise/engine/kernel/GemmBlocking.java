package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;

/// The block sizes of [Gemm], as data. In `C[m, n] = A[m, k]·B[k, n]` a tile of `ROWS x COLUMNS` elements of C
/// stays in registers while the micro-kernel walks along k.
///
/// Goto, van de Geijn 2008, "Anatomy of High-Performance Matrix Multiplication", names these MR, NR, KC and NC. The
/// roles of A and B in the caches are exchanged here, since the tile is wide: a strip of A, `ROWS x DEPTH`, stays
/// in L1, while the panels of B, `DEPTH x COLUMNS` each, come from L2.
final class GemmBlocking {
    /// Whether there are 32 vector registers. x86 has them with AVX-512 only, which is also what makes its vectors
    /// 512 bits wide; everything else that has vectors in Java (AArch64, RISC-V, Power) has them always.
    static final boolean MANY_REGISTERS = LANES == 16 || !isX86();

    /// Rows of a tile. With 32 registers 6·4 accumulators, 4 vectors of B and a broadcast of A: 29. With 16
    /// registers 4·2, since C2 loads ahead in the loop that is fast there, see [GemmNarrowMicroKernel].
    static final int ROWS = MANY_REGISTERS ? 6 : 4;

    /// Columns of a tile.
    static final int COLUMNS = (MANY_REGISTERS ? 4 : 2) * LANES;

    /// The longest run of k between two visits to C. A strip of A takes 6·256·4 B = 6 KiB of L1, a panel of B 64
    /// KiB of L2 at 512 bits. Runs of 384 would be 3 % faster there, but sums of at most 256 products that are then
    /// added up are more accurate.
    static final int MAX_DEPTH = 256;

    /// From one packed row of A to the next. Beyond the longest run, so that rows do not begin in the same set of a
    /// cache.
    static final int PACKED_ROW = MAX_DEPTH + 16;

    /// Rows of A that are worked on at a time, whole strips: half of the second-level cache.
    static final int BLOCK_ROWS = blockRows(CacheSizes.HERE.second());

    /// Columns of B that a strip of A meets one after another, whole panels: a quarter of the second-level cache,
    /// where they stay for the next strip.
    static final int GROUP_COLUMNS = groupColumns(CacheSizes.HERE.second());

    /// The most columns of B that are packed at a time, whole panels: a quarter of the third-level cache.
    static final int BLOCK_COLUMNS = blockColumns(CacheSizes.HERE.third());

    private GemmBlocking() {}

    private static int blockRows(int cache) {
        return Math.clamp(cache / 2 / (4 * PACKED_ROW), 64, 512) / ROWS * ROWS;
    }

    private static int groupColumns(int cache) {
        return Math.clamp(cache / 4 / (4 * MAX_DEPTH) / COLUMNS, 1, 32) * COLUMNS;
    }

    private static int blockColumns(int cache) {
        return Math.clamp(cache / 4 / (4 * MAX_DEPTH), 512, 4096) / COLUMNS * COLUMNS;
    }

    /// The run of k between two visits to C: k in equal parts, of whole vectors of any length, which is what
    /// packing transposes. It depends on `k` alone, because it decides in what order an element's products are
    /// added.
    static int depth(int k) {
        int blocks = tiles(k, MAX_DEPTH);
        return tiles(tiles(k, blocks), 16) * 16;
    }

    /// How many tiles of `size` cover `length`.
    static int tiles(int length, int size) {
        return (length + size - 1) / size;
    }

    /// The most floats of B that are packed whole, 1 MiB: what L2 holds.
    static final int MAX_PACKED = 1 << 18;

    /// Whether all of B is packed at once. Then A is read row by row, and not in short pieces of every row.
    static boolean packsWhole(int n, int k) {
        return (long) tiles(n, COLUMNS) * COLUMNS * k <= MAX_PACKED;
    }

    /// The most rows of A for which B is read as it lies: packed, its vectors lie within cache lines.
    private static final int UNPACKED_ROWS = 144;

    /// The same where B's rows begin in few sets of the first-level cache, at multiples of so many floats.
    private static final int UNPACKED_ALIASED_ROWS = 96;

    private static final int ALIASED_ROW = 64;

    /// Floats from one row of B to the next from which on it is packed for far fewer rows: a panel of it, as it
    /// lies, has a page for each row, and all in the same sets of the second-level cache.
    private static final int DISTANT_ROW = 4096;

    private static final int UNPACKED_DISTANT_ROWS = 24;

    /// Up to so many floats B is read as it lies by any number of rows: 32 KiB, a common first-level cache.
    private static final int IN_PLACE_FLOATS = 8192;

    /// Elements that a thread must have to read before it is worth waking, where each is used once: 5 us at 60
    /// GB/s.
    private static final int MIN_ELEMENTS = 80_000;

    /// Products that a thread must have to do before it is worth waking: 5 us of a core that does 64 a nanosecond.
    static final long MIN_PRODUCTS = 320_000;

    /// Products of a part that a thread takes at a time, at least: 2 us.
    private static final long MIN_PART = 130_000;

    /// The most parts a thread. More would pack more of A twice.
    private static final long PARTS_A_THREAD = 6;

    /// Cycles of a tile besides its products: the call, and the vectors of C.
    private static final long TILE_CYCLES = 40;

    /// Whether to compute `Cᵀ = Bᵀ·Aᵀ` instead of `C = A·B`: whichever wastes less at the edges and in packing, by
    /// an estimate in cycles. For `[64, 1000]·[1000, 100]` it is the former, since 64 columns are one panel of four
    /// 512-bit vectors and 100 two.
    static boolean transposes(GemmProduct product) {
        int k = product.k;
        if (!packsWhole(product.m, k) || (long) GemmScratch.SLAB_ROWS * k > MAX_PACKED) {
            return false;
        }
        long straight = cycles(product);
        product.transpose();
        long transposed = cycles(product) + (long) product.m * product.n;
        product.transpose();
        return transposed < straight;
    }

    private static long cycles(GemmProduct x) {
        long cycles = tiles(x.m, ROWS) * (x.n / COLUMNS * tileCycles(ROWS * COLUMNS, x.k));
        int rest = x.n % COLUMNS;
        if (rest > 0 && MANY_REGISTERS && rest <= GemmEdgeKernel.MAX_COLUMNS) {
            int tile = GemmEdgeKernel.ROWS * tiles(rest, LANES) * LANES;
            cycles += tiles(x.m, GemmEdgeKernel.ROWS) * tileCycles(tile, x.k);
        } else if (rest > 0) {
            cycles += tiles(x.m, ROWS) * tileCycles(ROWS * COLUMNS, x.k);
        }
        return readsInPlace(x)
                ? cycles
                : cycles + packingCycles(x.m, x.k, x.aColumn == 1) + packingCycles(x.n, x.k, x.bColumn == 1);
    }

    /// What a tile of so many elements of C takes, at two vectors a cycle.
    private static long tileCycles(int elements, int k) {
        return (long) elements / LANES * k / 2 + TILE_CYCLES;
    }

    /// A quarter of a cycle an element where runs are copied, one where they are transposed.
    private static long packingCycles(int length, int k, boolean contiguous) {
        return (long) length * k * (contiguous ? 1 : 4) / 4;
    }

    /// Whether B is read where it lies: 32 registers' kernel takes any strides, and what few rows meet, or what
    /// fits into the first-level cache, is not worth packing.
    static boolean readsInPlace(GemmProduct x) {
        return MANY_REGISTERS
                && x.cColumn == 1
                && x.bColumn == 1
                && (x.n >= COLUMNS || GemmEdgeKernel.takes(x.n))
                && (x.m <= unpackedRows(x.bRow) || (long) x.k * x.bRow <= IN_PLACE_FLOATS);
    }

    private static int unpackedRows(int bRow) {
        if (bRow >= DISTANT_ROW) {
            return UNPACKED_DISTANT_ROWS;
        }
        return bRow % ALIASED_ROW == 0 ? UNPACKED_ALIASED_ROWS : UNPACKED_ROWS;
    }

    /// Whether so many rows, whose B is read where it lies, are for tiles of 8 rows by 3 vectors: where those of 6
    /// by 4 are a tenth emptier. Of equally full tiles the latter are faster by about that.
    static boolean hasHighTiles(int m) {
        return m > ROWS
                && 11 * GemmEdgeKernel.ROWS * tiles(m, GemmEdgeKernel.ROWS) < 10 * ROWS * tiles(m, ROWS)
                && GemmEdgeKernel.takes(GemmEdgeKernel.MAX_COLUMNS);
    }

    /// Whether a block of A is packed. 32 registers' kernel takes any strides, but rows that meet many panels are
    /// worth a copy whose strips lie together; and columns that are whole pages apart are one for few.
    static boolean packsRows(GemmProduct x, int columns) {
        return !MANY_REGISTERS || x.m < ROWS || columns >= (x.aColumn < DISTANT_COLUMN ? 8 : 2) * COLUMNS;
    }

    /// Floats from one column of A to the next from which on each product of a tile meets a page of its own.
    private static final int DISTANT_COLUMN = 960;

    /// How many threads a block is worth, of those there are.
    static int threads(long tiles, long products, int threads) {
        return Math.clamp(Math.min(tiles, products / MIN_PRODUCTS), 1, threads);
    }

    /// Into how many parts a block is divided among threads: several for each, none too small to be worth taking.
    static int parts(long products, int threads) {
        return threads * (int) Math.clamp(products / threads / MIN_PART, 1, PARTS_A_THREAD);
    }

    /// Into how many parts the rows are divided, so that the columns are into `parts / rowParts`: whichever leaves
    /// the busiest thread less to do. Each part packs its rows of A, which takes about half of what a panel takes
    /// with them.
    static int rowParts(int strips, int panels, int parts) {
        int best = 1;
        long least = Long.MAX_VALUE;
        for (int rows = 1; rows <= parts; rows++) {
            long busiest = (long) tiles(strips, rows) * (2L * tiles(panels, parts / rows) + 1);
            if (busiest <= least) {
                least = busiest;
                best = rows;
            }
        }
        return best;
    }

    /// How many vectors of length `k` a thread reads at least, in multiples of `multiple`.
    static int readingGrain(int k, int multiple) {
        return tiles(tiles(MIN_ELEMENTS, k), multiple) * multiple;
    }

    /// How many runs of a panel a thread packs at least: 5 us at 4 elements a nanosecond.
    static int packingGrain(int depth) {
        return Math.max(1, 20_000 / (depth * COLUMNS));
    }

    static boolean isX86() {
        String architecture = System.getProperty("os.arch", "");
        return architecture.equals("amd64") || architecture.equals("x86_64") || architecture.equals("x86");
    }
}
