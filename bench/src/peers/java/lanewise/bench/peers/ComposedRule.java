package lanewise.bench.peers;

import lanewise.bench.UpdateRule;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Rules that neither libtorch's kernels nor its `torch::optim` have: composed of tensor operations in place, as
/// the single-tensor form of Python's `torch.optim` composes them, with its defaults.
final class ComposedRule implements AutoCloseable {
    private static final Scalar RATE = new Scalar(-UpdateRule.LEARNING_RATE);
    private static final Scalar ONE = new Scalar(1.0);
    private static final Scalar ZERO = new Scalar(0.0);
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;

    private final UpdateRule rule;
    private final Tensor parameter;
    private final Tensor first;
    private final Tensor second;
    private double muProduct = 1;

    /// @throws IllegalArgumentException if it is none of these rules
    ComposedRule(UpdateRule rule, Tensor parameter) {
        if (!has(rule)) {
            throw new IllegalArgumentException(rule + " is not composed");
        }
        this.rule = rule;
        this.parameter = parameter;
        first = torch.zeros_like(parameter).detach();
        second = torch.zeros_like(parameter).detach();
        if (rule == UpdateRule.RPROP) {
            second.fill_(new Scalar(UpdateRule.LEARNING_RATE));
        }
    }

    static boolean has(UpdateRule rule) {
        return switch (rule) {
            case ADADELTA, ADAMAX, NADAM, RADAM, ASGD, RPROP -> true;
            default -> false;
        };
    }

    /// Step `t`, counted from 1, inside a scope that frees what it makes.
    void step(int t) {
        Tensor g = parameter.mutable_grad();
        switch (rule) {
            case ADADELTA -> adadelta(g);
            case ADAMAX -> adamax(g, t);
            case NADAM -> nadam(g, t);
            case RADAM -> radam(g, t);
            case ASGD -> asgd(g, t);
            case RPROP -> rprop(g);
            default -> throw new IllegalArgumentException(rule.name());
        }
    }

    private void adadelta(Tensor g) {
        Scalar rho = new Scalar(0.9);
        Scalar rest = new Scalar(1 - 0.9);
        Scalar epsilon = new Scalar(1e-6);
        first.mul_(rho).addcmul_(g, g, rest);
        Tensor deviation = first.add(epsilon).sqrt_();
        Tensor delta = second.add(epsilon).sqrt_();
        delta.div_(deviation).mul_(g);
        second.mul_(rho).addcmul_(delta, delta, rest);
        parameter.add_(delta, RATE);
    }

    private void adamax(Tensor g, int t) {
        first.lerp_(g, new Scalar(1 - BETA_1));
        second.mul_(new Scalar(BETA_2));
        torch.maximum_out(second, second, g.abs().add_(new Scalar(1e-8), ONE));
        double rate = UpdateRule.LEARNING_RATE / (1 - Math.pow(BETA_1, t));
        parameter.addcdiv_(first, second, new Scalar(-rate));
    }

    private void nadam(Tensor g, int t) {
        double mu = BETA_1 * (1 - 0.5 * Math.pow(0.96, t * 0.004));
        double next = BETA_1 * (1 - 0.5 * Math.pow(0.96, (t + 1) * 0.004));
        muProduct *= mu;
        moments(g);
        Tensor deviation = second.div(new Scalar(1 - Math.pow(BETA_2, t))).sqrt_();
        deviation.add_(new Scalar(1e-8), ONE);
        double rate = UpdateRule.LEARNING_RATE;
        parameter.addcdiv_(g, deviation, new Scalar(-rate * (1 - mu) / (1 - muProduct)));
        parameter.addcdiv_(first, deviation, new Scalar(-rate * next / (1 - muProduct * next)));
    }

    private void radam(Tensor g, int t) {
        moments(g);
        double secondScale = 1 - Math.pow(BETA_2, t);
        double longest = 2 / (1 - BETA_2) - 1;
        double length = longest - 2 * t * Math.pow(BETA_2, t) / secondScale;
        Tensor corrected = first.div(new Scalar(1 - Math.pow(BETA_1, t)));
        if (length > 5) {
            double rectified =
                    Math.sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
            Tensor deviation = second.sqrt().add_(new Scalar(1e-8), ONE);
            corrected.mul_(new Scalar(Math.sqrt(secondScale) * rectified)).div_(deviation);
        }
        parameter.add_(corrected, RATE);
    }

    private void moments(Tensor g) {
        first.lerp_(g, new Scalar(1 - BETA_1));
        second.mul_(new Scalar(BETA_2)).addcmul_(g, g, new Scalar(1 - BETA_2));
    }

    /// The average begins after a million steps; until then it is a copy.
    private void asgd(Tensor g, int t) {
        double decay = 1e-4;
        double rate = UpdateRule.LEARNING_RATE / Math.pow(1 + decay * UpdateRule.LEARNING_RATE * (t - 1), 0.75);
        parameter.mul_(new Scalar(1 - decay * rate));
        parameter.add_(g, new Scalar(-rate));
        first.copy_(parameter);
    }

    /// `first` is the gradient before, `second` the step of each element.
    private void rprop(Tensor g) {
        Tensor sign = g.mul(first).sign();
        Tensor factor = torch.where(sign.gt(ZERO), new Scalar(1.2), ONE);
        factor = torch.where(sign.lt(ZERO), new Scalar(0.5), factor);
        second.mul_(factor).clamp_(new ScalarOptional(new Scalar(1e-6)), new ScalarOptional(new Scalar(50.0)));
        Tensor kept = torch.where(sign.lt(ZERO), ZERO, g);
        parameter.addcmul_(kept.sign(), second, new Scalar(-1.0));
        first.copy_(kept);
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
