package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.optim.DoubleLanes.DOUBLES;
import static lanewise.optim.DoubleLanes.loadDoubles;
import static lanewise.optim.DoubleLanes.noDoubles;
import static lanewise.optim.DoubleLanes.sum;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// What a norm makes of the elements of an array: one number, which those of further arrays are joined to.
///
/// One class a loop, as of [FusedState.Loop].
interface NormLoop {
    /// The number of `x[from..to)`. The order in which elements are taken depends on `to - from` alone.
    double run(float[] x, int from, int to);

    /// The number of two ranges together.
    default double joined(double first, double second) {
        return first + second;
    }

    /// The number of no elements.
    default double none() {
        return 0;
    }

    /// `Σ x²`. In doubles a square is exact, and none overflows or vanishes.
    final class Squares implements NormLoop {
        @Override
        public double run(float[] x, int from, int to) {
            var s0 = noDoubles();
            var s1 = noDoubles();
            var s2 = noDoubles();
            var s3 = noDoubles();
            int i = from;
            for (; i <= to - 4 * DOUBLES; i += 4 * DOUBLES) {
                var a = loadDoubles(x, i);
                var b = loadDoubles(x, i + DOUBLES);
                var c = loadDoubles(x, i + 2 * DOUBLES);
                var d = loadDoubles(x, i + 3 * DOUBLES);
                s0 = s0.add(a.mul(a));
                s1 = s1.add(b.mul(b));
                s2 = s2.add(c.mul(c));
                s3 = s3.add(d.mul(d));
            }
            double sum = sum(s0.add(s1).add(s2.add(s3)));
            for (; i < to; i++) {
                sum += (double) x[i] * x[i];
            }
            return sum;
        }
    }

    /// `Σ |x|`
    final class Magnitudes implements NormLoop {
        @Override
        public double run(float[] x, int from, int to) {
            var s0 = noDoubles();
            var s1 = noDoubles();
            var s2 = noDoubles();
            var s3 = noDoubles();
            int i = from;
            for (; i <= to - 4 * DOUBLES; i += 4 * DOUBLES) {
                s0 = s0.add(loadDoubles(x, i).abs());
                s1 = s1.add(loadDoubles(x, i + DOUBLES).abs());
                s2 = s2.add(loadDoubles(x, i + 2 * DOUBLES).abs());
                s3 = s3.add(loadDoubles(x, i + 3 * DOUBLES).abs());
            }
            double sum = sum(s0.add(s1).add(s2.add(s3)));
            for (; i < to; i++) {
                sum += Math.abs(x[i]);
            }
            return sum;
        }
    }

    /// `max sign·|x|`: the largest magnitude, or the smallest, negated. NaN if one element is.
    final class Extreme implements NormLoop {
        private final float sign;

        Extreme(float sign) {
            this.sign = sign;
        }

        @Override
        public double run(float[] x, int from, int to) {
            var m0 = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
            var m1 = m0;
            var m2 = m0;
            var m3 = m0;
            int i = from;
            for (; i <= to - 4 * LANES; i += 4 * LANES) {
                m0 = m0.max(FloatVector.fromArray(SPECIES, x, i).abs().mul(sign));
                m1 = m1.max(FloatVector.fromArray(SPECIES, x, i + LANES).abs().mul(sign));
                m2 = m2.max(
                        FloatVector.fromArray(SPECIES, x, i + 2 * LANES).abs().mul(sign));
                m3 = m3.max(
                        FloatVector.fromArray(SPECIES, x, i + 3 * LANES).abs().mul(sign));
            }
            float largest = m0.max(m1).max(m2.max(m3)).reduceLanes(VectorOperators.MAX);
            for (; i < to; i++) {
                largest = Math.max(largest, sign * Math.abs(x[i]));
            }
            return largest;
        }

        @Override
        public double joined(double first, double second) {
            return Math.max(first, second);
        }

        @Override
        public double none() {
            return Double.NEGATIVE_INFINITY;
        }
    }

    /// `Σ (|x|/scale)^p`, where no quotient is above 1 for positive `p`, or below 1 for negative `p`, so that no
    /// power is above 1.
    ///
    /// Element by element, at some tens of nanoseconds: a vector's power has more operations than C2 takes into one
    /// loop, and those beyond would make every vector an object.
    final class Powers implements NormLoop {
        private double scale = 1;
        private double power = 1;

        void set(double scale, double power) {
            this.scale = scale;
            this.power = power;
        }

        @Override
        public double run(float[] x, int from, int to) {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += Math.pow(Math.abs(x[i]) / scale, power);
            }
            return sum;
        }
    }
}
