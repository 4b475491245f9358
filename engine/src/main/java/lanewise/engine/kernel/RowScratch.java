package lanewise.engine.kernel;

import lanewise.engine.simd.Lanes;

/// One thread's working memory for rows that [FourRows] takes together, a number a row, kept for its next rows.
final class RowScratch {
    private static final ThreadLocal<RowScratch> OF_THREAD = ThreadLocal.withInitial(RowScratch::new);

    /// The rows' largest elements.
    final float[] max = new float[FourRows.MOST + Lanes.PADDING];

    /// The sums of their exponentials.
    final float[] sum = new float[FourRows.MOST + Lanes.PADDING];

    /// The sums' logarithms.
    final float[] logarithm = new float[FourRows.MOST + Lanes.PADDING];

    private RowScratch() {}

    static RowScratch ofThread() {
        return OF_THREAD.get();
    }
}
