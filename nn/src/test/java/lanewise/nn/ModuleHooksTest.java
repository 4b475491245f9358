package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Hooks of modules that take and give more than one tensor, and [Summary] of them.
class ModuleHooksTest {
    private final List<ModuleGradients> seen = new ArrayList<>();

    @BeforeEach
    void seed() {
        Generator.manualSeed(11);
    }

    private @Nullable List<@Nullable Tensor> see(ModuleGradients gradients) {
        seen.add(gradients);
        return null;
    }

    private static List<@Nullable Object> one(Object input) {
        List<@Nullable Object> inputs = new ArrayList<>();
        inputs.add(input);
        return inputs;
    }

    private static List<@Nullable Tensor> two(Tensor first, Tensor second) {
        List<@Nullable Tensor> gradients = new ArrayList<>();
        gradients.add(first);
        gradients.add(second);
        return gradients;
    }

    /// The numbers of a gradient that is there.
    private static float[] numbers(@Nullable Tensor gradient) {
        return Objects.requireNonNull(gradient).toArray();
    }

    @Test
    void aForwardHookSeesInputsAndOutput() {
        LSTM lstm = new LSTM(3, 4);
        List<ModuleCall> calls = new ArrayList<>();
        RemovableHandle handle = lstm.registerForwardHook((ModuleCall call) -> {
            calls.add(call);
            return null;
        });
        Tensor x = Tensor.randn(5, 2, 3);
        LSTMState state = new LSTMState(Tensor.randn(1, 2, 4), Tensor.randn(1, 2, 4));
        LSTMOutput output = lstm.call(x, state);
        ModuleCall call = calls.getFirst();
        assertThat(call.module()).isSameAs(lstm);
        assertThat(call.inputs()).hasSize(3).startsWith(x, state);
        assertThat(call.inputs().getLast()).isNull();
        assertThat(call.output()).isSameAs(output);
        assertThat(call.outputs())
                .containsExactly(
                        output.output(), output.state().hidden(), output.state().cell());
        handle.remove();
        lstm.call(x);
        assertThat(calls).hasSize(1);
    }

