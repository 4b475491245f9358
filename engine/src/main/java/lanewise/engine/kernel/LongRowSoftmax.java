package lanewise.engine.kernel;

import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// [RowSoftmax] of one row that is long enough for several threads: the same steps on pieces of the row, with the
/// same bits.
final class LongRowSoftmax implements RangeTask {
    private static final int PIECE = RowExponential.PIECE;

    /// Pieces that are worth a thread: some 10 µs of the cheapest step.
    private static final int GRAIN = 8;

    private enum Step {
        LARGEST,
        EXPONENTIALS,
        RESULT
    }

    private final float[] x;
    private final int xOffset;
    private final int n;
    private final boolean logarithm;
    private final float[] y;
    private final int yOffset;

    /// One number a piece: its largest element, then its sum.
    private final float[] partial;

    private Step step = Step.LARGEST;
    private float max;
    private float sum;

    private LongRowSoftmax(float[] x, int xOffset, int n, boolean logarithm, float[] y, int yOffset) {
        this.x = x;
        this.xOffset = xOffset;
        this.n = n;
        this.logarithm = logarithm;
        this.y = y;
        this.yOffset = yOffset;
        this.partial = new float[(n + PIECE - 1) / PIECE];
    }

    static void run(float[] x, int xOffset, int n, boolean logarithm, float[] y, int yOffset) {
        new LongRowSoftmax(x, xOffset, n, logarithm, y, yOffset).run();
    }

    private void run() {
        Workers.run(partial.length, GRAIN, this);
        max = Float.NEGATIVE_INFINITY;
        for (float largest : partial) {
            max = Math.max(max, largest);
        }
        step = Step.EXPONENTIALS;
        Workers.run(partial.length, GRAIN, this);
        double total = 0;
        for (float piece : partial) {
            total += piece;
        }
        sum = (float) total;
        step = Step.RESULT;
        Workers.run(partial.length, GRAIN, this);
    }

    @Override
    public void run(int from, int to) {
        for (int piece = from; piece < to; piece++) {
            int at = xOffset + piece * PIECE;
            int target = yOffset + piece * PIECE;
            int count = Math.min(PIECE, n - piece * PIECE);
            switch (step) {
                case LARGEST -> partial[piece] = RowExponential.largest(x, at, count);
                case EXPONENTIALS -> partial[piece] = RowExponential.piece(x, at, count, max, y, target);
                case RESULT -> result(at, target, count);
            }
        }
    }

    private void result(int at, int target, int count) {
        if (logarithm) {
            RowExponential.subtract(x, at, count, max, (float) RowExponential.logarithm(sum), y, target);
        } else {
            RowExponential.scale(y, target, count, 1 / sum, 0f);
        }
    }
}
