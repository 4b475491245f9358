package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Rotation.BY_2;
import static lanewise.engine.simd.Rotation.BY_4;
import static lanewise.engine.simd.Rotation.BY_8;

import jdk.incubator.vector.FloatVector;

/// Sums over runs of floats that normalisation needs: of the elements, of their squared distances from a mean, and
/// of a gradient with both.
///
/// A piece of a run is added up in floats, two vectors at a time, the pieces' sums in doubles, all in an order that
/// depends on the run's length alone. Mean and variance take a pass each: the difference of the mean square and the
/// squared mean would lose the variance of numbers that are all alike.
final class Moments {
    /// As in [RowExponential]: 64 to 256 additions a lane.
    private static final int PIECE = 1 << 11;

    private Moments() {}

    /// `x[at] + ... + x[at + n − 1]`
    static double sum(float[] x, int at, int n) {
        double total = 0;
        for (int j = 0; j < n; j += PIECE) {
            total += piece(x, at + j, Math.min(PIECE, n - j));
        }
        return total;
    }

    private static float piece(float[] x, int at, int n) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        int j = 0;
        for (; j <= n - 4 * LANES; j += 4 * LANES) {
            s0 = s0.add(FloatVector.fromArray(SPECIES, x, at + j));
            s1 = s1.add(FloatVector.fromArray(SPECIES, x, at + j + LANES));
            s2 = s2.add(FloatVector.fromArray(SPECIES, x, at + j + 2 * LANES));
            s3 = s3.add(FloatVector.fromArray(SPECIES, x, at + j + 3 * LANES));
        }
        for (; j <= n - LANES; j += LANES) {
            s0 = s0.add(FloatVector.fromArray(SPECIES, x, at + j));
        }
        if (j < n) {
            s1 = s1.add(FloatVector.fromArray(SPECIES, x, at + j), SPECIES.indexInRange(0, n - j));
        }
        FloatVector sum = s0.add(s1).add(s2.add(s3));
        if (LANES > 8) {
            sum = sum.add(sum.rearrange(BY_8));
        }
        if (LANES > 4) {
            sum = sum.add(sum.rearrange(BY_4));
        }
        sum = sum.add(sum.rearrange(BY_2));
        return sum.lane(0) + sum.lane(1);
    }

    /// `Σⱼ (x[at + j] − mean)²`
    static double squares(float[] x, int at, int n, float mean) {
        double total = 0;
        for (int j = 0; j < n; j += PIECE) {
            total += pieceOfSquares(x, at + j, Math.min(PIECE, n - j), mean);
        }
        return total;
    }

    private static float pieceOfSquares(float[] x, int at, int n, float mean) {
        FloatVector middle = FloatVector.broadcast(SPECIES, mean);
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        int j = 0;
        for (; j <= n - 4 * LANES; j += 4 * LANES) {
            FloatVector d0 = FloatVector.fromArray(SPECIES, x, at + j).sub(middle);
            FloatVector d1 = FloatVector.fromArray(SPECIES, x, at + j + LANES).sub(middle);
            FloatVector d2 =
                    FloatVector.fromArray(SPECIES, x, at + j + 2 * LANES).sub(middle);
            FloatVector d3 =
                    FloatVector.fromArray(SPECIES, x, at + j + 3 * LANES).sub(middle);
            s0 = d0.fma(d0, s0);
            s1 = d1.fma(d1, s1);
            s2 = d2.fma(d2, s2);
            s3 = d3.fma(d3, s3);
        }
        for (; j <= n - LANES; j += LANES) {
            FloatVector d0 = FloatVector.fromArray(SPECIES, x, at + j).sub(middle);
            s0 = d0.fma(d0, s0);
        }
        if (j < n) {
            FloatVector d1 = FloatVector.fromArray(SPECIES, x, at + j).sub(middle);
            s1 = s1.add(d1.mul(d1), SPECIES.indexInRange(0, n - j));
        }
        FloatVector sum = s0.add(s1).add(s2.add(s3));
        if (LANES > 8) {
            sum = sum.add(sum.rearrange(BY_8));
        }
        if (LANES > 4) {
            sum = sum.add(sum.rearrange(BY_4));
        }
        sum = sum.add(sum.rearrange(BY_2));
        return sum.lane(0) + sum.lane(1);
    }

    /// `sums[index] = Σⱼ dy[dyAt + j]` and `sums[index + 1] = Σⱼ dy[dyAt + j]·(x[at + j] − mean)`
    static void products(float[] x, int at, float mean, float[] dy, int dyAt, int n, float[] sums, int index) {
        if (n <= PIECE) {
            pieceOfProducts(x, at, mean, dy, dyAt, n, sums, index);
            return;
        }
        double first = 0;
        double second = 0;
        for (int j = 0; j < n; j += PIECE) {
            pieceOfProducts(x, at + j, mean, dy, dyAt + j, Math.min(PIECE, n - j), sums, index);
            first += sums[index];
            second += sums[index + 1];
        }
        sums[index] = (float) first;
        sums[index + 1] = (float) second;
    }

    private static void pieceOfProducts(
            float[] x, int at, float mean, float[] dy, int dyAt, int n, float[] sums, int index) {
        FloatVector middle = FloatVector.broadcast(SPECIES, mean);
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector p0 = FloatVector.zero(SPECIES);
        FloatVector p1 = FloatVector.zero(SPECIES);
        int j = 0;
        for (; j <= n - 2 * LANES; j += 2 * LANES) {
            FloatVector d0 = FloatVector.fromArray(SPECIES, dy, dyAt + j);
            FloatVector d1 = FloatVector.fromArray(SPECIES, dy, dyAt + j + LANES);
            s0 = d0.add(s0);
            s1 = d1.add(s1);
            p0 = FloatVector.fromArray(SPECIES, x, at + j).sub(middle).fma(d0, p0);
            p1 = FloatVector.fromArray(SPECIES, x, at + j + LANES).sub(middle).fma(d1, p1);
        }
        for (; j < n; j += LANES) {
            int width = Math.min(LANES, n - j);
            FloatVector d0 = FloatVector.fromArray(SPECIES, dy, dyAt + j);
            FloatVector product =
                    FloatVector.fromArray(SPECIES, x, at + j).sub(middle).mul(d0);
            s0 = s0.add(d0, SPECIES.indexInRange(0, width));
            p0 = p0.add(product, SPECIES.indexInRange(0, width));
        }
        s0 = s0.add(s1);
        p0 = p0.add(p1);
        if (LANES > 8) {
            s0 = s0.add(s0.rearrange(BY_8));
            p0 = p0.add(p0.rearrange(BY_8));
        }
        if (LANES > 4) {
            s0 = s0.add(s0.rearrange(BY_4));
            p0 = p0.add(p0.rearrange(BY_4));
        }
        s0 = s0.add(s0.rearrange(BY_2));
        p0 = p0.add(p0.rearrange(BY_2));
        sums[index] = s0.lane(0) + s0.lane(1);
        sums[index + 1] = p0.lane(0) + p0.lane(1);
    }
}
