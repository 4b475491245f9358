package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The gradient of [LstmCell]'s step: from `dh` and the gradient `dc` of the cell state after the step, those of
/// the four sums, and in the place of `dc` that of the cell state before the step.
///
/// `e = dc + dh·o·(1 − u²)`; `di = e·g·i·(1 − i)`, `df = e·c·f·(1 − f)`, `dg = e·i·(1 − g²)`, `do = dh·u·o·(1 −
/// o)`; `dc = e·f`.
public final class LstmCellGradient implements RangeTask {
    private final int n;
    private final float[] gates;
    private final float[] dGates;
    private final int gatesAt;
    private final float[] before;
    private final int beforeAt;
    private final float[] u;
    private final int at;
    private final float[] dh;
    private final int dhAt;
    private final float[] dc;
    private final int dcAt;

    private LstmCellGradient(
            int n,
            float[] gates,
            float[] dGates,
            int gatesAt,
            float[] before,
            int beforeAt,
            float[] u,
            int at,
            float[] dh,
            int dhAt,
            float[] dc,
            int dcAt) {
        this.n = n;
        this.gates = gates;
        this.dGates = dGates;
        this.gatesAt = gatesAt;
        this.before = before;
        this.beforeAt = beforeAt;
        this.u = u;
        this.at = at;
        this.dh = dh;
        this.dhAt = dhAt;
        this.dc = dc;
        this.dcAt = dcAt;
    }

    /// Writes `dGates`, laid out as `gates`, for `rows` rows.
    public static void run(
            int rows,
            int n,
            float[] gates,
            float[] dGates,
            int gatesAt,
            float[] before,
            int beforeAt,
            float[] u,
            int at,
            float[] dh,
            int dhAt,
            float[] dc,
            int dcAt) {
        Workers.run(
                rows,
                CellRows.grain(n),
                new LstmCellGradient(n, gates, dGates, gatesAt, before, beforeAt, u, at, dh, dhAt, dc, dcAt));
    }

    @Override
    public void run(int from, int to) {
        for (int row = from; row < to; row++) {
            int g = gatesAt + row * 4 * n;
            for (int j = 0; j < n; j += LANES) {
                if (j <= n - LANES) {
                    whole(g + j, row * n + j);
                } else {
                    part(g + j, row * n + j, n - j);
                }
            }
        }
    }

    private void whole(int g, int row) {
        var one = FloatVector.broadcast(SPECIES, 1f);
        var i = FloatVector.fromArray(SPECIES, gates, g);
        var f = FloatVector.fromArray(SPECIES, gates, g + n);
        var cell = FloatVector.fromArray(SPECIES, gates, g + 2 * n);
        var o = FloatVector.fromArray(SPECIES, gates, g + 3 * n);
        var shown = FloatVector.fromArray(SPECIES, u, at + row);
        var gradient = FloatVector.fromArray(SPECIES, dh, dhAt + row);
        var e = gradient.mul(o).fma(shown.neg().fma(shown, one), FloatVector.fromArray(SPECIES, dc, dcAt + row));
        e.mul(cell).mul(i).mul(one.sub(i)).intoArray(dGates, g);
        e.mul(FloatVector.fromArray(SPECIES, before, beforeAt + row))
                .mul(f)
                .mul(one.sub(f))
                .intoArray(dGates, g + n);
        e.mul(i).mul(cell.neg().fma(cell, one)).intoArray(dGates, g + 2 * n);
        gradient.mul(shown).mul(o).mul(one.sub(o)).intoArray(dGates, g + 3 * n);
        e.mul(f).intoArray(dc, dcAt + row);
    }

    private void part(int g, int row, int width) {
        var within = SPECIES.indexInRange(0, width);
        var one = FloatVector.broadcast(SPECIES, 1f);
        var i = FloatVector.fromArray(SPECIES, gates, g, within);
        var f = FloatVector.fromArray(SPECIES, gates, g + n, within);
        var cell = FloatVector.fromArray(SPECIES, gates, g + 2 * n, within);
        var o = FloatVector.fromArray(SPECIES, gates, g + 3 * n, within);
        var shown = FloatVector.fromArray(SPECIES, u, at + row, within);
        var gradient = FloatVector.fromArray(SPECIES, dh, dhAt + row, within);
        var e = gradient.mul(o)
                .fma(shown.neg().fma(shown, one), FloatVector.fromArray(SPECIES, dc, dcAt + row, within));
        e.mul(cell).mul(i).mul(one.sub(i)).intoArray(dGates, g, within);
        e.mul(FloatVector.fromArray(SPECIES, before, beforeAt + row, within))
                .mul(f)
                .mul(one.sub(f))
                .intoArray(dGates, g + n, within);
        e.mul(i).mul(cell.neg().fma(cell, one)).intoArray(dGates, g + 2 * n, within);
        gradient.mul(shown).mul(o).mul(one.sub(o)).intoArray(dGates, g + 3 * n, within);
        e.mul(f).intoArray(dc, dcAt + row, within);
    }
}
