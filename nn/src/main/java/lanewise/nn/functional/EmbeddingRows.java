package lanewise.nn.functional;

import java.util.Arrays;
import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.op.Embedding;
import org.jspecify.annotations.Nullable;

/// Rows of a table.
final class EmbeddingRows {
    private EmbeddingRows() {}

    static Tensor of(LongTensor input, Tensor weight, EmbeddingOptions options) {
        limit(input, weight, options);
        int padding = padding(options.paddingIdx(), weight);
        return Tensor.apply(new Embedding(input.array(), padding, options.scaleGradByFreq(), options.sparse()), weight);
    }

    /// The padding's row, counted from the front.
    static int padding(@Nullable Integer index, Tensor weight) {
        if (index == null) {
            return Embedding.NO_PADDING;
        }
        int rows = weight.rank() == 0 ? 0 : weight.dim(0);
        if (index < -rows || index >= rows) {
            throw new IndexOutOfBoundsException(
                    "embedding: the padding's index " + index + " is no row of the table " + weight.shape());
        }
        return index < 0 ? index + rows : index;
    }

    /// Scales the rows that are looked up and are too long, in the table.
    static void limit(LongTensor input, Tensor weight, EmbeddingOptions options) {
        Double limit = options.maxNorm();
        if (limit == null) {
            return;
        }
        try (GradMode _ = GradMode.noGrad()) {
            for (long row : Arrays.stream(input.toArray()).distinct().toArray()) {
                Tensor vector = weight.select(0, Math.toIntExact(row));
                double norm = norm(vector.array(), options.normType());
                if (norm > limit) {
                    vector.mul_((float) (limit / (norm + 1e-7)));
                }
            }
        }
    }

    private static double norm(NDArray vector, double p) {
        double sum = 0;
        for (float element : vector.toArray()) {
            double size = Math.abs(element);
            if (p == Double.POSITIVE_INFINITY) {
                sum = Math.max(sum, size);
            } else {
                sum += Math.pow(size, p);
            }
        }
        return p == Double.POSITIVE_INFINITY ? sum : Math.pow(sum, 1 / p);
    }
}
