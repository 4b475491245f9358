package lanewise.bench;

/// The plain loops of [RowsBenchmark], as one writes them.
final class ScalarRows {
    private final RowWork work;
    private final float[] x;
    private final float[] w;
    private final float[] b;
    private final float[] dy;
    private final int n;
    private final int rows;

    /// @param inputs `x`, and if there are any a scale and a shift
    ScalarRows(RowWork work, float[][] inputs, float[] dy) {
        this.work = work;
        this.x = inputs[0];
        this.n = work.shape.dim(-1);
        this.rows = x.length / n;
        this.w = inputs.length > 1 ? inputs[1] : new float[0];
        this.b = inputs.length > 2 ? inputs[2] : new float[n];
        this.dy = dy;
    }

    /// Writes the result to `y`, or, if `backward`, the gradient of `x`.
    void run(boolean backward, float[] y) {
        switch (work) {
            case SOFTMAX_128X1000, SOFTMAX_4096X128 -> softmax(false, backward, y);
            case LOG_SOFTMAX_128X1000, LOG_SOFTMAX_4096X128 -> softmax(true, backward, y);
            case CROSS_ENTROPY_128X1000, CROSS_ENTROPY_4096X128 -> crossEntropy(backward, y);
            case WEIGHTED_CROSS_ENTROPY_128X1000, SOFT_CROSS_ENTROPY_128X1000 -> distribution(backward, y);
            case LAYER_NORM_4096X384 -> rowNorm(true, backward, y);
            case RMS_NORM_4096X384 -> rowNorm(false, backward, y);
            case BATCH_NORM_32X16X1024 -> batchNorm(backward, y);
        }
    }

    /// `e^(x − max)` of a row to `y`; returns the sum.
    private double exponentials(int at, float[] y) {
        float max = Float.NEGATIVE_INFINITY;
        for (int j = at; j < at + n; j++) {
            max = Math.max(max, x[j]);
        }
        double sum = 0;
        for (int j = at; j < at + n; j++) {
            y[j] = (float) Math.exp(x[j] - max);
            sum += y[j];
        }
        return sum;
    }

    private void softmax(boolean logarithm, boolean backward, float[] y) {
        for (int at = 0; at < x.length; at += n) {
            double sum = exponentials(at, y);
            double dot = 0;
            for (int j = at; j < at + n; j++) {
                float p = (float) (y[j] / sum);
                y[j] = logarithm && !backward ? (float) Math.log(p) : p;
                dot += backward ? (logarithm ? dy[j] : dy[j] * p) : 0;
            }
            for (int j = at; backward && j < at + n; j++) {
                y[j] = (float) (logarithm ? dy[j] - y[j] * dot : y[j] * (dy[j] - dot));
            }
        }
    }

    private void crossEntropy(boolean backward, float[] y) {
        float[] p = backward ? y : new float[x.length];
        double loss = 0;
        for (int row = 0; row < rows; row++) {
            int at = row * n;
            double sum = exponentials(at, p);
            int label = at + work.label(row);
            loss -= Math.log(p[label] / sum);
            for (int j = at; backward && j < at + n; j++) {
                y[j] = (float) ((p[j] / sum - (j == label ? 1 : 0)) / rows);
            }
        }
        if (!backward) {
            y[0] = (float) (loss / rows);
        }
    }

    /// Against `q`, which holds weights, smoothing and probabilities.
    private void distribution(boolean backward, float[] y) {
        boolean weighted = work == RowWork.WEIGHTED_CROSS_ENTROPY_128X1000;
        float[] p = backward ? y : new float[x.length];
        float[] q = new float[x.length];
        double divisor = fill(weighted, q);
        double loss = 0;
        for (int at = 0; at < x.length; at += n) {
            double sum = exponentials(at, p);
            double total = 0;
            for (int j = at; j < at + n; j++) {
                total += q[j];
                loss -= q[j] * Math.log(p[j] / sum);
            }
            for (int j = at; backward && j < at + n; j++) {
                y[j] = (float) ((p[j] / sum * total - q[j]) / divisor);
            }
        }
        if (!backward) {
            y[0] = (float) (loss / divisor);
        }
    }

    /// Returns what the mean divides by.
    private double fill(boolean weighted, float[] q) {
        if (!weighted) {
            System.arraycopy(work.probabilities(), 0, q, 0, q.length);
            return rows;
        }
        float[] weights = work.weights();
        double divisor = 0;
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < n; j++) {
                double share = RowWork.SMOOTHING / n + (j == work.label(row) ? 1 - RowWork.SMOOTHING : 0);
                q[row * n + j] = (float) (weights[j] * share);
            }
            divisor += weights[work.label(row)];
        }
        return divisor;
    }

    private void rowNorm(boolean centred, boolean backward, float[] y) {
        for (int at = 0; at < x.length; at += n) {
            double mean = 0;
            for (int j = at; centred && j < at + n; j++) {
                mean += x[j] / (double) n;
            }
            double variance = 0;
            for (int j = at; j < at + n; j++) {
                variance += (x[j] - mean) * (x[j] - mean) / n;
            }
            double scale = 1 / Math.sqrt(variance + RowWork.EPSILON);
            double sum = 0;
            double product = 0;
            for (int j = at; backward && j < at + n; j++) {
                double g = dy[j] * w[j - at];
                sum += centred ? g / n : 0;
                product += g * (x[j] - mean) * scale / n;
            }
            for (int j = at; j < at + n; j++) {
                double normal = (x[j] - mean) * scale;
                y[j] = (float)
                        (backward
                                ? scale * (dy[j] * w[j - at] - sum - normal * product)
                                : normal * w[j - at] + b[j - at]);
            }
        }
    }

    /// Rows are runs of a channel.
    private void batchNorm(boolean backward, float[] y) {
        int channels = work.shape.dim(1);
        double count = x.length / (double) channels;
        for (int channel = 0; channel < channels; channel++) {
            double mean = 0;
            double variance = 0;
            double sum = 0;
            double product = 0;
            for (int row = channel; row < rows; row += channels) {
                for (int j = row * n; j < row * n + n; j++) {
                    mean += x[j] / count;
                }
            }
            for (int row = channel; row < rows; row += channels) {
                for (int j = row * n; j < row * n + n; j++) {
                    variance += (x[j] - mean) * (x[j] - mean) / count;
                    sum += dy[j] / count;
                    product += dy[j] * (x[j] - mean) / count;
                }
            }
            double scale = 1 / Math.sqrt(variance + RowWork.EPSILON);
            for (int row = channel; row < rows; row += channels) {
                for (int j = row * n; j < row * n + n; j++) {
                    double d = x[j] - mean;
                    y[j] = (float)
                            (backward
                                    ? w[channel] * scale * (dy[j] - sum - d * scale * scale * product)
                                    : d * scale * w[channel] + b[channel]);
                }
            }
        }
    }
}
