package lanewise.bench;

import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.optim.AdaGrad;
import lanewise.optim.Adam;
import lanewise.optim.AdamW;
import lanewise.optim.Optimizer;
import lanewise.optim.RMSProp;
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
    ADAMW(28);

    static final double LEARNING_RATE = 1e-3;

    /// What has to be read and written: parameter, gradient and slots, all but the gradient twice.
    final int bytesAParameter;

    UpdateRule(int bytesAParameter) {
        this.bytesAParameter = bytesAParameter;
    }

    Optimizer<?> optimizer(List<Tensor> parameters) {
        return switch (this) {
            case SGD -> new SGD(parameters, LEARNING_RATE);
            case MOMENTUM -> new SGD(parameters, LEARNING_RATE, 0.9);
            case RMSPROP -> new RMSProp(parameters, LEARNING_RATE);
            case ADAGRAD -> new AdaGrad(parameters, LEARNING_RATE);
            case ADAM -> new Adam(parameters, LEARNING_RATE);
            case ADAMW -> new AdamW(parameters, LEARNING_RATE);
        };
    }

    ScalarOptimizer scalar(int length) {
        return switch (this) {
            case SGD -> new ScalarOptimizer.Sgd(LEARNING_RATE);
            case MOMENTUM -> new ScalarOptimizer.Momentum(length, LEARNING_RATE);
            case RMSPROP -> new ScalarOptimizer.RmsProp(length, LEARNING_RATE);
            case ADAGRAD -> new ScalarOptimizer.AdaGrad(length, LEARNING_RATE);
            case ADAM -> new ScalarOptimizer.Adam(length, LEARNING_RATE, 0);
            case ADAMW -> new ScalarOptimizer.Adam(length, LEARNING_RATE, 0.01);
        };
    }
}
