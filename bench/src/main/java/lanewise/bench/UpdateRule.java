package lanewise.bench;

import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.optim.ASGD;
import lanewise.optim.AdaGrad;
import lanewise.optim.Adadelta;
import lanewise.optim.Adafactor;
import lanewise.optim.Adam;
import lanewise.optim.AdamW;
import lanewise.optim.Adamax;
import lanewise.optim.LAMB;
import lanewise.optim.Lion;
import lanewise.optim.Muon;
import lanewise.optim.NAdam;
import lanewise.optim.Optimizer;
import lanewise.optim.RAdam;
import lanewise.optim.RMSProp;
import lanewise.optim.Rprop;
import lanewise.optim.SGD;

/// The optimizers that [OptimizerBenchmark] times, with PyTorch's defaults.
public enum UpdateRule {
    /// Plain gradient descent.
    SGD(12),
    /// With momentum 0.9.
    MOMENTUM(20),
    /// RMSProp.
    RMSPROP(20),
    /// AdaGrad.
    ADAGRAD(20),
    /// Adam.
    ADAM(28),
    /// AdamW, decay 0.01.
    ADAMW(28),
    /// Adadelta.
    ADADELTA(28),
    /// Adamax.
    ADAMAX(28),
    /// NAdam.
    NADAM(28),
    /// RAdam.
    RADAM(28),
    /// Averaged gradient descent before the average begins: its slot is written only.
    ASGD(16),
    /// Rprop.
    RPROP(28),
    /// Lion.
    LION(20),
    /// LAMB.
    LAMB(28),
    /// Adafactor, whose rows and columns do not count.
    ADAFACTOR(12),
    /// Muon, of matrices alone. What it reads and writes is little beside its products of matrices.
    MUON(20);

    /// Of all rules.
    public static final double LEARNING_RATE = 1e-3;

    /// What has to be read and written: parameter, gradient and slots, most of them both.
    public final int bytesAParameter;

    UpdateRule(int bytesAParameter) {
        this.bytesAParameter = bytesAParameter;
    }

    /// The optimizer of these parameters.
    public Optimizer<?> optimizer(List<Tensor> parameters) {
        return optimizer(parameters, LEARNING_RATE);
    }

    /// The same with another learning rate.
    public Optimizer<?> optimizer(List<Tensor> parameters, double rate) {
        return switch (this) {
            case SGD -> new SGD(parameters, rate);
            case MOMENTUM -> new SGD(parameters, rate, 0.9);
            case RMSPROP -> new RMSProp(parameters, rate);
            case ADAGRAD -> new AdaGrad(parameters, rate);
            case ADAM -> new Adam(parameters, rate);
            case ADAMW -> new AdamW(parameters, rate);
            case ADADELTA -> new Adadelta(parameters, rate);
            case ADAMAX -> new Adamax(parameters, rate);
            case NADAM -> new NAdam(parameters, rate);
            case RADAM -> new RAdam(parameters, rate);
            case ASGD -> new ASGD(parameters, rate);
            case RPROP -> new Rprop(parameters, rate);
            case LION -> new Lion(parameters, rate);
            case LAMB -> new LAMB(parameters, rate);
            case ADAFACTOR -> new Adafactor(parameters, rate);
            case MUON -> new Muon(parameters, rate);
        };
    }

    /// Whether the rule is for parameters of this shape.
    boolean takes(Shape shape) {
        return this != MUON || shape.rank() == 2;
    }

    /// The plain loop of a parameter of this shape.
    public ScalarOptimizer scalar(Shape shape) {
        return scalar(shape, LEARNING_RATE);
    }

    /// The same with another learning rate.
    public ScalarOptimizer scalar(Shape shape, double rate) {
        int length = shape.elements();
        return switch (this) {
            case SGD -> new ScalarOptimizer.Sgd(rate);
            case MOMENTUM -> new ScalarOptimizer.Momentum(length, rate);
            case RMSPROP -> new ScalarOptimizer.RmsProp(length, rate);
            case ADAGRAD -> new ScalarOptimizer.AdaGrad(length, rate);
            case ADAM -> new ScalarOptimizer.Adam(length, rate, 0);
            case ADAMW -> new ScalarOptimizer.Adam(length, rate, 0.01);
            case ADADELTA -> new ScalarOptimizer.Adadelta(length, rate);
            case ADAMAX -> new ScalarOptimizer.Adamax(length, rate);
            case NADAM -> new ScalarOptimizer.NAdam(length, rate);
            case RADAM -> new ScalarOptimizer.RAdam(length, rate);
            case ASGD -> new ScalarOptimizer.Asgd(length, rate);
            case RPROP -> new ScalarOptimizer.Rprop(length, rate);
            case LION -> new ScalarOptimizer.Lion(length, rate);
            case LAMB -> new ScalarOptimizer.Lamb(length, rate);
            case ADAFACTOR -> new ScalarAdafactor(shape, rate);
            case MUON -> new ScalarMuon(shape, rate);
        };
    }
}
