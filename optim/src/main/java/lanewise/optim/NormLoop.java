package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.optim.DoubleLanes.DOUBLES;
import static lanewise.optim.DoubleLanes.SPECIES_OF_DOUBLES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// What a norm makes of the elements of an array: one number, which those of further arrays are joined to.
///
/// One class a loop, as of [FusedState.Loop].
///
/// Of a vector of floats half as many lanes become doubles. The others are loaded with them all the same, from
/// behind the range if need be (an array carries as many): a narrower vector would be a second class of float
/// vectors in the program, see [lanewise.engine.simd.Lanes].
interface NormLoop {
    /// Makes memory for the lanes of so many chunks, if the loop needs any.
    default void reserve(int chunks) {}

    /// The number of `x[from..to)`, the chunk of that number. The order in which elements are taken depends on
    /// `to - from` alone.
    double run(float[] x, int from, int to, int chunk);

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
        private final DoubleLanes sums = new DoubleLanes();

        @Override
        public void reserve(int chunks) {
            sums.reserve(chunks);
        }

        @Override
        public double run(float[] x, int from, int to, int chunk) {
            var s0 = DoubleVector.zero(SPECIES_OF_DOUBLES);
            var s1 = s0;
            var s2 = s0;
            var s3 = s0;
            int i = from;
            for (; i <= to - 4 * DOUBLES; i += 4 * DOUBLES) {
                var a = (DoubleVector)
                        FloatVector.fromArray(SPECIES, x, i).convertShape(VectorOperators.F2D, SPECIES_OF_DOUBLES, 0);
                var b = (DoubleVector) FloatVector.fromArray(SPECIES, x, i + DOUBLES)
                        .convertShape(VectorOperators.F2D, SPECIES_OF_DOUBLES, 0);
                var c = (DoubleVector) FloatVector.fromArray(SPECIES, x, i + 2 * DOUBLES)
                        .convertShape(VectorOperators.F2D, SPECIES_OF_DOUBLES, 0);
                var d = (DoubleVector) FloatVector.fromArray(SPECIES, x, i + 3 * DOUBLES)
                        .convertShape(VectorOperators.F2D, SPECIES_OF_DOUBLES, 0);
                s0 = s0.add(a.mul(a));
                s1 = s1.add(b.mul(b));
                s2 = s2.add(c.mul(c));
                s3 = s3.add(d.mul(d));
            }
            s0.add(s1).add(s2.add(s3)).intoArray(sums.lanes, DoubleLanes.at(chunk));
            double sum = sums.sum(chunk);
            for (; i < to; i++) {
                sum += (double) x[i] * x[i];
            }
            return sum;
        }
    }

    /// `Σ |x|`
    final class Magnitudes implements NormLoop {
        private final DoubleLanes sums = new DoubleLanes();

        @Override
        public void reserve(int chunks) {
            sums.reserve(chunks);
        }

        @Override
        public double run(float[] x, int from, int to, int chunk) {
            var s0 = DoubleVector.zero(SPECIES_OF_DOUBLES);
            var s1 = s0;
            var s2 = s0;
            var s3 = s0;
            int i = from;
            for (; i <= to - 4 * DOUBLES; i += 4 * DOUBLES) {
                var a = (DoubleVector)
                        FloatVector.fromArray(SPECIES, x, i).convertShape(VectorOperators.F2D, SPECIES_OF_DOUBLES, 0);
                var b = (DoubleVector) FloatVector.fromArray(SPECIES, x, i + DOUBLES)
                        .convertShape(VectorOperators.F2D, SPECIES_OF_DOUBLES, 0);
                var c = (DoubleVector) FloatVector.fromArray(SPECIES, x, i + 2 * DOUBLES)
                        .convertShape(VectorOperators.F2D, SPECIES_OF_DOUBLES, 0);
                var d = (DoubleVector) FloatVector.fromArray(SPECIES, x, i + 3 * DOUBLES)
                        .convertShape(VectorOperators.F2D, SPECIES_OF_DOUBLES, 0);
                s0 = s0.add(a.abs());
                s1 = s1.add(b.abs());
                s2 = s2.add(c.abs());
                s3 = s3.add(d.abs());
            }
            s0.add(s1).add(s2.add(s3)).intoArray(sums.lanes, DoubleLanes.at(chunk));
            double sum = sums.sum(chunk);
            for (; i < to; i++) {
                sum += Math.abs(x[i]);
            }
            return sum;
        }
    }

    /// `max sign·|x|`: the largest magnitude, or the smallest, negated. NaN if one element is.
    final class Extreme implements NormLoop {
        private final float sign;
        private float[] lanes = {};

        Extreme(float sign) {
            this.sign = sign;
        }

        @Override
        public void reserve(int chunks) {
            if (lanes.length < chunks * LANES) {
                lanes = new float[chunks * LANES];
            }
        }

        @Override
        public double run(float[] x, int from, int to, int chunk) {
            var m0 = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
            var m1 = m0;
            var m2 = m0;
            var m3 = m0;
            int i = from;
            for (; i <= to - 4 * LANES; i += 4 * LANES) {
                var a = FloatVector.fromArray(SPECIES, x, i).abs();
                var b = FloatVector.fromArray(SPECIES, x, i + LANES).abs();
                var c = FloatVector.fromArray(SPECIES, x, i + 2 * LANES).abs();
                var d = FloatVector.fromArray(SPECIES, x, i + 3 * LANES).abs();
                m0 = m0.max(a.mul(sign));
                m1 = m1.max(b.mul(sign));
                m2 = m2.max(c.mul(sign));
                m3 = m3.max(d.mul(sign));
            }
            int at = chunk * LANES;
            m0.max(m1).max(m2.max(m3)).intoArray(lanes, at);
            float largest = Float.NEGATIVE_INFINITY;
            for (int lane = at; lane < at + LANES; lane++) {
                largest = Math.max(largest, lanes[lane]);
            }
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
        public double run(float[] x, int from, int to, int chunk) {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += Math.pow(Math.abs(x[i]) / scale, power);
            }
            return sum;
        }
    }
}
