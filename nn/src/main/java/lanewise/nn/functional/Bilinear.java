package lanewise.nn.functional;

import java.util.Arrays;
import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import org.jspecify.annotations.Nullable;

/// The bilinear form of each pair of rows, as two products of matrices.
final class Bilinear {
    private Bilinear() {}

    static Tensor of(Tensor first, Tensor second, Tensor weight, @Nullable Tensor bias) {
        check(first, second, weight, bias);
        int out = weight.dim(0);
        int in1 = weight.dim(1);
        int in2 = weight.dim(2);
        int[] sizes = first.shape().toArray();
        sizes[sizes.length - 1] = out;
        int rows = Arrays.stream(sizes, 0, sizes.length - 1).reduce(1, (a, b) -> a * b);
        // [rows, in1]·[in1, out·in2], then for each row [out, in2]·[in2]
        Tensor forms = first.reshape(rows, in1)
                .matmul(weight.transpose(0, 1).reshape(in1, out * in2))
                .reshape(rows, out, in2);
        Tensor y = forms.matmul(second.reshape(rows, in2, 1)).reshape(sizes);
        return bias == null ? y : y.add(bias);
    }

    private static void check(Tensor first, Tensor second, Tensor weight, @Nullable Tensor bias) {
        String shapes = "bilinear: inputs " + first.shape() + " and " + second.shape() + ", weight " + weight.shape();
        if (weight.rank() != 3 || first.rank() == 0 || first.rank() != second.rank()) {
            throw new ShapeMismatchException(
                    shapes + ": the weight must have 3 dimensions, and the inputs equally many, at least 1");
        }
        for (int d = 0; d < first.rank() - 1; d++) {
            if (first.dim(d) != second.dim(d)) {
                throw new ShapeMismatchException(shapes + ": the inputs disagree on dimension " + d + ", "
                        + first.dim(d) + " != " + second.dim(d));
            }
        }
        if (first.dim(-1) != weight.dim(1) || second.dim(-1) != weight.dim(2)) {
            throw new ShapeMismatchException(shapes + ": the inputs' last sizes are " + first.dim(-1) + " and "
                    + second.dim(-1) + ", the weight's " + weight.dim(1) + " and " + weight.dim(2));
        }
        if (bias != null && (bias.rank() != 1 || bias.dim(0) != weight.dim(0))) {
            throw new ShapeMismatchException(shapes + ": a bias " + bias.shape() + " must be [" + weight.dim(0) + "]");
        }
    }
}
