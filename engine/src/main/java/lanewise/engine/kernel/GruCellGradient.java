package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The gradient of [GruCell]'s step: from `dh'` those of the sums of the input and of the state before, and, added
/// to what is there, of that state as far as it goes past the gates.
///
/// `dv = dh'·(1 − z)·(1 − v²)`, `dz = dh'·(h − v)·z·(1 − z)`, `dr = dv·q·r·(1 − r)`, `dq = dv·r`; `dh += dh'·z`.
public final class GruCellGradient implements RangeTask {
    private final int n;
    private final float[] gates;
    private final float[] recurrent;
    private final float[] dGates;
    private final float[] dRecurrent;
    private final int gatesAt;
    private final float[] before;
    private final float[] dBefore;
    private final int beforeAt;
    private final int dBeforeAt;
    private final float[] dh;
    private final int dhAt;

    private GruCellGradient(
            int n,
            float[] gates,
            float[] recurrent,
            float[] dGates,
            float[] dRecurrent,
            int gatesAt,
            float[] before,
            int beforeAt,
            float[] dBefore,
            int dBeforeAt,
            float[] dh,
            int dhAt) {
        this.n = n;
        this.gates = gates;
        this.recurrent = recurrent;
        this.dGates = dGates;
        this.dRecurrent = dRecurrent;
        this.gatesAt = gatesAt;
        this.before = before;
        this.dBefore = dBefore;
        this.beforeAt = beforeAt;
        this.dBeforeAt = dBeforeAt;
        this.dh = dh;
        this.dhAt = dhAt;
    }

    /// Writes `dGates` and `dRecurrent`, laid out as `gates`, and adds to `dBefore`, for `rows` rows.
    public static void run(
            int rows,
            int n,
            float[] gates,
            float[] recurrent,
            float[] dGates,
            float[] dRecurrent,
            int gatesAt,
            float[] before,
            int beforeAt,
            float[] dBefore,
            int dBeforeAt,
            float[] dh,
            int dhAt) {
        Workers.run(
                rows,
                CellRows.grain(n),
                new GruCellGradient(
                        n,
                        gates,
                        recurrent,
                        dGates,
                        dRecurrent,
                        gatesAt,
                        before,
                        beforeAt,
                        dBefore,
                        dBeforeAt,
                        dh,
                        dhAt));
    }

    @Override
    public void run(int from, int to) {
        for (int row = from; row < to; row++) {
            int g = gatesAt + row * 3 * n;
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
        var r = FloatVector.fromArray(SPECIES, gates, g);
        var z = FloatVector.fromArray(SPECIES, gates, g + n);
        var v = FloatVector.fromArray(SPECIES, gates, g + 2 * n);
        var gradient = FloatVector.fromArray(SPECIES, dh, dhAt + row);
        var ofV = gradient.mul(one.sub(z)).mul(v.neg().fma(v, one));
        var ofZ = gradient.mul(
                        FloatVector.fromArray(SPECIES, before, beforeAt + row).sub(v))
                .mul(z)
                .mul(one.sub(z));
        var ofR = ofV.mul(FloatVector.fromArray(SPECIES, recurrent, g + 2 * n))
                .mul(r)
                .mul(one.sub(r));
        ofR.intoArray(dGates, g);
        ofZ.intoArray(dGates, g + n);
        ofV.intoArray(dGates, g + 2 * n);
        ofR.intoArray(dRecurrent, g);
        ofZ.intoArray(dRecurrent, g + n);
        ofV.mul(r).intoArray(dRecurrent, g + 2 * n);
        gradient.fma(z, FloatVector.fromArray(SPECIES, dBefore, dBeforeAt + row))
                .intoArray(dBefore, dBeforeAt + row);
    }

    private void part(int g, int row, int width) {
        var within = SPECIES.indexInRange(0, width);
        var one = FloatVector.broadcast(SPECIES, 1f);
        var r = FloatVector.fromArray(SPECIES, gates, g, within);
        var z = FloatVector.fromArray(SPECIES, gates, g + n, within);
        var v = FloatVector.fromArray(SPECIES, gates, g + 2 * n, within);
        var gradient = FloatVector.fromArray(SPECIES, dh, dhAt + row, within);
        var ofV = gradient.mul(one.sub(z)).mul(v.neg().fma(v, one));
        var ofZ = gradient.mul(FloatVector.fromArray(SPECIES, before, beforeAt + row, within)
                        .sub(v))
                .mul(z)
                .mul(one.sub(z));
        var ofR = ofV.mul(FloatVector.fromArray(SPECIES, recurrent, g + 2 * n, within))
                .mul(r)
                .mul(one.sub(r));
        ofR.intoArray(dGates, g, within);
        ofZ.intoArray(dGates, g + n, within);
        ofV.intoArray(dGates, g + 2 * n, within);
        ofR.intoArray(dRecurrent, g, within);
        ofZ.intoArray(dRecurrent, g + n, within);
        ofV.mul(r).intoArray(dRecurrent, g + 2 * n, within);
        gradient.fma(z, FloatVector.fromArray(SPECIES, dBefore, dBeforeAt + row, within))
                .intoArray(dBefore, dBeforeAt + row, within);
    }
}
