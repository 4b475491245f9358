package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.MAX_DEPTH;
import static lanewise.engine.kernel.GemmBlocking.PACKED_COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.ROWS;

import lanewise.engine.simd.Lanes;

/// One thread's working memory for [Gemm], at most about 1 MiB, kept for its next product.
final class GemmScratch {
    private static final ThreadLocal<GemmScratch> OF_THREAD = ThreadLocal.withInitial(GemmScratch::new);

    /// A strip of A.
    final float[] strip = new float[ROWS * MAX_DEPTH + Lanes.PADDING];

    /// A tile that does not fit into C as it is.
    final float[] tile = new float[ROWS * COLUMNS + Lanes.PADDING];

    /// For [Transposition#square].
    final float[] squares = new float[Transposition.WORKING];

    private float[] panels = new float[0];

    private GemmScratch() {}

    static GemmScratch ofThread() {
        return OF_THREAD.get();
    }

    /// Memory for packed panels of B, of undefined content.
    float[] panels(int length) {
        assert length <= MAX_DEPTH * (PACKED_COLUMNS + COLUMNS);
        if (panels.length < length + Lanes.PADDING) {
            panels = new float[length + Lanes.PADDING];
        }
        return panels;
    }
}
