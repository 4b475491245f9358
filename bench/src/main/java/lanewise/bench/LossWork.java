package lanewise.bench;

import java.util.Arrays;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;

/// Losses, as the mean over all elements, or examples, with the gradient of the input. Each as the library computes
/// it, and as a plain loop.
public enum LossWork {
    /// Squared error.
    MSE {
        @Override
        Tensor loss(Tensor x, Tensor t) {
            return Functional.mseLoss(x, t, Reduction.MEAN);
        }

        @Override
        double slope(double x, double t) {
            return 2 * (x - t);
        }
    },
    /// Absolute error.
    L1 {
        @Override
        Tensor loss(Tensor x, Tensor t) {
            return Functional.l1Loss(x, t, Reduction.MEAN);
        }

        @Override
        double slope(double x, double t) {
            return Math.signum(x - t);
        }
    },
    /// Absolute error, squared within 1.
    SMOOTH_L1 {
        @Override
        Tensor loss(Tensor x, Tensor t) {
            return Functional.smoothL1Loss(x, t, 1, Reduction.MEAN);
        }

        @Override
        double slope(double x, double t) {
            return Math.clamp(x - t, -1.0, 1.0);
        }
    },
    /// The same as Huber has it, squared within 0.5.
    HUBER {
        @Override
        Tensor loss(Tensor x, Tensor t) {
            return Functional.huberLoss(x, t, 0.5, Reduction.MEAN);
        }

        @Override
        double slope(double x, double t) {
            return Math.clamp(x - t, -0.5, 0.5);
        }
    },
    /// Binary cross entropy of probabilities.
    BINARY_CROSS_ENTROPY {
        @Override
        Tensor loss(Tensor x, Tensor t) {
            return Functional.binaryCrossEntropy(x, t, null, Reduction.MEAN);
        }

        @Override
        double slope(double x, double t) {
            return (x - t) / (x * (1 - x));
        }
    },
    /// Binary cross entropy of logits.
    BINARY_CROSS_ENTROPY_WITH_LOGITS {
        @Override
        Tensor loss(Tensor x, Tensor t) {
            return Functional.binaryCrossEntropyWithLogits(x, t, Reduction.MEAN);
        }

        @Override
        double slope(double x, double t) {
            return 1 / (1 + Math.exp(-x)) - t;
        }
    },
    /// Divergence of probabilities from log-probabilities.
    KL_DIV {
        @Override
        Tensor loss(Tensor x, Tensor t) {
            return Functional.klDiv(x, t, false, Reduction.MEAN);
        }

        @Override
        double slope(double x, double t) {
            return -t;
        }
    },
    /// Log-probability of labels, which are the place in a row.
    NLL {
        @Override
        Tensor loss(Tensor x, Tensor t) {
            return Functional.nllLoss(x, LongTensor.of(labels(x.dim(0), x.dim(1))));
        }

        @Override
        void loop(float[] x, float[] t, float[] dx, int classes) {
            Arrays.fill(dx, 0f);
            int rows = x.length / classes;
            long[] labels = labels(rows, classes);
            for (int i = 0; i < rows; i++) {
                dx[i * classes + (int) labels[i]] = -1f / rows;
            }
        }

        @Override
        double slope(double x, double t) {
            throw new UnsupportedOperationException("it is not element-wise");
        }
    };

    abstract Tensor loss(Tensor x, Tensor t);

    /// The derivative of an element's loss.
    abstract double slope(double x, double t);

    /// The gradient of the mean.
    void loop(float[] x, float[] t, float[] dx, int classes) {
        for (int i = 0; i < x.length; i++) {
            dx[i] = (float) (slope(x[i], t[i]) / x.length);
        }
    }

    static long[] labels(int rows, int classes) {
        long[] labels = new long[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = i * 7919L % classes;
        }
        return labels;
    }
}
