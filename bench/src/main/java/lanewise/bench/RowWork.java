package lanewise.bench;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.op.BatchNorm;
import lanewise.engine.op.CrossEntropy;
import lanewise.engine.op.LayerNorm;
import lanewise.engine.op.LogSoftmax;
import lanewise.engine.op.Operation;
import lanewise.engine.op.Reduction;
import lanewise.engine.op.RmsNorm;
import lanewise.engine.op.SoftCrossEntropy;
import lanewise.engine.op.Softmax;

/// Operations on rows, each on the sizes that it is known by: of a classifier, of attention, of a transformer's and
/// a convolutional network's layers.
public enum RowWork {
    /// Softmax of 128 rows of 1,000.
    SOFTMAX_128X1000(128, 1000),
    /// Softmax of 4,096 rows of 128.
    SOFTMAX_4096X128(4096, 128),
    /// Its logarithm.
    LOG_SOFTMAX_128X1000(128, 1000),
    /// Its logarithm.
    LOG_SOFTMAX_4096X128(4096, 128),
    /// The mean cross entropy of 128 examples and 1,000 classes.
    CROSS_ENTROPY_128X1000(128, 1000),
    /// The mean cross entropy of 4,096 examples and 128 classes.
    CROSS_ENTROPY_4096X128(4096, 128),
    /// The mean cross entropy of 128 examples and 1,000 classes with weights and label smoothing.
    WEIGHTED_CROSS_ENTROPY_128X1000(128, 1000),
    /// The mean cross entropy of 128 examples against probabilities of 1,000 classes.
    SOFT_CROSS_ENTROPY_128X1000(128, 1000),
    /// Layer normalisation of 4,096 rows of 384, scaled and shifted.
    LAYER_NORM_4096X384(4096, 384),
    /// Normalisation by the root mean square of 4,096 rows of 384, scaled.
    RMS_NORM_4096X384(4096, 384),
    /// Batch normalisation in training of 32 examples of 16 channels of 32 x 32, scaled and shifted.
    BATCH_NORM_32X16X1024(32, 16, 1024);

    static final double EPSILON = 1e-5;

    /// Label smoothing, where there are weights.
    static final double SMOOTHING = 0.1;

    final Shape shape;

    RowWork(int... sizes) {
        this.shape = Shape.of(sizes);
    }

    /// How many inputs there are beside `x`: a scale, and a shift.
    int affine() {
        return switch (this) {
            case LAYER_NORM_4096X384, BATCH_NORM_32X16X1024 -> 2;
            case RMS_NORM_4096X384 -> 1;
            default -> 0;
        };
    }

    /// The length of scale and shift.
    int affineLength() {
        return shape.dim(shape.rank() == 3 ? 1 : -1);
    }

    /// Whether the result is one number.
    boolean isLoss() {
        return switch (this) {
            case CROSS_ENTROPY_128X1000,
                    CROSS_ENTROPY_4096X128,
                    WEIGHTED_CROSS_ENTROPY_128X1000,
                    SOFT_CROSS_ENTROPY_128X1000 -> true;
            default -> false;
        };
    }

    /// The label of a row.
    int label(int row) {
        return (int) (row * 7919L % shape.dim(-1));
    }

    /// A fresh operation: it holds what its forward pass leaves behind.
    Operation operation() {
        return switch (this) {
            case SOFTMAX_128X1000, SOFTMAX_4096X128 -> new Softmax(-1);
            case LOG_SOFTMAX_128X1000, LOG_SOFTMAX_4096X128 -> new LogSoftmax(-1);
            case CROSS_ENTROPY_128X1000, CROSS_ENTROPY_4096X128 -> new CrossEntropy(labels(), Reduction.MEAN);
            case WEIGHTED_CROSS_ENTROPY_128X1000 ->
                new CrossEntropy(labels(), array(weights(), affineLength()), Reduction.MEAN, SMOOTHING, -100);
            case SOFT_CROSS_ENTROPY_128X1000 ->
                new SoftCrossEntropy(array(probabilities(), shape.toArray()), null, Reduction.MEAN, 0);
            case LAYER_NORM_4096X384 -> new LayerNorm(Shape.of(affineLength()), EPSILON);
            case RMS_NORM_4096X384 -> new RmsNorm(Shape.of(affineLength()), EPSILON);
            case BATCH_NORM_32X16X1024 -> new BatchNorm(null, true, 0.1, EPSILON);
        };
    }

    /// A weight for each class.
    float[] weights() {
        float[] weights = new float[shape.dim(-1)];
        for (int j = 0; j < weights.length; j++) {
            weights[j] = 0.5f + j % 7 * 0.25f;
        }
        return weights;
    }

    /// A distribution for each row: most of it at the label, the rest in its neighbourhood.
    float[] probabilities() {
        int n = shape.dim(-1);
        float[] probabilities = new float[shape.elements()];
        for (int row = 0; row < shape.dim(0); row++) {
            for (int k = 0; k < 8; k++) {
                probabilities[row * n + (label(row) + k) % n] = k == 0 ? 0.65f : 0.05f;
            }
        }
        return probabilities;
    }

    private static NDArray array(float[] numbers, int... sizes) {
        return NDArray.of(Shape.of(sizes), numbers);
    }

    private LongArray labels() {
        LongArray labels = LongArray.empty(Shape.of(shape.dim(0)));
        for (int row = 0; row < shape.dim(0); row++) {
            labels.data()[row] = label(row);
        }
        return labels;
    }
}
