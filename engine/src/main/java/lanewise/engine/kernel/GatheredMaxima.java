package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import lanewise.engine.simd.Lanes;

/// The loops of [MaxPooling] over a vector of windows, whatever these are: a table says where the elements of each
/// window lie in a channel, and they are gathered from one channel after the other. The table knows of no lines, so
/// that lines which are shorter than a vector do no harm. Of a window with fewer elements than others the last one
/// is there several times, which changes nothing.
final class GatheredMaxima {
    /// Whether gathering is worth it. SVE does it as well, but other ARM processors do not, and none says so.
    static final boolean IS_FAST = GemmBlocking.isX86();

    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());

    /// Elements of a table, unless one vector of windows has more.
    private static final int MOST_PLACES = 1 << 13;

    private static final ThreadLocal<GatheredMaxima> OF_THREAD = ThreadLocal.withInitial(GatheredMaxima::new);

    /// Where the elements are: for each vector of windows and each element a vector of places.
    private int[] table = new int[0];

    /// Of one channel: the greatest elements, and where they are.
    private float[] greatest = new float[0];

    private int[] places = new int[0];

    private GatheredMaxima() {}

    /// The channels `[from, to)` of [MaxPooling#run]; no window is empty.
    static void run(PoolWindows windows, int from, int to, float[] x, int xAt, float[] y, int yAt, long[] indices) {
        OF_THREAD.get().compute(windows, from, to, x, xAt, y, yAt, indices);
    }

    private void compute(PoolWindows w, int from, int to, float[] x, int xAt, float[] y, int yAt, long[] indices) {
        int elements = w.largest();
        int most = Math.min(Math.max(MOST_PLACES / elements / LANES, 1), GemmBlocking.tiles(w.outputs, LANES));
        if (table.length < most * elements * LANES) {
            table = new int[most * elements * LANES];
        }
        if (places.length < most * LANES) {
            places = new int[most * LANES];
            greatest = new float[most * LANES + Lanes.PADDING];
        }
        for (int first = 0; first < w.outputs; first += most * LANES) {
            int count = Math.min(most * LANES, w.outputs - first);
            int vectors = GemmBlocking.tiles(count, LANES);
            for (int i = 0; i < vectors * LANES; i++) {
                int at = i / LANES * elements * LANES + i % LANES;
                w.places(Math.min(first + i, w.outputs - 1), elements, table, at, LANES);
            }
            for (int plane = from; plane < to; plane++) {
                findGreatest(vectors, elements, table, x, xAt + plane * w.inputs, greatest, places);
                int at = plane * w.outputs + first;
                System.arraycopy(greatest, 0, y, yAt + at, count);
                for (int i = 0; i < count; i++) {
                    indices[at + i] = places[i];
                }
            }
        }
    }

    private static void findGreatest(
            int vectors, int elements, int[] table, float[] x, int xAt, float[] greatest, int[] places) {
        int at = 0;
        for (int v = 0; v < vectors; v++) {
            var value = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
            var place = IntVector.fromArray(INTS, table, at);
            for (int e = 0; e < elements; e++, at += LANES) {
                var next = FloatVector.fromArray(SPECIES, x, xAt, table, at);
                var better = next.compare(VectorOperators.GT, value).or(next.test(VectorOperators.IS_NAN));
                value = value.blend(next, better);
                place = place.blend(IntVector.fromArray(INTS, table, at), better.cast(INTS));
            }
            value.intoArray(greatest, v * LANES);
            place.intoArray(places, v * LANES);
        }
    }
}
