package lanewise.engine.simd;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// What [FunctionBitsTest] starts in a virtual machine that only interprets, and what it compares with.
public final class FunctionBitsProgram {
    private static final int LENGTH = 301;

    private FunctionBitsProgram() {}

    /// Prints the bits of each function's results, summed up.
    public static void main(String... args) {
        System.out.println(sums());
    }

    static Map<String, Integer> sums() {
        Map<String, Integer> sums = new LinkedHashMap<>();
        // ordinary ones only, and others among them
        for (float[] x : new float[][] {arguments(false), arguments(true)}) {
            float[] y = new float[x.length];
            for (var subject : TranscendentalTest.subjects().toList()) {
                subject.loop().run(x, 0, y, 0, LENGTH);
                sums.merge(subject.name(), Arrays.hashCode(y), (a, b) -> 31 * a + b);
            }
            ErrorFunction.normalCdf(x, 0, y, 0, LENGTH);
            sums.merge("normalCdf", Arrays.hashCode(y), (a, b) -> 31 * a + b);
            ErrorFunction.gelu(x, 0, y, 0, LENGTH);
            sums.merge("gelu", Arrays.hashCode(y), (a, b) -> 31 * a + b);
            ErrorFunction.addNormalDensity(x, 0, y, 0, LENGTH);
            sums.merge("addNormalDensity", Arrays.hashCode(y), (a, b) -> 31 * a + b);
            Power.pow(x, 0, x, 0, 1, 0.5f, y, 0, LENGTH);
            sums.merge("pow", Arrays.hashCode(y), (a, b) -> 31 * a + b);
        }
        return sums;
    }

    private static float[] arguments(boolean edges) {
        var random = new SplittableRandom(11);
        float[] x = new float[LENGTH + Lanes.PADDING];
        for (int i = 0; i < LENGTH; i++) {
            x[i] = (float) random.nextDouble(-20, 20);
        }
        if (edges) {
            x[7] = Float.POSITIVE_INFINITY;
            x[77] = -0f;
            x[111] = -100f;
            x[177] = 1e7f;
            x[277] = 1e-41f;
        }
        return x;
    }
}
