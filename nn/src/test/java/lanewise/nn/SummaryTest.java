package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// [Summary], [ModuleCopy], [BatchNormUpdate] and backward hooks.
class SummaryTest {
    @Test
    void saysWhatAModelIsMadeOf() {
        Sequential model = new Sequential(new Linear(10, 4), new ReLU(), new Linear(4, 2, false));
        model.get(1).eval();
        Summary summary = Summary.of(model, Shape.of(3, 10));
        assertThat(summary.rows()).hasSize(4);
        assertThat(summary.rows().get(1)).isEqualTo(new Summary.Row("0", "Linear", Shape.of(3, 4), 44, 120));
        assertThat(summary.parameters()).isEqualTo(52);
        assertThat(summary.multiplyAdds()).isEqualTo(144);
        assertThat(summary.toString()).contains("0 (Linear)").contains("[3, 2]").contains("144");
        assertThat(model.isTraining()).isTrue();
        assertThat(model.get(1).isTraining()).isFalse();
    }

    @Test
    void theWeightOfANormIsNoMatrix() {
        Sequential model = new Sequential(new LayerNorm(3, 4, 5), new RMSNorm(4, 5), new Conv2d(3, 2, 1));
        Summary summary = Summary.of(model, Shape.of(2, 3, 4, 5));
        assertThat(summary.rows().get(1)).isEqualTo(new Summary.Row("0", "LayerNorm", Shape.of(2, 3, 4, 5), 120, 0));
        assertThat(summary.rows().get(2)).isEqualTo(new Summary.Row("1", "RMSNorm", Shape.of(2, 3, 4, 5), 20, 0));
        assertThat(summary.multiplyAdds()).isEqualTo(2 * 2 * 4 * 5 * 3);
    }

    /// A module that gives a group without a tensor.
    private static final class Silent extends Module {
        record Nothing() implements TensorGroup<Nothing> {
            @Override
            public List<@Nullable Tensor> tensors() {
                return List.of();
            }

            @Override
            public Nothing withTensors(List<@Nullable Tensor> tensors) {
                return this;
            }
        }

        Nothing call(Tensor x) {
            return hooked(this, (_, _) -> new Nothing(), x);
        }
    }

    @Test
    void aModuleMayGiveNoTensor() {
        Silent model = new Silent();
        Summary summary = Summary.of(model, () -> model.call(Tensor.of(1, 2)));
        assertThat(summary.rows()).containsExactly(new Summary.Row("", "Silent", null, 0, 0));
    }

    @Test
    void aCopyHasItsOwnMemory() {
        Sequential model = new Sequential(new Linear(2, 3), new BatchNorm1d(3), new Dropout());
        model.get(0).requiresGrad_(false);
        model.get(2).eval();
        Sequential copy =
                ModuleCopy.of(model, () -> new Sequential(new Linear(2, 3), new BatchNorm1d(3), new Dropout()));
        assertThat(copy.stateDict().array("0.weight").toArray())
                .containsExactly(model.stateDict().array("0.weight").toArray());
        assertThat(copy.parameters()).doesNotContainAnyElementsOf(model.parameters());
        assertThat(copy.parameters().get(0).requiresGrad()).isFalse();
        assertThat(copy.parameters().get(2).requiresGrad()).isTrue();
        assertThat(copy.get(2).isTraining()).isFalse();
        assertThat(copy.get(1).isTraining()).isTrue();
    }

    @Test
    void updateBnTakesTheMeanOverAllBatches() {
        BatchNorm1d norm = new BatchNorm1d(1);
        Sequential model = new Sequential(norm);
        model.eval();
        norm.call(Tensor.of(Shape.of(2, 1), 100, 200));
        List<Tensor> batches = List.of(Tensor.of(Shape.of(2, 1), 0, 2), Tensor.of(Shape.of(2, 1), 4, 8));
        BatchNormUpdate.updateBn(batches, model);
        assertThat(Objects.requireNonNull(norm.runningMean()).item()).isEqualTo(3.5f);
        assertThat(Objects.requireNonNull(norm.runningVar()).item()).isEqualTo(5f);
        assertThat(norm.isTraining()).isFalse();
        BatchNormUpdate.updateBn(batches, new Linear(1, 1), _ -> {
            throw new AssertionError("there is no batch norm");
        });
    }

    @Test
    void aBackwardHookSeesBothGradients() {
        Linear linear = new Linear(2, 1, false);
        linear.weight().array().set(3, 0, 0);
        linear.weight().array().set(5, 0, 1);
        List<float[]> seen = new ArrayList<>();
        RemovableHandle handle = linear.registerFullBackwardHook((layer, input, output) -> {
            assertThat(layer).isSameAs(linear);
            seen.add(output.toArray());
            if (input == null) {
                return null;
            }
            seen.add(input.toArray());
            return input.mul(10);
        });
        Tensor x = Tensor.of(1, 1).requiresGrad_(true);
        linear.call(x).mul(2).sum().backward();
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0)).containsExactly(2);
        assertThat(seen.get(1)).containsExactly(6, 10);
        assertThat(Objects.requireNonNull(x.grad()).toArray()).containsExactly(60, 100);
        seen.clear();
        linear.call(Tensor.of(1, 1)).sum().backward();
        assertThat(seen).hasSize(1);
        handle.remove();
        linear.call(x).sum().backward();
        assertThat(seen).hasSize(1);
    }
}
