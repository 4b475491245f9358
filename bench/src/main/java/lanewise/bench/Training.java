package lanewise.bench;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.op.Reduction;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.Linear;
import lanewise.nn.MSELoss;
import lanewise.nn.ReLU;
import lanewise.nn.Sequential;
import lanewise.optim.Adam;

/// A network in training on one batch, as a user writes it.
abstract class Training {
    /// So small that the network is the same after a million steps: no denormal numbers, no dead units.
    static final double LEARNING_RATE = 1e-6;

    final Sequential model;
    final Tensor x;
    final List<Parameter> parameters;
    private final Adam optimizer;

    Training(Sequential model, Tensor x) {
        this.model = model;
        this.x = x;
        parameters = model.parameters();
        optimizer = new Adam(parameters, LEARNING_RATE);
    }

    abstract Tensor loss();

    /// The gradient of the last layer's result in plain loops.
    abstract void differentiateLoss(float[] prediction, float[] gradient);

    void step() {
        Tensor loss = loss();
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
    }

    void differentiate() {
        optimizer.zeroGrad();
        loss().backward();
    }

    /// The same network with copies of its parameters.
    final ScalarNetwork scalar() {
        List<ScalarLinear> layers = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i += 2) {
            Parameter weight = parameters.get(i);
            float[] bias = parameters.get(i + 1).toArray();
            layers.add(new ScalarLinear(weight.dim(1), weight.dim(0), weight.toArray(), bias, LEARNING_RATE));
        }
        return new ScalarNetwork(x.dim(0), x.toArray(), layers);
    }

    /// 1e9 floating-point operations in the products of one step. The gradient of `x` is not computed.
    final double gflop() {
        double multiplyAdds = 0;
        for (int i = 0; i < parameters.size(); i += 2) {
            multiplyAdds += (i == 0 ? 2.0 : 3.0) * x.dim(0) * parameters.get(i).elements();
        }
        return 2e-9 * multiplyAdds;
    }

    /// The network of PyTorch's tutorial, with 1000 inputs or another number: n-100-10, batch 64, squared error
    /// summed.
    static final class Tutorial extends Training {
        private final MSELoss lossFn = new MSELoss(Reduction.SUM);
        private final Tensor y = Tensor.randn(64, 10);
        private final float[] target = y.toArray();

        private Tutorial(int in) {
            super(new Sequential(new Linear(in, 100), new ReLU(), new Linear(100, 10)), Tensor.randn(64, in));
        }

        static Tutorial seeded(int in) {
            Generator.manualSeed(1);
            return new Tutorial(in);
        }

        @Override
        Tensor loss() {
            return lossFn.call(model.call(x), y);
        }

        @Override
        void differentiateLoss(float[] prediction, float[] gradient) {
            for (int i = 0; i < prediction.length; i++) {
                gradient[i] = 2 * (prediction[i] - target[i]);
            }
        }
    }

    /// A classifier of digits: 784-512-256-10, batch 128, cross entropy.
    static final class Mlp extends Training {
        private static final int CLASSES = 10;

        private final CrossEntropyLoss lossFn = new CrossEntropyLoss();
        private final LongTensor labels = LongTensor.of(labels(128));

        private Mlp() {
            super(
                    new Sequential(
                            new Linear(784, 512),
                            new ReLU(),
                            new Linear(512, 256),
                            new ReLU(),
                            new Linear(256, CLASSES)),
                    Tensor.randn(128, 784));
        }

        static Mlp seeded() {
            Generator.manualSeed(1);
            return new Mlp();
        }

        @Override
        Tensor loss() {
            return lossFn.call(model.call(x), labels);
        }

        /// `(softmax(prediction) − one-hot label) / batch`
        @Override
        void differentiateLoss(float[] prediction, float[] gradient) {
            int batch = x.dim(0);
            for (int i = 0; i < batch; i++) {
                double sum = 0;
                for (int j = 0; j < CLASSES; j++) {
                    sum += Math.exp(prediction[i * CLASSES + j]);
                }
                int label = (int) labels.array().data()[i];
                for (int j = 0; j < CLASSES; j++) {
                    double probability = Math.exp(prediction[i * CLASSES + j]) / sum;
                    gradient[i * CLASSES + j] = (float) ((probability - (j == label ? 1 : 0)) / batch);
                }
            }
        }

        private static long[] labels(int batch) {
            long[] labels = new long[batch];
            for (int i = 0; i < batch; i++) {
                labels[i] = i * 7L % CLASSES;
            }
            return labels;
        }
    }
}
