package lanewise.bench.peers;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.simd.Lanes;

/// The plain loop of a [Traffic.Kind], again and again over each thread's part of the same arrays.
final class StreamLoop implements RangeTask {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;

    private final Traffic.Kind kind;
    private final int repetitions;
    private final float[] a;
    private final float[] b;
    private final float[] y;

    /// @param length of each array, a multiple of 64
    StreamLoop(Traffic.Kind kind, int length, int repetitions) {
        this.kind = kind;
        this.repetitions = repetitions;
        a = new float[length];
        b = kind == Traffic.Kind.ADD ? new float[length] : a;
        y = kind == Traffic.Kind.READ ? new float[64 * Lanes.LANES] : new float[length];
        Arrays.fill(a, 1e-9f);
        Arrays.fill(b, 1e-9f);
    }

    @Override
    public void run(int from, int to) {
        for (int i = 0; i < repetitions; i++) {
            switch (kind) {
                case READ -> read(from, to);
                case COPY -> copy(from, to);
                case ADD -> add(from, to);
                case UPDATE -> update(from, to);
            }
        }
    }

    private void copy(int from, int to) {
        for (int i = from; i < to; i += Lanes.LANES) {
            FloatVector.fromArray(SPECIES, a, i).intoArray(y, i);
        }
    }

    private void add(int from, int to) {
        for (int i = from; i < to; i += Lanes.LANES) {
            FloatVector sum = FloatVector.fromArray(SPECIES, a, i).add(FloatVector.fromArray(SPECIES, b, i));
            sum.intoArray(y, i);
        }
    }

    private void update(int from, int to) {
        FloatVector c = FloatVector.broadcast(SPECIES, 1e-3f);
        for (int i = from; i < to; i += Lanes.LANES) {
            FloatVector old = FloatVector.fromArray(SPECIES, y, i);
            FloatVector.fromArray(SPECIES, a, i).fma(c, old).intoArray(y, i);
        }
    }

    private void read(int from, int to) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = from; i + 3 * Lanes.LANES < to; i += 4 * Lanes.LANES) {
            s0 = s0.add(FloatVector.fromArray(SPECIES, a, i));
            s1 = s1.add(FloatVector.fromArray(SPECIES, a, i + Lanes.LANES));
            s2 = s2.add(FloatVector.fromArray(SPECIES, a, i + 2 * Lanes.LANES));
            s3 = s3.add(FloatVector.fromArray(SPECIES, a, i + 3 * Lanes.LANES));
        }
        // a place of its own for each thread, on a cache line of its own
        int place = from / 64 % 32 * 2 * Lanes.LANES;
        s0.add(s1).add(s2.add(s3)).intoArray(y, place);
    }

    /// What was written.
    float[] result() {
        return y;
    }
}
