package lanewise.optim;

import static java.lang.Math.max;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;

import org.jspecify.annotations.Nullable;

/// The rules in double for a single element, as the formulas in the papers and in PyTorch's documentation read.
abstract class Reference {
    int t;

    /// The element after one more step.
    final double step(double p, double g, OptimizerOptions<?> options) {
        t++;
        return update(p, g, options);
    }

    abstract double update(double p, double g, OptimizerOptions<?> options);

    static Reference of(OptimizerOptions<?> options) {
        return switch (options) {
            case SGD.Options _ -> new OfSGD();
            case Adam.Options _ -> new OfAdam();
            case AdamW.Options _ -> new OfAdamW();
            case RMSProp.Options _ -> new OfRMSProp();
            case AdaGrad.Options o -> new OfAdaGrad(o.initialAccumulatorValue());
            default -> throw new AssertionError(options);
        };
    }

    private static double signed(double p, double g, boolean maximize, double weightDecay) {
        return (maximize ? -g : g) + weightDecay * p;
    }

    private static final class OfSGD extends Reference {
        private @Nullable Double buffer;

        @Override
        double update(double p, double g, OptimizerOptions<?> options) {
            var o = (SGD.Options) options;
            double d = signed(p, g, o.maximize(), o.weightDecay());
            if (o.momentum() != 0) {
                buffer = buffer == null ? d : o.momentum() * buffer + (1 - o.dampening()) * d;
                d = o.nesterov() ? d + o.momentum() * buffer : buffer;
            }
            return p - o.learningRate() * d;
        }
    }

    private static final class Moments {
        private double m;
        private double v;
        private double largest;

        double direction(double g, int t, double beta1, double beta2, double eps, boolean amsgrad) {
            m = beta1 * m + (1 - beta1) * g;
            v = beta2 * v + (1 - beta2) * g * g;
            largest = max(largest, v);
            double corrected = (amsgrad ? largest : v) / (1 - pow(beta2, t));
            return m / (1 - pow(beta1, t)) / (sqrt(corrected) + eps);
        }
    }

    private static final class OfAdam extends Reference {
        private final Moments moments = new Moments();

        @Override
        double update(double p, double g, OptimizerOptions<?> options) {
            var o = (Adam.Options) options;
            double d = signed(p, g, o.maximize(), o.weightDecay());
            return p - o.learningRate() * moments.direction(d, t, o.beta1(), o.beta2(), o.eps(), o.amsgrad());
        }
    }

    private static final class OfAdamW extends Reference {
        private final Moments moments = new Moments();

        @Override
        double update(double p, double g, OptimizerOptions<?> options) {
            var o = (AdamW.Options) options;
            double d = o.maximize() ? -g : g;
            double decayed = p * (1 - o.learningRate() * o.weightDecay());
            return decayed - o.learningRate() * moments.direction(d, t, o.beta1(), o.beta2(), o.eps(), o.amsgrad());
        }
    }

    private static final class OfRMSProp extends Reference {
        private double square;
        private double mean;
        private double buffer;

        @Override
        double update(double p, double g, OptimizerOptions<?> options) {
            var o = (RMSProp.Options) options;
            double d = signed(p, g, o.maximize(), o.weightDecay());
            square = o.alpha() * square + (1 - o.alpha()) * d * d;
            mean = o.alpha() * mean + (1 - o.alpha()) * d;
            double variance = o.centered() ? square - mean * mean : square;
            double scaled = d / (sqrt(variance) + o.eps());
            buffer = o.momentum() * buffer + scaled;
            return p - o.learningRate() * (o.momentum() > 0 ? buffer : scaled);
        }
    }

    private static final class OfAdaGrad extends Reference {
        private double sum;

        OfAdaGrad(double initial) {
            sum = initial;
        }

        @Override
        double update(double p, double g, OptimizerOptions<?> options) {
            var o = (AdaGrad.Options) options;
            double d = signed(p, g, o.maximize(), o.weightDecay());
            sum += d * d;
            return p - o.learningRate() / (1 + (t - 1) * o.lrDecay()) * d / (sqrt(sum) + o.eps());
        }
    }
}
