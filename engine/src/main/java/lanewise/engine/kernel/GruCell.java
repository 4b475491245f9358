package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.Logistic;

/// One step of a gated recurrent unit, element by element, for rows of `n` numbers of the state. A row of `gates`
/// has `3·n` sums of the input, a row of `recurrent` as many of the state before; the activations take the place of
/// the first, and `q` that of the last third of the second:
///
/// `r = σ(gates[0] + recurrent[0]), z = σ(gates[1] + recurrent[1])`, `q = recurrent[2] + bias`,
/// `v = tanh(gates[2] + r·q)`, `h' = v + z·(h − v)`.
public final class GruCell implements RangeTask {
    private final int n;
    private final float[] gates;
    private final float[] recurrent;
    private final int gatesAt;
    private final float[] bias;
    private final int biasAt;
    private final float[] before;
    private final int beforeAt;
    private final float[] h;
    private final int hAt;

    private GruCell(
            int n,
            float[] gates,
            float[] recurrent,
            int gatesAt,
            float[] bias,
            int biasAt,
            float[] before,
            int beforeAt,
            float[] h,
            int hAt) {
        this.n = n;
        this.gates = gates;
        this.recurrent = recurrent;
        this.gatesAt = gatesAt;
        this.bias = bias;
        this.biasAt = biasAt;
        this.before = before;
        this.beforeAt = beforeAt;
        this.h = h;
        this.hAt = hAt;
    }

    /// Steps `rows` rows from the state `before` to `h`.
    public static void run(
            int rows,
            int n,
            float[] gates,
            float[] recurrent,
            int gatesAt,
            float[] bias,
            int biasAt,
            float[] before,
            int beforeAt,
            float[] h,
            int hAt) {
        Workers.run(
                rows,
                CellRows.grain(n),
                new GruCell(n, gates, recurrent, gatesAt, bias, biasAt, before, beforeAt, h, hAt));
    }

    @Override
    public void run(int from, int to) {
        for (int row = from; row < to; row++) {
            int g = gatesAt + row * 3 * n;
            addRecurrent(g);
            Logistic.sigmoid(gates, g, gates, g, 2 * n);
            addReset(g);
            Logistic.tanh(gates, g + 2 * n, gates, g + 2 * n, n);
            mix(g, beforeAt + row * n, hAt + row * n);
        }
    }

    private void addRecurrent(int g) {
        for (int j = 0; j < 2 * n; j += LANES) {
            var sum =
                    FloatVector.fromArray(SPECIES, gates, g + j).add(FloatVector.fromArray(SPECIES, recurrent, g + j));
            if (j <= 2 * n - LANES) {
                sum.intoArray(gates, g + j);
            } else {
                sum.intoArray(gates, g + j, SPECIES.indexInRange(0, 2 * n - j));
            }
        }
    }

    private void addReset(int g) {
        for (int j = 0; j < n; j += LANES) {
            var q = FloatVector.fromArray(SPECIES, recurrent, g + 2 * n + j)
                    .add(FloatVector.fromArray(SPECIES, bias, biasAt + j));
            var sum = FloatVector.fromArray(SPECIES, gates, g + j)
                    .fma(q, FloatVector.fromArray(SPECIES, gates, g + 2 * n + j));
            if (j <= n - LANES) {
                q.intoArray(recurrent, g + 2 * n + j);
                sum.intoArray(gates, g + 2 * n + j);
            } else {
                q.intoArray(recurrent, g + 2 * n + j, SPECIES.indexInRange(0, n - j));
                sum.intoArray(gates, g + 2 * n + j, SPECIES.indexInRange(0, n - j));
            }
        }
    }

    private void mix(int g, int p, int y) {
        for (int j = 0; j < n; j += LANES) {
            var v = FloatVector.fromArray(SPECIES, gates, g + 2 * n + j);
            var next = FloatVector.fromArray(SPECIES, before, p + j)
                    .sub(v)
                    .fma(FloatVector.fromArray(SPECIES, gates, g + n + j), v);
            if (j <= n - LANES) {
                next.intoArray(h, y + j);
            } else {
                next.intoArray(h, y + j, SPECIES.indexInRange(0, n - j));
            }
        }
    }
}
