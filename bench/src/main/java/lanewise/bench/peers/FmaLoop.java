package lanewise.bench.peers;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.simd.Lanes;

/// Multiply-adds that wait for nothing: ten sums, since a processor with two units and a latency of four cycles
/// needs eight, and more would not fit into 16 registers.
final class FmaLoop implements RangeTask {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int SUMS = 10;
    private static final int ITERATIONS = 10_000;

    /// Floating-point operations for one index.
    static final double FLOPS = 2.0 * SUMS * ITERATIONS * Lanes.LANES;

    private final float[] sums;

    FmaLoop(int length) {
        sums = new float[length * Lanes.LANES];
    }

    @Override
    public void run(int from, int to) {
        for (int i = from; i < to; i++) {
            compute(i * Lanes.LANES);
        }
    }

    private void compute(int at) {
        FloatVector a = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector b = FloatVector.broadcast(SPECIES, 1f);
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        FloatVector s6 = s0;
        FloatVector s7 = s0;
        FloatVector s8 = s0;
        FloatVector s9 = s0;
        for (int i = 0; i < ITERATIONS; i++) {
            s0 = s0.fma(a, b);
            s1 = s1.fma(a, b);
            s2 = s2.fma(a, b);
            s3 = s3.fma(a, b);
            s4 = s4.fma(a, b);
            s5 = s5.fma(a, b);
            s6 = s6.fma(a, b);
            s7 = s7.fma(a, b);
            s8 = s8.fma(a, b);
            s9 = s9.fma(a, b);
        }
        FloatVector low = s0.add(s1).add(s2).add(s3).add(s4);
        low.add(s5).add(s6).add(s7).add(s8).add(s9).intoArray(sums, at);
    }

    /// What all is worth, so that the compiler cannot leave it out: each sum tends to 2.
    float[] sums() {
        return sums;
    }
}
