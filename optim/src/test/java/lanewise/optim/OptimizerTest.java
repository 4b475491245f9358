package lanewise.optim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.GradMode;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

class OptimizerTest {
    @Test
    void refusesAnEmptyList() {
        assertThatThrownBy(() -> new Adam(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Adam: the list of parameters is empty");
    }

    @Test
    void refusesAResult() {
        Tensor leaf = Rules.parameter(1, 2);
        Tensor result = leaf.mul(2f);
        assertThatThrownBy(() -> new SGD(List.of(leaf, result)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SGD: parameter 1, [2], is the result of an operation");
    }

    @Test
    void refusesAParameterThatIsNotContiguous() {
        Tensor transposed = Tensor.zeros(2, 3).t().requiresGrad_(true);
        assertThatThrownBy(() -> new SGD(List.of(transposed)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SGD: parameter 0, [3, 2], is not contiguous");
    }

    @Test
    void refusesAParameterTwice() {
        Tensor a = Rules.parameter(1);
        Tensor b = Rules.parameter(1, 2);
        assertThatThrownBy(() -> new AdamW(List.of(a, b, a)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("AdamW: parameter 2, [1], is in the list twice");

        var adam = new Adam(List.of(a, b));
        assertThatThrownBy(() -> adam.addParamGroup(List.of(Rules.parameter(3), b)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Adam: parameter 1, [2], is in group 0 already, as its parameter 1");
        assertThat(adam.paramGroups()).hasSize(1);
    }

    /// As PyTorch: a frozen parameter is no error, it just never has a gradient.
    @Test
    void acceptsAFrozenParameter() {
        Tensor frozen = Tensor.of(3f);
        var sgd = new SGD(List.of(frozen), 1);
        sgd.step();
        assertThat(frozen.item()).isEqualTo(3f);
    }

    @Test
    void groupsHaveOptionsOfTheirOwn() {
        Tensor a = Rules.parameter(1);
        Tensor b = Rules.parameter(1);
        Tensor c = Rules.parameter(1);
        var sgd = new SGD(List.of(a), 0.5);
        var second = sgd.addParamGroup(List.of(b), sgd.defaults().withLearningRate(0.25));
        var third = sgd.addParamGroup(List.of(c));
        assertThat(sgd.paramGroups()).containsExactly(sgd.paramGroups().getFirst(), second, third);
        assertThat(third.options()).isEqualTo(sgd.defaults());
        assertThat(second.parameters()).containsExactly(b);
        second.setLearningRate(2 * second.learningRate() + 0.25);
        assertThat(second.learningRate()).isEqualTo(0.75);
        for (Tensor p : List.of(a, b, c)) {
            p.setGrad(Tensor.of(1f));
        }
        sgd.step();
        assertThat(List.of(a.item(), b.item(), c.item())).containsExactly(0.5f, 0.25f, 0.5f);
    }

    @Test
    void refusesABadLearningRateLaterAndKeepsTheOld() {
        var group = new Adam(List.of(Rules.parameter(1)), 0.5).paramGroups().getFirst();
        assertThatThrownBy(() -> group.setLearningRate(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Adam: learningRate is NaN");
        assertThat(group.learningRate()).isEqualTo(0.5);
    }

    @Test
    void zeroGradSetsToNullOrFillsWithZeros() {
        Tensor p = Rules.parameter(1, 2);
        Tensor without = Rules.parameter(1);
        var sgd = new SGD(List.of(p, without));
        p.square().sum().backward();
        sgd.zeroGrad(false);
        assertThat(requireNonNull(p.grad()).toArray()).containsExactly(0f, 0f);
        assertThat(without.grad()).isNull();
        sgd.zeroGrad();
        assertThat(p.grad()).isNull();
    }

    @Test
    void stepRunsTheClosureWithGradientsAndGivesItsLoss() {
        Tensor p = Rules.parameter(3);
        var sgd = new SGD(List.of(p), 0.25);
        Tensor loss;
        try (var _ = GradMode.noGrad()) {
            loss = sgd.step(() -> {
                sgd.zeroGrad();
                Tensor value = p.square().sum();
                value.backward();
                return value;
            });
        }
        assertThat(loss.item()).isEqualTo(9f);
        assertThat(p.item()).isEqualTo(1.5f);
    }

    /// The gradient of the mean loss over a batch is that of its parts' mean losses, each divided by their number.
    @Test
    void partsOfABatchAddUpToTheWhole() {
        Generator.manualSeed(5);
        Tensor x = Tensor.randn(12, 5);
        Tensor y = Tensor.randn(12, 3);
        Tensor start = Tensor.randn(5, 3);
        Tensor whole = new Parameter(start.clone());
        Tensor summed = new Parameter(start.clone());
        var once = new Adam(List.of(whole), 0.1);
        var inParts = new Adam(List.of(summed), 0.1);
        for (int t = 0; t < 5; t++) {
            once.zeroGrad();
            x.matmul(whole).sub(y).square().mean().backward();
            once.step();
            inParts.zeroGrad();
            int k = 4;
            for (int part = 0; part < k; part++) {
                Tensor xPart = x.narrow(0, 3 * part, 3);
                Tensor yPart = y.narrow(0, 3 * part, 3);
                xPart.matmul(summed).sub(yPart).square().mean().div(k).backward();
            }
            assertThat(requireNonNull(summed.grad()).toArray())
                    .usingComparatorWithPrecision(2e-6f)
                    .containsExactly(requireNonNull(whole.grad()).toArray());
            inParts.step();
        }
        assertThat(summed.toArray()).usingComparatorWithPrecision(1e-5f).containsExactly(whole.toArray());
        assertThat(summed.toArray()).isNotEqualTo(start.toArray());
    }

    @Test
    void aStepIsSeenByABackwardPassThatNeedsTheOldValue() {
        Tensor p = Rules.parameter(3);
        var sgd = new SGD(List.of(p), 0.25);
        Tensor loss = p.square().sum();
        p.setGrad(Tensor.of(1f));
        sgd.step();
        assertThatThrownBy(loss::backward).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aGradientOfAnyLayoutWillDo() {
        Tensor p = Rules.parameter(Shape.of(2, 3), 0, 0, 0, 0, 0, 0);
        p.setGrad(Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6).t());
        new SGD(List.of(p), 1).step();
        assertThat(p.toArray()).containsExactly(-1f, -3f, -5f, -2f, -4f, -6f);
    }

    /// The elements behind a parameter that is part of a larger array belong to others.
    @Test
    void aViewIsUpdatedAndItsNeighboursAreNot() {
        Tensor base = Tensor.ones(50);
        Tensor p = base.narrow(0, 3, 20).detach().requiresGrad_(true);
        p.setGrad(Tensor.ones(30).narrow(0, 7, 20));
        for (OptimizerOptions<?> options : AllRules.OPTIONS) {
            Rules.optimizer(List.of(p), options).step();
        }
        float[] values = base.toArray();
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i] == 1f).as("element %d: %s", i, values[i]).isEqualTo(i < 3 || i >= 23);
        }
    }

    @Test
    void aStepWithoutAnyGradientChangesNothing() {
        for (OptimizerOptions<?> options : AllRules.OPTIONS) {
            Tensor p = Rules.parameter(1, 2, 3);
            Optimizer<?> optimizer = Rules.optimizer(List.of(p), options);
            int version = p.array().storage().version();
            optimizer.step();
            assertThat(p.toArray()).containsExactly(1f, 2f, 3f);
            assertThat(p.array().storage().version()).isEqualTo(version);
        }
    }

    @Test
    void parametersMayBeAnyListOfTensors() {
        List<Parameter> parameters =
                new ArrayList<>(List.of(new Parameter(Tensor.of(1f)), new Parameter(Tensor.of(2f))));
        var sgd = new SGD(parameters, 1);
        parameters.clear();
        assertThat(sgd.paramGroups().getFirst().parameters()).hasSize(2);
    }
}
