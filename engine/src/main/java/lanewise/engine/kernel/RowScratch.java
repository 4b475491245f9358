package lanewise.engine.kernel;

/// One thread's working memory for rows that [FourRows] takes together, a number a row, kept for its next rows.
final class RowScratch {
    private static final ThreadLocal<RowScratch> OF_THREAD = ThreadLocal.withInitial(RowScratch::new);

    /// The rows' largest elements.
    final float[] max = new float[FourRows.MOST];

    /// The sums of their exponentials.
    final float[] sum = new float[FourRows.MOST];

    private RowScratch() {}

    static RowScratch ofThread() {
        return OF_THREAD.get();
    }
}
