package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.Workspace;
import org.junit.jupiter.api.Test;

class SequentialTest {
    private final Linear first = new Linear(3, 4);
    private final ReLU second = new ReLU();
    private final Linear third = new Linear(4, 2);
    private final Sequential model = new Sequential(first, second).add(third);

    @Test
    void chainsItsLayers() {
        Tensor x = Tensor.of(1, -2, 3).unsqueeze(0);
        assertThat(model.call(x).toArray())
                .containsExactly(third.call(second.call(first.call(x))).toArray());
    }

    @Test
    void givesItsLayersByPlace() {
        assertThat(model.get(0)).isSameAs(first);
        assertThat(model.get(-1)).isSameAs(third);
        assertThat(model.size()).isEqualTo(3);
        assertThat(model).containsExactly(first, second, third);
        assertThatThrownBy(() -> model.get(3))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("a Sequential of 3 layers has no layer 3");
        assertThatThrownBy(() -> model.get(-4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void namesItsLayersByPlace() {
        assertThat(model.stateDict().keys()).containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
    }

    @Test
    void withoutLayersPassesItsInputOn() {
        Tensor x = Tensor.ones(2);
        assertThat(new Sequential().call(x)).isSameAs(x);
        assertThat(new Sequential()).hasToString("Sequential()");
    }

    @Test
    void runsTheHooksOfItsLayers() {
        model.get(1).registerForwardHook((layer, input, output) -> Tensor.zerosLike(output));
        assertThat(model.call(Tensor.ones(1, 3)).toArray()).containsExactly(biasOf(third));
    }

    /// A layer of the user's, who looks at what it met.
    private static final class Probe extends Layer {
        private Tensor input = Tensor.zeros(1);
        private Tensor between = input;
        private Tensor output = input;

        @Override
        public Tensor forward(Tensor x) {
            input = x;
            between = x.mul(2f);
            output = between.add(1f);
            return output;
        }

        @Override
        protected boolean forgetsIntermediates() {
            return false; // as any class of another package says
        }
    }

    @Test
    void whatAnotherLayerMeetsLivesAsLongAsTheWorkspace() {
        Probe probe = new Probe();
        Sequential probed = new Sequential(new Linear(3, 4), new ReLU(), probe, new ReLU(), new Linear(4, 2));
        try (Workspace _ = Workspace.open()) {
            probed.call(Tensor.ones(5, 3)).sum().backward();
            for (int i = 0; i < 20; i++) {
                Tensor.full(Shape.of(5, 4), 7f); // would lie where they were
            }
            assertThat(probe.output.toArray())
                    .containsExactly(probe.between.add(1f).toArray());
            assertThat(probe.between.toArray())
                    .containsExactly(probe.input.mul(2f).toArray());
        }
    }

    @Test
    void whatAHookHasSeenLivesAsLongAsTheWorkspace() {
        List<Tensor> seen = new ArrayList<>();
        model.get(1).registerForwardHook((layer, input, output) -> {
            seen.add(input);
            seen.add(output);
            return null;
        });
        try (Workspace _ = Workspace.open()) {
            model.call(Tensor.ones(5, 3)).sum().backward();
            assertThat(seen.get(1).toArray()).containsExactly(seen.get(0).relu().toArray());
        }
    }

    @Test
    void whatAViewShowsLivesAsLongAsTheView() {
        Sequential flat = new Sequential(new ReLU(), new Flatten(), new ReLU(), new Flatten());
        try (Workspace _ = Workspace.open();
                GradMode _ = GradMode.noGrad()) {
            Tensor y = flat.call(Tensor.ones(2, 3, 4));
            assertThat(y.toArray()).containsOnly(1f).hasSize(24);
        }
    }

    /// A branch whose first layers pass its input on, and what that came of, which uses it again.
    private static final class Residual extends Layer {
        private final Layer stem = registerModule("stem", new ReLU());
        private final Layer branch;

        Residual(Layer... first) {
            Sequential layers = new Sequential(first);
            layers.add(new ReLU());
            layers.add(new ReLU());
            branch = registerModule("branch", layers);
        }

        @Override
        protected boolean forgetsIntermediates() {
            return true;
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor h = stem.call(x);
            return branch.call(h).view(2, 3).add(h);
        }
    }

    @Test
    void whatTheCallerUsesAgainIsLeftToIt() {
        List<Residual> models = List.of(
                new Residual(new Identity()),
                new Residual(new Dropout(0.5)),
                new Residual(new Flatten()),
                new Residual(new Flatten(), new Unflatten(1, 3)));
        for (Residual residual : models) {
            residual.eval();
            Tensor x = Tensor.ones(2, 3);
            try (Workspace _ = Workspace.open();
                    GradMode _ = GradMode.noGrad()) {
                assertThat(residual.call(x).toArray()).containsOnly(2f);
            }
            Tensor learns = Tensor.ones(2, 3).requiresGrad_(true);
            try (Workspace _ = Workspace.open()) {
                residual.call(learns).sum().backward();
            }
            assertThat(Objects.requireNonNull(learns.grad()).toArray()).containsOnly(2f);
        }
    }

    /// Two intermediates are alive at once, however many layers there are, and the gradients' steps likewise.
    @Test
    void intermediatesGoBackOnTheWay() {
        int floats = 1 << 16;
        Layer[] layers = new Layer[12];
        Arrays.setAll(layers, i -> new ReLU());
        Sequential chain = new Sequential(layers);
        Workspace.trim();
        try (Workspace _ = Workspace.open();
                GradMode _ = GradMode.noGrad()) {
            Tensor x = Tensor.ones(floats);
            assertThat(chain.call(x).toArray()).containsOnly(1f);
            assertThat(Workspace.bytes()).isLessThan(4L * floats * 3 + 10_000);
        }
        Workspace.trim();
    }

    /// With poisoned memory, as tests run.
    @Test
    void gradientsInAWorkspaceAreThoseOutside() {
        Tensor x = Tensor.randn(7, 3);
        model.call(x).square().mean().backward();
        List<float[]> outside = gradients();
        model.zeroGrad();
        try (Workspace _ = Workspace.open()) {
            model.call(x).square().mean().backward();
        }
        assertThat(gradients()).containsExactlyElementsOf(outside);
    }

    private List<float[]> gradients() {
        return model.parameters().stream()
                .map(p -> Objects.requireNonNull(p.grad()).toArray())
                .toList();
    }

    private static float[] biasOf(Linear linear) {
        return linear.stateDict().array("bias").toArray();
    }
}
