package lanewise.engine.kernel;

import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The sum of each channel of `x [n, c, length]` over everything else, as is the gradient of a bias a channel.
public final class ChannelSums implements RangeTask {
    private final int n;
    private final int c;
    private final int length;
    private final float[] x;
    private final int xAt;
    private final float[] y;
    private final int yAt;
    private final boolean add;

    private ChannelSums(int n, int c, int length, float[] x, int xAt, float[] y, int yAt, boolean add) {
        this.n = n;
        this.c = c;
        this.length = length;
        this.x = x;
        this.xAt = xAt;
        this.y = y;
        this.yAt = yAt;
        this.add = add;
    }

    /// `for k in [0, c): y[yAt + k] (=|+=) sum over i in [0, n), j in [0, length) of x[xAt + (i·c + k)·length + j]`
    public static void run(int n, int c, int length, float[] x, int xAt, float[] y, int yAt, boolean add) {
        int grain = (int) Math.max(1, RowNorm.PARALLEL_FROM / Math.max(1, (long) n * length));
        Workers.run(c, grain, new ChannelSums(n, c, length, x, xAt, y, yAt, add));
    }

    @Override
    public void run(int from, int to) {
        boolean few = SmallSums.areFew(n, length, c);
        for (int k = from; k < to; k++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                int at = xAt + (i * c + k) * length;
                sum += few ? SmallSums.sum(x, at, length) : Moments.sum(x, at, length);
            }
            y[yAt + k] = (float) (add ? y[yAt + k] + sum : sum);
        }
    }
}
