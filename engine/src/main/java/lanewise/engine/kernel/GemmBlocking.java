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
    /// registers 4·3 + 3 + 1 = 16; other sizes spill in C2's hands, or have too few accumulators.
    static final int ROWS = MANY_REGISTERS ? 6 : 4;

    /// Columns of a tile.
    static final int COLUMNS = (MANY_REGISTERS ? 4 : 3) * LANES;

    /// The longest run of k between two visits to C. A strip of A takes 6·256·4 B = 6 KiB of L1, a panel of B 64
    /// KiB of L2 at 512 bits. C is visited every 256 steps, which costs under 1 %. More would save nothing, and
    /// sums of at most 256 products that are then added up are more accurate than one long sum.
    static final int MAX_DEPTH = 256;

    /// The most columns of B that are packed at a time: `MAX_DEPTH` times this many floats are 512 KiB, half of a
    /// common L2 of 1 MiB. A strip of A is packed once for all of them. Whole panels.
    static final int PACKED_COLUMNS = 512 / COLUMNS * COLUMNS;

    private GemmBlocking() {}

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

    /// Products that a thread must have to do before it is worth waking: 5 us of a core that does 64 a nanosecond.
    private static final long MIN_PRODUCTS = 320_000;

    /// Cycles of a tile besides its products: the call, and 24 vectors of C.
    private static final long TILE_CYCLES = 150;

    /// Whether to compute `Cᵀ = Bᵀ·Aᵀ` instead of `C = A·B`: whichever wastes less at the edges and in packing, by
    /// an estimate in cycles. For `[64, 1000]·[1000, 100]` it is the former, since 64 columns are one panel of four
    /// 512-bit vectors and 100 two.
    static boolean transposes(int m, int n, int k, int aRow, int bColumn) {
        if ((long) tiles(m, COLUMNS) * COLUMNS * k > MAX_PACKED) {
            return false;
        }
        long straight = cycles(m, n, k) + (bColumn == 1 && n >= COLUMNS ? 0 : packingCycles(n, k));
        long transposed = cycles(n, m, k) + packingCycles(m, k) + (long) m * n;
        return transposed < straight;
    }

    private static long cycles(int rows, int columns, int k) {
        long perTile = (long) ROWS * COLUMNS / LANES * k + TILE_CYCLES;
        return (long) tiles(rows, ROWS) * tiles(columns, COLUMNS) * perTile;
    }

    /// Just under a cycle an element.
    private static long packingCycles(int columns, int k) {
        return (long) tiles(columns, COLUMNS) * COLUMNS * k * 3 / 4;
    }

    /// Whether B is packed whole before the product begins: it must be packed, and fits.
    static boolean packsWhole(int m, int n, int k, int bColumn) {
        return packs(m, n, bColumn) && (long) tiles(n, COLUMNS) * COLUMNS * k <= MAX_PACKED;
    }

    /// Whether B is packed block by block.
    static boolean packsBlocks(int m, int n, int bColumn) {
        return packs(m, n, bColumn);
    }

    /// B must be packed if its rows are not contiguous or shorter than a panel. Otherwise it pays if many strips of
    /// A come to read it.
    private static boolean packs(int m, int n, int bColumn) {
        return bColumn != 1 || n < COLUMNS || m > UNPACKED_ROWS;
    }

    /// Rows of A from which on B is packed though it could be read as it lies. The narrow tile reads B twice as
    /// often for each product, and feels sooner that its rows lie far apart.
    private static final int UNPACKED_ROWS = MANY_REGISTERS ? 256 : 32;

    /// Whether the threads divide the rows among them, or the columns: whichever leaves the busiest less to do.
    static boolean dividesRows(int strips, int panels, int threads) {
        return (long) tiles(strips, threads) * panels <= (long) strips * tiles(panels, threads);
    }

    /// How many strips or panels of `tiles` tiles a thread takes at least.
    static int grain(int tiles, int k) {
        long products = (long) tiles * ROWS * COLUMNS * k;
        return (int) Math.max(1, (MIN_PRODUCTS + products - 1) / products);
    }

    /// How many runs of a panel a thread packs at least: 5 us at 4 elements a nanosecond.
    static int packingGrain(int depth) {
        return Math.max(1, 20_000 / (depth * COLUMNS));
    }

    private static boolean isX86() {
        String architecture = System.getProperty("os.arch", "");
        return architecture.equals("amd64") || architecture.equals("x86_64") || architecture.equals("x86");
    }
}
