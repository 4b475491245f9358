package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Workspace;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.Linear;
import lanewise.nn.MSELoss;
import lanewise.nn.Module;
import lanewise.nn.ModuleCall;
import lanewise.nn.ReLU;
import lanewise.nn.Sequential;
import lanewise.nn.data.DataLoader;
import lanewise.nn.data.TensorDataset;
import lanewise.nn.metric.MeanSquaredError;
import lanewise.nn.train.AveragedModel;
import lanewise.nn.train.Averaging;
import lanewise.nn.train.ClipGradients;
import lanewise.nn.train.Trainer;
import lanewise.optim.Adam;
import lanewise.samples.models.LeNet;
import lanewise.samples.models.LeNetOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is allocated by all threads together, once the JVM has compiled the loops: before that each vector is an
/// object.
class AllocationTest {
    /// The handles of one step of the tutorial: tensors, graph nodes, layouts, tasks. They take 2,400 bytes at any
    /// size; the batch alone has 256,000.
    private static final double HANDLES = 4_000;

    /// Those of a step of a trainer, which also loads its batch, measures and reports.
    private static final double TRAINER_HANDLES = 16_000;

    /// Those of a step of a network of convolutions.
    private static final double NETWORK_HANDLES = 64_000;

    private static final int STEPS = 200;

    /// The network of the tutorial, and one of a fiftieth of its size.
    @ParameterizedTest
    @ValueSource(ints = {10, 1000})
    void aTrainingStepInAWorkspaceAllocatesHandles(int in) {
        Training training = Training.Tutorial.seeded(in);
        assertThat(AllocatedBytes.perCall(STEPS, HANDLES, () -> inWorkspace(training)))
                .isLessThanOrEqualTo(HANDLES);
    }

    /// It does see what is allocated.
    @Test
    void aTrainingStepWithoutAWorkspaceAllocatesBuffers() {
        Training training = Training.Tutorial.seeded(1000);
        double buffers = 4.0 * 64 * (2 * 100 + 10);
        assertThat(AllocatedBytes.perCall(STEPS, 10 * buffers, training::step)).isBetween(buffers, 10 * buffers);
    }

    /// The handles are as many at any size of a batch; that of a training run has 200,000 bytes.
    @Test
    void aStepOfLenetAllocatesHandles() {
        var model = new LeNet(new LeNetOptions());
        var optimizer = new Adam(model.parameters(), 1e-6);
        var lossFn = new CrossEntropyLoss();
        var images = Tensor.randn(4, 1, 28, 28);
        var labels = LongTensor.of(3, 1, 4, 1);
        double bytes = AllocatedBytes.perCall(STEPS, NETWORK_HANDLES, () -> {
            try (Workspace _ = Workspace.open()) {
                var loss = lossFn.call(model.call(images), labels);
                optimizer.zeroGrad();
                loss.backward();
                optimizer.step();
            }
        });
        assertThat(bytes).isLessThanOrEqualTo(NETWORK_HANDLES);
    }

    /// Epochs of twenty steps whose batches of 64 have 256,000 bytes each.
    @Test
    void aStepOfATrainerAllocatesHandles() {
        int steps = 20;
        int in = 1000;
        var model = new Sequential(new Linear(in, 100), new ReLU(), new Linear(100, 10));
        var data = TensorDataset.of(Tensor.randn(64 * steps, in), Tensor.randn(64 * steps, 10));
        Trainer<Tensor, Tensor> trainer = Trainer.of(model, new MSELoss()::call, new Adam(model.parameters(), 1e-4));
        trainer.addMetric(MeanSquaredError::new).add(ClipGradients.norm(1));
        var loader = new DataLoader<>(data, 64).withShuffle(1);
        double bytes = AllocatedBytes.perCall(
                STEPS / steps, steps * TRAINER_HANDLES, () -> trainer.fit(loader, trainer.epoch() + 1));
        assertThat(bytes / steps).isLessThanOrEqualTo(TRAINER_HANDLES);
    }

    @Test
    void averagingAModelAllocatesNothing() {
        var model = new Linear(200, 500);
        var averaged = new AveragedModel<>(model, () -> new Linear(200, 500), Averaging.ema());
        assertThat(AllocatedBytes.perCall(STEPS, 0, () -> averaged.updateParameters(model)))
                .isZero();
    }

    /// Gives one of its inputs on.
    private static final class Chosen extends Module {
        Tensor call(Tensor a, Tensor b) {
            return hooked(this, Chosen::first, a, b);
        }

        Tensor call(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e) {
            return hooked(this, Chosen::last, a, b, c, d, e);
        }

        private Tensor first(Tensor a, Tensor b) {
            return a;
        }

        private Tensor last(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e) {
            return e;
        }
    }

    @Test
    void aCallOfAModuleWithoutHooksAllocatesNothing() {
        var module = new Chosen();
        var x = Tensor.of(1);
        module.registerForwardHook((ModuleCall _) -> null).remove();
        assertThat(AllocatedBytes.perCall(STEPS, 0, () -> {
                    module.call(x, x);
                    module.call(x, x, x, x, x);
                }))
                .isZero();
    }

    private static void inWorkspace(Training training) {
        try (Workspace _ = Workspace.open()) {
            training.step();
        }
    }
}
