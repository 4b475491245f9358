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
    /// registers 4·2 + 2 + 1 = 11; the sizes between spill in C2's hands.
    static final int ROWS = MANY_REGISTERS ? 6 : 4;

    /// Columns of a tile.
    static final int COLUMNS = (MANY_REGISTERS ? 4 : 2) * LANES;

    /// The longest run of k between two visits to C. A strip of A takes 6·256·4 B = 6 KiB of L1, a panel of B 64
    /// KiB of L2 at 512 bits. C is visited every 256 steps, which costs under 1 %. More would save nothing, and
    /// sums of at most 256 products that are then added up are more accurate than one long sum.
    static final int MAX_DEPTH = 256;

    /// The most columns of B that are packed at a time: `MAX_DEPTH` times this many floats are 512 KiB, half of a
    /// common L2 of 1 MiB. A strip of A is packed once for all of them.
    static final int PACKED_COLUMNS = 512;

    private GemmBlocking() {}

    /// The run of k between two visits to C: k in equal parts. It depends on `k` alone, because it decides
    /// in what order an element's products are added.
    static int depth(int k) {
        int blocks = (k + MAX_DEPTH - 1) / MAX_DEPTH;
        return (k + blocks - 1) / blocks;
    }

    /// How many tiles of `size` cover `length`.
    static int tiles(int length, int size) {
        return (length + size - 1) / size;
    }

    private static boolean isX86() {
        String architecture = System.getProperty("os.arch", "");
        return architecture.equals("amd64") || architecture.equals("x86_64") || architecture.equals("x86");
    }
}
