package lanewise.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.VectorModule;
import org.jspecify.annotations.Nullable;

/// The buffers of one thread's closed workspaces, by capacity, ready to be taken again.
///
/// Capacities are rounded up to eight classes an octave, so that a buffer serves lengths up to 12 % below its own.
/// The padding comes on top of that: the sizes of networks are round numbers, and would need the next class with
/// it. With the property `lanewise.poison` every buffer that comes back is filled with NaN (or the largest long, or
/// true), so that a test sees whoever reads memory it did not write.
final class BufferPool {
    private static final boolean POISON = Boolean.getBoolean("lanewise.poison");
    private static final int CLASSES = 8 * 31;

    private long bytes;
    private final @Nullable List<float[]>[] floats = emptyClasses();
    private final @Nullable List<long[]>[] longs = emptyClasses();
    private final @Nullable List<boolean[]>[] bools = emptyClasses();

    /// The length of a buffer for `length` elements: with padding behind the last.
    ///
    /// Every array of the library begins here, and so it is here that a missing vector module is noticed.
    static int padded(int length) {
        VectorModule.require();
        return length + Lanes.PADDING;
    }

    float[] takeFloats(int length) {
        int sizeClass = sizeClass(length);
        float[] free = takeLast(floats[sizeClass]);
        if (free != null) {
            return free;
        }
        float[] made = new float[padded(capacity(sizeClass))];
        bytes += (long) Float.BYTES * made.length;
        return made;
    }

    long[] takeLongs(int length) {
        int sizeClass = sizeClass(length);
        long[] free = takeLast(longs[sizeClass]);
        if (free != null) {
            return free;
        }
        long[] made = new long[padded(capacity(sizeClass))];
        bytes += (long) Long.BYTES * made.length;
        return made;
    }

    boolean[] takeBools(int length) {
        int sizeClass = sizeClass(length);
        boolean[] free = takeLast(bools[sizeClass]);
        if (free != null) {
            return free;
        }
        boolean[] made = new boolean[padded(capacity(sizeClass))];
        bytes += made.length;
        return made;
    }

    void give(float[] buffer) {
        if (POISON) {
            Arrays.fill(buffer, Float.NaN);
        }
        put(floats, buffer.length, buffer);
    }

    void give(long[] buffer) {
        if (POISON) {
            Arrays.fill(buffer, Long.MAX_VALUE);
        }
        put(longs, buffer.length, buffer);
    }

    void give(boolean[] buffer) {
        if (POISON) {
            Arrays.fill(buffer, true);
        }
        put(bools, buffer.length, buffer);
    }

    /// The bytes of the buffers that were made since the last [#clear()].
    long bytes() {
        return bytes;
    }

    /// Forgets all free buffers.
    void clear() {
        bytes = 0;
        Arrays.fill(floats, null);
        Arrays.fill(longs, null);
        Arrays.fill(bools, null);
    }

    private static <A> @Nullable A takeLast(@Nullable List<A> free) {
        return free == null || free.isEmpty() ? null : free.removeLast();
    }

    private static <A> void put(@Nullable List<A>[] classes, int length, A buffer) {
        int sizeClass = sizeClass(length - Lanes.PADDING);
        if (length != padded(capacity(sizeClass))) {
            return; // kept memory of another length: left to the collector
        }
        List<A> free = classes[sizeClass];
        if (free == null) {
            free = new ArrayList<>();
            classes[sizeClass] = free;
        }
        free.add(buffer);
    }

    /// The smallest class whose capacity is at least `length`.
    static int sizeClass(int length) {
        int last = Math.max(length - 1, 0);
        int shift = Math.max(28 - Integer.numberOfLeadingZeros(last), 0);
        int units = (last >> shift) + 1; // 9 to 16 units of 2^shift
        return Math.max(8 * shift + units - 8, 0);
    }

    /// The capacity of a class: 8 to 15 units of a power of two.
    static int capacity(int sizeClass) {
        long capacity = (long) (8 + (sizeClass & 7)) << (sizeClass >> 3);
        return (int) Math.min(capacity, Integer.MAX_VALUE - 8 - Lanes.PADDING);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types
    private static <A> @Nullable List<A>[] emptyClasses() {
        return new List[CLASSES];
    }
}
