package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.PADDING;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Lanes.wholeVectors;
import static lanewise.optim.BlockSums.BLOCK;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// Arithmetic on vectors of one length, without allocating. They lie at the front of arrays that belong to the
/// optimizer alone, so a result may run on into the padding behind its last element.
final class FlatVectors {
    private static final float[] NONE = {};

    private final int length;
    private final int blocks;
    private final DotProduct product;
    private final BlockSums sums;
    private final float[] maxima;
    private final RangeTask add = new Add();
    private final RangeTask scale = new Scale();
    private final RangeTask subtract = new Subtract();
    private final RangeTask measure = new Measure();
    private float[] x = NONE;
    private float[] y = NONE;
    private float[] result = NONE;
    private float factor;

    FlatVectors(int length) {
        this.length = length;
        blocks = BlockSums.blocks(length);
        product = new DotProduct(length);
        sums = new BlockSums(length);
        maxima = new float[blocks * LANES];
    }

    /// A new vector of zeros.
    float[] zeros() {
        return new float[length + PADDING];
    }

    /// `Σᵢ x[i]·y[i]`
    double dot(float[] x, float[] y) {
        return product.of(x, 0, y, 0);
    }

    /// `y[i] += factor·x[i]`
    void add(double factor, float[] x, float[] y) {
        run(add, factor, x, y, y);
    }

    /// `result[i] = factor·x[i]`, where the two may be the same array.
    void scale(double factor, float[] x, float[] result) {
        run(scale, factor, x, x, result);
    }

    /// `result[i] = x[i] − y[i]`
    void subtract(float[] x, float[] y, float[] result) {
        run(subtract, 1, x, y, result);
    }

    /// `max |x[i]|`, NaN if there is one among them; 0 of no elements.
    double maxAbs(float[] x) {
        run(measure, 1, x, x, x);
        float max = 0;
        for (float ofLane : maxima) {
            max = Math.max(max, ofLane);
        }
        return max;
    }

    /// `Σᵢ |x[i]|`
    double sumAbs(float[] x) {
        run(measure, 1, x, x, x);
        return sums.total();
    }

    private void run(RangeTask task, double factor, float[] x, float[] y, float[] result) {
        this.factor = (float) factor;
        this.x = x;
        this.y = y;
        this.result = result;
        Workers.run(blocks, BlockSums.GRAIN, task);
        this.x = NONE;
        this.y = NONE;
        this.result = NONE;
    }

    private int end(int block) {
        return Math.min(length, block * BLOCK);
    }

    private final class Add implements RangeTask {
        @Override
        public void run(int from, int to) {
            var k = FloatVector.broadcast(SPECIES, factor);
            for (int i = from * BLOCK; i < end(to); i += LANES) {
                var xi = FloatVector.fromArray(SPECIES, x, i);
                var yi = FloatVector.fromArray(SPECIES, y, i);
                xi.fma(k, yi).intoArray(result, i);
            }
        }
    }

    private final class Scale implements RangeTask {
        @Override
        public void run(int from, int to) {
            for (int i = from * BLOCK; i < end(to); i += LANES) {
                FloatVector.fromArray(SPECIES, x, i).mul(factor).intoArray(result, i);
            }
        }
    }

    private final class Subtract implements RangeTask {
        @Override
        public void run(int from, int to) {
            for (int i = from * BLOCK; i < end(to); i += LANES) {
                var xi = FloatVector.fromArray(SPECIES, x, i);
                var yi = FloatVector.fromArray(SPECIES, y, i);
                xi.sub(yi).intoArray(result, i);
            }
        }
    }

    private final class Measure implements RangeTask {
        @Override
        public void run(int from, int to) {
            for (int block = from; block < to; block++) {
                int at = block * BLOCK;
                int count = Math.min(BLOCK, length - at);
                int whole = wholeVectors(count);
                int lane = BlockSums.at(block);
                measureVectors(x, at, whole, sums.lanes, maxima, lane);
                for (int i = at + whole; i < at + count; i++) {
                    float size = Math.abs(x[i]);
                    sums.lanes[lane] += size;
                    maxima[lane] = Math.max(maxima[lane], size);
                }
            }
        }
    }

    /// The sums and the maxima of the lanes of `n` elements, a multiple of `LANES`, to `[lane..lane+LANES)`.
    private static void measureVectors(float[] x, int at, int n, float[] sums, float[] maxima, int lane) {
        var sum = FloatVector.zero(SPECIES);
        var max = FloatVector.zero(SPECIES);
        for (int i = at; i < at + n; i += LANES) {
            var size = FloatVector.fromArray(SPECIES, x, i).abs();
            sum = sum.add(size);
            max = max.max(size);
        }
        sum.intoArray(sums, lane);
        max.intoArray(maxima, lane);
    }
}
