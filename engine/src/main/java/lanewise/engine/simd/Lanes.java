package lanewise.engine.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The one place that chooses a vector species.
///
/// Kernels call the Vector API itself, never a method of ours that takes or returns a vector. C2 always inlines the
/// API's methods, whatever it knows of the program; ours only where its counts say that they are worth it, and a
/// loop compiled when it was rare (say, the second of two operations that share a call) keeps such a call for good,
/// with every vector that crosses it boxed: 20 times slower, tens of bytes an element.
///
/// No loop uses float vectors of two widths, or a second one beside another's, not even a rare loop. Every width is
/// a class, the API's methods call virtual ones, and C2 goes by the classes that it counted there in the whole
/// program: where the second class has more than a tenth, it compiles both, and each vector of a loop compiled from
/// then on, wherever it is, becomes an object.
///
/// The width is the machine's own, or that of the property `lanewise.vectorBits` (128, 256 or 512). A width beyond
/// the machine's is emulated: right, and some hundred times slower.
public final class Lanes {
    /// The species of every float vector in the library.
    public static final VectorSpecies<Float> SPECIES = chooseSpecies();

    /// Floats in one vector.
    public static final int LANES = SPECIES.length();

    /// Whether vectors are wider than the machine's own.
    public static final boolean EMULATED = SPECIES.length() > FloatVector.SPECIES_PREFERRED.length();

    /// Floats that every buffer carries behind its last element, so that a load of one full vector at any element
    /// stays inside the array. They may be read, never written: in a view they are somebody else's elements.
    public static final int PADDING = Math.max(16, LANES);

    /// Whether the processor has a fused multiply-add; without one [Math#fma] and the Vector API's go through
    /// `BigDecimal`: the same bits, and some hundred times slower. Matrix products then do without.
    public static final boolean HAS_FMA = probeFma();

    private Lanes() {}

    /// `a·b + c`, rounded once where the processor has the instruction, otherwise twice; which of the two is fixed
    /// for a machine.
    public static float fma(float a, float b, float c) {
        return HAS_FMA ? Math.fma(a, b, c) : a * b + c;
    }

    /// The largest multiple of `LANES` that is not above `length`.
    public static int wholeVectors(int length) {
        return length & -LANES;
    }

    private static VectorSpecies<Float> chooseSpecies() {
        String bits = System.getProperty("lanewise.vectorBits");
        if (bits == null) {
            VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
            return preferred.length() < 4 ? FloatVector.SPECIES_128 : preferred;
        }
        return switch (bits) {
            case "128" -> FloatVector.SPECIES_128;
            case "256" -> FloatVector.SPECIES_256;
            case "512" -> FloatVector.SPECIES_512;
            default ->
                throw new IllegalArgumentException(
                        "lanewise.vectorBits is " + bits + "; it can be 128, 256 or 512, or left out");
        };
    }

    /// Times [Math#fma]: with hardware support an interpreted call takes some 20 ns, through `BigDecimal` over 1
    /// us. The fastest of several tries decides, so that an interruption cannot make one run compute other bits
    /// than the next.
    private static boolean probeFma() {
        float sum = 0;
        for (int attempt = 0; attempt < 10; attempt++) {
            long start = System.nanoTime();
            for (int i = 0; i < 4; i++) {
                sum = Math.fma(sum, 0.5f, 1.1f);
            }
            // sum converges to 2.2; the comparison keeps the loop alive
            if (System.nanoTime() - start < 4_000 && sum > 1f) {
                return true;
            }
        }
        return false;
    }
}
