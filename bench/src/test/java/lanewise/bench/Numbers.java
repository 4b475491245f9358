package lanewise.bench;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import org.jspecify.annotations.Nullable;

/// The numbers in what a benchmark returns.
final class Numbers {
    private Numbers() {}

    /// All of them, in order: of arrays, tensors, and lists of these.
    static float[] of(@Nullable Object result) {
        return switch (result) {
            case float[] numbers -> numbers;
            case NDArray array -> array.toArray();
            case Tensor tensor -> tensor.toArray();
            case List<?> list -> joined(list);
            case null -> throw new AssertionError("a benchmark returns nothing to compare");
            default -> throw new AssertionError("a benchmark returns a " + result.getClass());
        };
    }

    /// `‖a − b‖ / ‖b‖`; NaN if one of them is.
    static double distance(float[] a, float[] b) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < b.length; i++) {
            difference += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
            norm += (double) b[i] * b[i];
        }
        return Math.sqrt(difference / norm);
    }

    private static float[] joined(List<?> list) {
        List<float[]> parts = new ArrayList<>();
        int length = 0;
        for (Object part : list) {
            parts.add(of(part));
            length += parts.getLast().length;
        }
        float[] joined = new float[length];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}
