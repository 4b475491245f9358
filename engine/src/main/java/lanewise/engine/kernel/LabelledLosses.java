package lanewise.engine.kernel;

/// What log-probabilities `x [b, classes, inner]` say of labels `[b, inner]`. Weights are `w[wo + class]`; a
/// negative `wo` stands for weights of 1.
public final class LabelledLosses {
    private LabelledLosses() {}

    /// `y[i] = −w[label]·x[label]`, 0 where the label is ignored. Returns the sum of the weights of those that are
    /// not.
    public static double losses(
            float[] x,
            int xo,
            int classes,
            int inner,
            long[] labels,
            int labelsOffset,
            int count,
            long ignored,
            float[] w,
            int wo,
            float[] y) {
        double weights = 0;
        for (int i = 0; i < count; i++) {
            long label = labels[labelsOffset + i];
            if (label == ignored) {
                y[i] = 0f;
            } else {
                float weight = wo < 0 ? 1f : w[wo + (int) label];
                y[i] = -weight * x[xo + at(i, classes, inner, label)];
                weights += weight;
            }
        }
        return weights;
    }

    /// `dx[label] −= w[label]·dy[i·step]/divisor` for each label that is not ignored.
    public static void addGradient(
            float[] dx,
            int dxo,
            int classes,
            int inner,
            long[] labels,
            int labelsOffset,
            int count,
            long ignored,
            float[] w,
            int wo,
            float[] dy,
            int dyo,
            int step,
            double divisor) {
        for (int i = 0; i < count; i++) {
            long label = labels[labelsOffset + i];
            if (label != ignored) {
                double weight = wo < 0 ? 1 : w[wo + (int) label];
                dx[dxo + at(i, classes, inner, label)] -= (float) (weight * dy[dyo + i * step] / divisor);
            }
        }
    }

    /// The sum in double.
    public static double sum(float[] x, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += x[i];
        }
        return sum;
    }

    private static int at(int i, int classes, int inner, long label) {
        return (i / inner * classes + (int) label) * inner + i % inner;
    }
}
