package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.Logistic;

/// One step of a long short-term memory, element by element, for rows of `n` numbers of the state. A row of `gates`
/// has `4·n` sums, of which the activations take the place:
///
/// `i = σ(gates[0]), f = σ(gates[1]), g = tanh(gates[2]), o = σ(gates[3])`,
/// `c' = f·c + i·g`, `u = tanh(c')`, `h = o·u`.
public final class LstmCell implements RangeTask {
    private final int n;
    private final float[] gates;
    private final int gatesAt;
    private final float[] before;
    private final int beforeAt;
    private final float[] c;
    private final float[] u;
    private final int at;
    private final float[] h;
    private final int hAt;

    private LstmCell(
            int n,
            float[] gates,
            int gatesAt,
            float[] before,
            int beforeAt,
            float[] c,
            float[] u,
            int at,
            float[] h,
            int hAt) {
        this.n = n;
        this.gates = gates;
        this.gatesAt = gatesAt;
        this.before = before;
        this.beforeAt = beforeAt;
        this.c = c;
        this.u = u;
        this.at = at;
        this.h = h;
        this.hAt = hAt;
    }

    /// Steps `rows` rows from the cell state `before` to `c`, with `u` beside it, both from `at` on, and to `h`.
    public static void run(
            int rows,
            int n,
            float[] gates,
            int gatesAt,
            float[] before,
            int beforeAt,
            float[] c,
            float[] u,
            int at,
            float[] h,
            int hAt) {
        Workers.run(rows, CellRows.grain(n), new LstmCell(n, gates, gatesAt, before, beforeAt, c, u, at, h, hAt));
    }

    @Override
    public void run(int from, int to) {
        for (int row = from; row < to; row++) {
            int g = gatesAt + row * 4 * n;
            Logistic.sigmoid(gates, g, gates, g, 2 * n);
            Logistic.tanh(gates, g + 2 * n, gates, g + 2 * n, n);
            Logistic.sigmoid(gates, g + 3 * n, gates, g + 3 * n, n);
            remember(g, beforeAt + row * n, at + row * n);
            Logistic.tanh(c, at + row * n, u, at + row * n, n);
            show(g + 3 * n, at + row * n, hAt + row * n);
        }
    }

    private void remember(int g, int p, int q) {
        for (int j = 0; j < n; j += LANES) {
            var input = FloatVector.fromArray(SPECIES, gates, g + j)
                    .mul(FloatVector.fromArray(SPECIES, gates, g + 2 * n + j));
            var next = FloatVector.fromArray(SPECIES, gates, g + n + j)
                    .fma(FloatVector.fromArray(SPECIES, before, p + j), input);
            if (j <= n - LANES) {
                next.intoArray(c, q + j);
            } else {
                next.intoArray(c, q + j, SPECIES.indexInRange(0, n - j));
            }
        }
    }

    private void show(int o, int q, int y) {
        for (int j = 0; j < n; j += LANES) {
            var next = FloatVector.fromArray(SPECIES, gates, o + j).mul(FloatVector.fromArray(SPECIES, u, q + j));
            if (j <= n - LANES) {
                next.intoArray(h, y + j);
            } else {
                next.intoArray(h, y + j, SPECIES.indexInRange(0, n - j));
            }
        }
    }
}
