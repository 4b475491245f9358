package lanewise.optim;

import static java.lang.Math.abs;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.pow;
import static java.lang.Math.signum;
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
            case Adadelta.Options _ -> new OfAdadelta();
            case Adamax.Options _ -> new OfAdamax();
            case NAdam.Options _ -> new OfNAdam();
            case RAdam.Options _ -> new OfRAdam();
            case ASGD.Options o -> new OfASGD(o.learningRate());
            case Rprop.Options o -> new OfRprop(o.learningRate());
            case Lion.Options _ -> new OfLion();
            default -> throw new AssertionError(options);
        };
    }

    private static double signed(double p, double g, boolean maximize, double weightDecay) {
        return (maximize ? -g : g) + weightDecay * p;
    }

    /// The weight decay that goes through the gradient.
    private static double coupled(boolean decoupled, double weightDecay) {
        return decoupled ? 0 : weightDecay;
    }

    private static double decayed(double p, boolean decoupled, double share) {
        return decoupled ? p * (1 - share) : p;
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
            double d = signed(p, g, o.maximize(), coupled(o.decoupledWeightDecay(), o.weightDecay()));
            double decayed = decayed(p, o.decoupledWeightDecay(), o.learningRate() * o.weightDecay());
            return decayed - o.learningRate() * moments.direction(d, t, o.beta1(), o.beta2(), o.eps(), o.amsgrad());
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

    private static final class OfAdadelta extends Reference {
        private double square;
        private double accumulated;

        @Override
        double update(double p, double g, OptimizerOptions<?> options) {
            var o = (Adadelta.Options) options;
            double d = signed(p, g, o.maximize(), o.weightDecay());
            square = o.rho() * square + (1 - o.rho()) * d * d;
            double delta = sqrt(accumulated + o.eps()) / sqrt(square + o.eps()) * d;
            accumulated = o.rho() * accumulated + (1 - o.rho()) * delta * delta;
            return p - o.learningRate() * delta;
        }
    }

    private static final class OfAdamax extends Reference {
        private double m;
        private double norm;

        @Override
        double update(double p, double g, OptimizerOptions<?> options) {
            var o = (Adamax.Options) options;
            double d = signed(p, g, o.maximize(), o.weightDecay());
            m = o.beta1() * m + (1 - o.beta1()) * d;
            norm = max(o.beta2() * norm, abs(d) + o.eps());
            return p - o.learningRate() / (1 - pow(o.beta1(), t)) * m / norm;
        }
    }

    private static final class OfNAdam extends Reference {
        private double m;
        private double v;
        private double product = 1;

        @Override
        double update(double p, double g, OptimizerOptions<?> options) {
            var o = (NAdam.Options) options;
            double d = signed(p, g, o.maximize(), coupled(o.decoupledWeightDecay(), o.weightDecay()));
            double decayed = decayed(p, o.decoupledWeightDecay(), o.learningRate() * o.weightDecay());
            double mu = o.beta1() * (1 - 0.5 * pow(0.96, t * o.momentumDecay()));
            double next = o.beta1() * (1 - 0.5 * pow(0.96, (t + 1) * o.momentumDecay()));
            product *= mu;
            m = o.beta1() * m + (1 - o.beta1()) * d;
            v = o.beta2() * v + (1 - o.beta2()) * d * d;
            double direction = next * m / (1 - product * next) + (1 - mu) * d / (1 - product);
            return decayed - o.learningRate() * direction / (sqrt(v / (1 - pow(o.beta2(), t))) + o.eps());
        }
    }

    private static final class OfRAdam extends Reference {
        private double m;
        private double v;

        @Override
        double update(double p, double g, OptimizerOptions<?> options) {
            var o = (RAdam.Options) options;
            double d = signed(p, g, o.maximize(), coupled(o.decoupledWeightDecay(), o.weightDecay()));
            double decayed = decayed(p, o.decoupledWeightDecay(), o.learningRate() * o.weightDecay());
            m = o.beta1() * m + (1 - o.beta1()) * d;
            v = o.beta2() * v + (1 - o.beta2()) * d * d;
            double corrected = m / (1 - pow(o.beta1(), t));
            double limit = 2 / (1 - o.beta2()) - 1;
            double rho = limit - 2 * t * pow(o.beta2(), t) / (1 - pow(o.beta2(), t));
            if (rho <= 5) {
                return decayed - o.learningRate() * corrected;
            }
            double adaptive = sqrt(1 - pow(o.beta2(), t)) / (sqrt(v) + o.eps());
            double r = sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho));
            return decayed - o.learningRate() * corrected * r * adaptive;
        }
    }

    private static final class OfASGD extends Reference {
        private double eta;

        OfASGD(double learningRate) {
            eta = learningRate;
        }

        @Override
        double update(double p, double g, OptimizerOptions<?> options) {
            var o = (ASGD.Options) options;
            double d = signed(p, g, o.maximize(), o.weightDecay());
            double updated = p * (1 - o.lambd() * eta) - eta * d;
            eta = o.learningRate() / pow(1 + o.lambd() * o.learningRate() * t, o.alpha());
            return updated;
        }
    }

    private static final class OfRprop extends Reference {
        private double previous;
        private double size;

        OfRprop(double learningRate) {
            size = learningRate;
        }

        @Override
        double update(double p, double g, OptimizerOptions<?> options) {
            var o = (Rprop.Options) options;
            double d = o.maximize() ? -g : g;
            double agreement = signum(d) * signum(previous);
            double factor = agreement > 0 ? o.etaPlus() : agreement < 0 ? o.etaMinus() : 1;
            size = min(max(factor * size, o.minStep()), o.maxStep());
            previous = agreement < 0 ? 0 : d;
            return p - signum(previous) * size;
        }
    }

    private static final class OfLion extends Reference {
        private double m;

        @Override
        double update(double p, double g, OptimizerOptions<?> options) {
            var o = (Lion.Options) options;
            double d = o.maximize() ? -g : g;
            double direction = signum(o.beta1() * m + (1 - o.beta1()) * d);
            m = o.beta2() * m + (1 - o.beta2()) * d;
            return p - o.learningRate() * (direction + o.weightDecay() * p);
        }
    }
}