    @Test
    void aPreHookReplacesTheInputs() {
        Embedding table = new Embedding(5, 2);
        Tensor third = table.call(LongTensor.of(3));
        table.registerForwardPreHook((ModuleCall _) -> one(LongTensor.of(3)));
        assertThat(table.call(LongTensor.of(0)).toArray()).containsExactly(third.toArray());
        table.registerForwardPreHook((ModuleCall _) -> one(Tensor.zeros(1)));
        assertThatThrownBy(() -> table.call(LongTensor.of(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Embedding: a pre-hook gave other inputs, [Tensor], than the call takes, [LongTensor]");
    }

    @Test
    void aForwardHookReplacesTheOutput() {
        GRU gru = new GRU(3, 4);
        RecurrentOutput nothing = new RecurrentOutput(Tensor.zeros(2, 1, 4), Tensor.zeros(1, 1, 4));
        RemovableHandle handle = gru.registerForwardHook((ModuleCall _) -> nothing);
        assertThat(gru.call(Tensor.randn(2, 1, 3))).isSameAs(nothing);
        handle.remove();
        gru.registerForwardHook((ModuleCall _) -> Tensor.zeros(1));
        assertThatThrownBy(() -> gru.call(Tensor.randn(2, 1, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("GRU: a hook gave a Tensor instead of the output, a RecurrentOutput");
    }

    /// With a backward hook that only looks, all gradients are what they were.
    private void changesNothing(Module module, List<Tensor> inputs, Supplier<Tensor> loss) {
        List<float[]> expected = gradients(module, inputs, loss);
        RemovableHandle handle = module.registerFullBackwardHook(this::see);
        List<float[]> hooked = gradients(module, inputs, loss);
        handle.remove();
        assertThat(hooked).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(hooked.get(i)).containsExactly(expected.get(i));
        }
        assertThat(seen).hasSize(1);
    }

    private static List<float[]> gradients(Module module, List<Tensor> inputs, Supplier<Tensor> loss) {
        module.zeroGrad();
        inputs.forEach(input -> input.setGrad(null));
        loss.get().backward();
        List<float[]> gradients = new ArrayList<>();
        inputs.forEach(input -> gradients.add(numbers(input.grad())));
        for (Parameter parameter : module.parameters()) {
            gradients.add(numbers(parameter.grad()));
        }
        return gradients;
    }

    @Test
    void aBackwardHookSeesTheGradientsOfAnLstm() {
        LSTM lstm = new LSTM(3, 4);
        Tensor x = Tensor.randn(5, 2, 3).requiresGrad_(true);
        Tensor hidden = Tensor.randn(1, 2, 4).requiresGrad_(true);
        LSTMState state = new LSTMState(hidden, Tensor.randn(1, 2, 4));
        changesNothing(lstm, List.of(x, hidden), () -> {
            LSTMOutput output = lstm.call(x, state);
            return output.output().square().sum().add(output.state().cell().sum());
        });
        ModuleGradients gradients = seen.getFirst();
        assertThat(numbers(gradients.inputs().get(0))).containsExactly(numbers(x.grad()));
        assertThat(numbers(gradients.inputs().get(1))).containsExactly(numbers(hidden.grad()));
        assertThat(gradients.inputs().get(2)).isNull(); // the cell's state requires none
        assertThat(numbers(gradients.outputs().get(1))).containsOnly(0); // of the last hidden state nothing was made
        assertThat(numbers(gradients.outputs().get(2))).containsOnly(1);
    }

    @Test
    void aTensorAtSeveralPlacesHasAShareOfTheGradientAtEach() {
        MultiheadAttention attention = new MultiheadAttention(4, 2);
        float[] numbers = Tensor.randn(3, 2, 4).toArray();
        List<Tensor> apart = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            apart.add(Tensor.of(numbers).reshape(3, 2, 4).requiresGrad_(true));
        }
        List<float[]> shares = gradients(
                attention,
                apart,
                () -> attention
                        .call(apart.get(0), apart.get(1), apart.get(2))
                        .output()
                        .square()
                        .sum());
        Tensor x = Tensor.of(numbers).reshape(3, 2, 4).requiresGrad_(true);
        attention.registerFullBackwardHook(this::see);
        List<float[]> together = gradients(
                attention,
                List.of(x),
                () -> attention.call(x, x, x).output().square().sum());
        ModuleGradients gradients = seen.getFirst();
        assertThat(gradients.inputs()).hasSize(3);
        float[] sum = new float[numbers.length];
        for (int i = 0; i < 3; i++) {
            float[] share = numbers(gradients.inputs().get(i));
            assertThat(share).containsExactly(shares.get(i));
            for (int j = 0; j < sum.length; j++) {
                sum[j] += share[j];
            }
        }
        assertThat(together.getFirst()).containsExactly(sum, within(1e-6f));
        for (int i = 1; i < together.size(); i++) {
            assertThat(together.get(i)).containsExactly(shares.get(i + 2)); // of the parameters
        }
    }

    /// `2·a + 3·b`, and `c` for nothing.
    private static final class Weighted extends Module {
        Tensor call(Tensor a, Tensor b, Tensor c, Tensor d) {
            return hooked(this, Weighted::forward, a, b, c, d);
        }

        private Tensor forward(Tensor a, Tensor b, Tensor c, Tensor d) {
            assertThat(c).isNotSameAs(a);
            return a.mul(2).add(b.mul(3)).add(d);
        }
    }

    @Test
    void aPlaceThatNothingCameThroughHasZeros() { // as PyTorch 1.13 gives them
        Weighted module = new Weighted();
        module.registerFullBackwardHook(this::see);
        Tensor x = Tensor.ones(2).requiresGrad_(true);
        module.call(x, x, x, Tensor.ones(2)).sum().backward();
        List<@Nullable Tensor> inputs = seen.getFirst().inputs();
        assertThat(numbers(inputs.get(0))).containsExactly(2, 2);
        assertThat(numbers(inputs.get(1))).containsExactly(3, 3);
        assertThat(numbers(inputs.get(2))).containsExactly(0, 0);
        assertThat(inputs.get(3)).isNull();
        assertThat(numbers(x.grad())).containsExactly(5, 5);
    }

    @Test
    void oneOfTheSharesMayBeReplaced() {
        Weighted module = new Weighted();
        module.registerFullBackwardHook((ModuleGradients gradients) -> {
            List<@Nullable Tensor> replaced = new ArrayList<>(gradients.inputs());
            replaced.set(1, Tensor.of(10, 20));
            replaced.set(2, null);
            return replaced;
        });
        Tensor x = Tensor.ones(2).requiresGrad_(true);
        module.call(x, x, x, Tensor.ones(2)).sum().backward();
        assertThat(numbers(x.grad())).containsExactly(12, 22);
    }

    @Test
    void whatAHookWritesIntoAShareCounts() { // as in PyTorch 1.13
        Weighted module = new Weighted();
        module.registerFullBackwardHook((ModuleGradients gradients) -> {
            Objects.requireNonNull(gradients.inputs().get(0)).mul_(10);
            Objects.requireNonNull(gradients.outputs().get(0)).zero_();
            return null;
        });
        Tensor x = Tensor.ones(2).requiresGrad_(true);
        module.call(x, x, x, Tensor.ones(2)).sum().backward();
        assertThat(numbers(x.grad())).containsExactly(23, 23);
    }

    /// Gives its input on, beside a tensor that is none of its inputs.
    private static final class Beside extends Module {
        private final Tensor other;

        Beside(Tensor other) {
            this.other = other;
        }

        Tensor call(Tensor x) {
            return hooked(this, (self, input) -> input.add(self.other), x);
        }
    }

    @Test
    void whatAHookWritesChangesNobodyElsesGradient() {
        Tensor leaf = Tensor.ones(2).requiresGrad_(true);
        Tensor other = leaf.mul(1);
        Tensor x = Tensor.ones(2).requiresGrad_(true);
        Beside module = new Beside(other);
        module.registerFullBackwardHook((ModuleGradients gradients) -> {
            Objects.requireNonNull(gradients.inputs().get(0)).mul_(10);
            Objects.requireNonNull(gradients.outputs().get(0)).mul_(100);
            return null;
        });
        Tensor y = module.call(x);
        y.retainGrad();
        y.mul(1).backward(Tensor.of(1, 2));
        assertThat(numbers(x.grad())).containsExactly(10, 20);
        assertThat(numbers(leaf.grad())).containsExactly(1, 2);
        assertThat(numbers(y.grad())).containsExactly(1, 2);
    }

    @Test
    void aLossRunsItsHooks() {
        MSELoss loss = new MSELoss();
        List<ModuleCall> calls = new ArrayList<>();
        Tensor input = Tensor.ones(2).requiresGrad_(true);
        Tensor target = Tensor.zeros(2);
        loss.registerForwardPreHook((ModuleCall call) -> {
            calls.add(call);
            return null;
        });
        loss.registerForwardHook((ModuleCall call) -> call.outputs().getFirst().mul(2));
        loss.registerFullBackwardHook(this::see);
        Tensor value = loss.call(input, target);
        assertThat(calls.getFirst().inputs()).containsExactly(input, target);
        assertThat(value.item()).isEqualTo(2);
        value.backward();
        assertThat(numbers(seen.getFirst().inputs().get(0))).containsExactly(2, 2);
        assertThat(seen.getFirst().inputs().get(1)).isNull();
        assertThat(numbers(seen.getFirst().outputs().get(0))).containsExactly(1);
    }

    @Test
    void aBackwardHookSeesTheGradientsOfATransformer() {
        Transformer model = new Transformer(
                4, 2, 1, 1, new TransformerOptions().withDimFeedforward(8).withDropout(0));
        Tensor source = Tensor.randn(3, 1, 4).requiresGrad_(true);
        Tensor target = Tensor.randn(2, 1, 4).requiresGrad_(true);
        List<ModuleGradients> inside = new ArrayList<>();
        for (Module part : model.modules()) {
            if (part != model) {
                part.registerFullBackwardHook((ModuleGradients gradients) -> {
                    inside.add(gradients);
                    return null;
                });
            }
        }
        changesNothing(
                model,
                List.of(source, target),
                () -> model.call(source, target).square().sum());
        assertThat(numbers(seen.getFirst().inputs().get(0))).containsExactly(numbers(source.grad()));
        assertThat(numbers(seen.getFirst().inputs().get(1))).containsExactly(numbers(target.grad()));
        assertThat(inside)
                .extracting(gradients -> gradients.module().getClass().getSimpleName())
                .contains("TransformerEncoder", "TransformerDecoderLayer", "MultiheadAttention", "Linear", "LayerNorm");
    }

    @Test
    void withoutAGradientForTheInputsTheHookComesWithThatOfTheOutput() {
        Embedding table = new Embedding(5, 2);
        table.registerFullBackwardHook(this::see);
        table.call(LongTensor.of(1, 1, 4)).sum().backward();
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().inputs()).isEmpty();
        assertThat(numbers(seen.getFirst().outputs().getFirst()))
                .containsOnly(1)
                .hasSize(6);
        assertThat(numbers(table.weight().grad())).containsExactly(0, 0, 2, 2, 0, 0, 0, 0, 1, 1);
    }

    @Test
    void aBackwardHookReplacesTheGradientsOfTheInputs() {
        Bilinear layer = new Bilinear(2, 3, 1);
        Tensor a = Tensor.randn(2).requiresGrad_(true);
        Tensor b = Tensor.randn(3).requiresGrad_(true);
        RemovableHandle handle = layer.registerFullBackwardHook((ModuleGradients gradients) -> {
            List<@Nullable Tensor> replaced = new ArrayList<>(gradients.inputs());
            replaced.set(0, Tensor.of(7, 8));
            return replaced;
        });
        layer.call(a, b).sum().backward();
        assertThat(numbers(a.grad())).containsExactly(7, 8);
        float[] ofB = numbers(b.grad());
        b.setGrad(null);
        handle.remove();
        layer.call(a, b).sum().backward();
        assertThat(numbers(b.grad())).containsExactly(ofB);
        layer.registerFullBackwardHook((ModuleGradients _) -> two(Tensor.of(1), Tensor.zeros(3)));
        assertThatThrownBy(() -> layer.call(a, b).sum().backward())
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("Bilinear: a backward hook gave a gradient [1] for input 0, [2]");
    }

    @Test
    void aLayerHasThemToo() {
        Linear layer = new Linear(2, 1);
        Tensor x = Tensor.randn(3, 2).requiresGrad_(true);
        changesNothing(layer, List.of(x), () -> layer.call(x).square().sum());
        assertThat(numbers(seen.getFirst().inputs().getFirst())).containsExactly(numbers(x.grad()));
        layer.registerForwardHook((ModuleCall call) -> call.outputs().getFirst() == null ? null : Tensor.zeros(3, 1));
        assertThat(layer.call(x).toArray()).containsOnly(0);
    }

    @Test
    void withoutRecordingNoBackwardHookIsCalled() {
        GRUCell cell = new GRUCell(2, 3);
        cell.registerFullBackwardHook(this::see);
        Tensor x = Tensor.randn(2).requiresGrad_(true);
        try (GradMode _ = GradMode.noGrad()) {
            assertThat(cell.call(x).requiresGrad()).isFalse();
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void summariesOfAllKinds() {
        Summary lstm = Summary.of(new LSTM(3, 4), Shape.of(5, 2, 3));
        assertThat(lstm.rows().getFirst().output()).isEqualTo(Shape.of(5, 2, 4));
        assertThat(lstm.multiplyAdds()).isEqualTo(5 * 2 * (16 * 3 + 16 * 4));
        assertThat(lstm.parameters()).isEqualTo(16 * 3 + 16 * 4 + 32);
        assertThat(Summary.of(new GRUCell(3, 4), Shape.of(2, 3)).multiplyAdds()).isEqualTo(2 * (12 * 3 + 12 * 4));
        Summary table = Summary.of(new Embedding(10, 3), Shape.of(2, 7));
        assertThat(table.rows().getFirst().output()).isEqualTo(Shape.of(2, 7, 3));
        assertThat(table.multiplyAdds()).isZero();
        MultiheadAttention attention = new MultiheadAttention(4, 2);
        Tensor query = Tensor.zeros(3, 2, 4);
        Tensor key = Tensor.zeros(5, 2, 4);
        Summary ofAttention = Summary.of(attention, () -> attention.call(query, key, key));
        int projections = 2 * (3 * 16 + 5 * 16 + 5 * 16);
        int scores = 2 * 2 * (3 * 5 * 4);
        assertThat(ofAttention.multiplyAdds()).isEqualTo(projections + scores + 2 * 3 * 16);
        Transformer model = new Transformer(4, 2, 1, 1, new TransformerOptions().withDimFeedforward(8));
        Summary whole = Summary.of(model, () -> model.call(query, key));
        assertThat(whole.rows())
                .allMatch(row -> row.output() != null || row.kind().equals("ModuleList"));
        assertThat(whole.rows().getFirst().output()).isEqualTo(Shape.of(5, 2, 4));
        assertThat(model.isTraining()).isTrue();
        assertThatThrownBy(() -> Summary.of(attention, Shape.of(2, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("how a MultiheadAttention is called with one shape");
    }

    /// Gives what comes second of three.
    private static final class Second extends Module {
        private static final Forward.Three<Second, String, @Nullable Tensor, Tensor, Tensor> SECOND =
                (_, _, second, third) -> second == null ? third : second;

        Tensor call(String first, @Nullable Tensor second, Tensor third) {
            return hooked(this, SECOND, first, second, third);
        }
    }

    @Test
    void inputsMayBeNoTensorsAndNull() {
        Second module = new Second();
        Tensor x = Tensor.of(3);
        List<ModuleCall> calls = new ArrayList<>();
        module.registerForwardPreHook((ModuleCall call) -> {
            calls.add(call);
            return null;
        });
        assertThat(module.call("first", null, x)).isSameAs(x);
        assertThat(calls.getFirst().inputs()).containsExactly("first", null, x);
        module.registerForwardPreHook((ModuleCall call) -> {
            List<@Nullable Object> inputs = new ArrayList<>(call.inputs());
            inputs.set(1, Tensor.of(7));
            return inputs;
        });
        assertThat(module.call("first", null, x).item()).isEqualTo(7);
    }
}
