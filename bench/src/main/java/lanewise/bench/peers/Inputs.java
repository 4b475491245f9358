package lanewise.bench.peers;

import java.util.Arrays;

/// The numbers that problems are computed on: the same for every contender, in every process.
final class Inputs {
    private static final float UNIT_VARIANCE = (float) Math.sqrt(3);

    private Inputs() {}

    /// `length` numbers of mean 0 and variance 1, the sum of four uniform ones each: from −3.5 to 3.5, and the
    /// same for a seed.
    static float[] normal(int seed, int length) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            long bits = mix(((long) seed << 32) + i);
            int sum = 0;
            for (int part = 0; part < Long.SIZE; part += Short.SIZE) {
                sum += (int) (bits >>> part) & 0xFFFF;
            }
            numbers[i] = (sum * 0x1p-16f - 2) * UNIT_VARIANCE;
        }
        return numbers;
    }

    /// The same with another standard deviation.
    static float[] normal(int seed, int length, float deviation) {
        float[] numbers = normal(seed, length);
        for (int i = 0; i < length; i++) {
            numbers[i] *= deviation;
        }
        return numbers;
    }

    /// Numbers from 0.1 to 3.6.
    static float[] positive(int seed, int length) {
        float[] numbers = normal(seed, length);
        for (int i = 0; i < length; i++) {
            numbers[i] = Math.abs(numbers[i]) + 0.1f;
        }
        return numbers;
    }

    /// The argument of a function of elements.
    static float[] argument(Problem.Elementwise problem) {
        return switch (problem.function()) {
            case LOG, SUM -> positive(1, problem.length());
            default -> normal(1, problem.length());
        };
    }

    /// `count` labels from 0 to below `classes`.
    static long[] labels(int count, int classes) {
        long[] labels = new long[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i * 7L % classes;
        }
        return labels;
    }

    /// Parameter `i` of an optimizer: small, so that a step is a good part of it and a wrong one shows.
    static float[] parameter(ParameterSet set, int i) {
        return normal(2 * i + 1, set.shapes.get(i).elements(), 1e-3f);
    }

    /// Its gradient.
    static float[] gradient(ParameterSet set, int i) {
        return normal(2 * i + 2, set.shapes.get(i).elements());
    }

    /// The sizes in `64x1000x100`.
    static int[] sizes(String text) {
        return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
    }

    /// A round number in few characters: `1e5`, `25e6`; any other as it is.
    static String count(int number) {
        int zeros = 0;
        int rest = number;
        while (rest != 0 && rest % 10 == 0) {
            rest /= 10;
            zeros++;
        }
        return zeros < 3 ? Integer.toString(number) : rest + "e" + zeros;
    }

    /// Stafford's mixture 13, as in [java.util.SplittableRandom].
    static long mix(long bits) {
        long z = (bits + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
