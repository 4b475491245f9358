package lanewise.autograd;

import static lanewise.autograd.BackwardTest.grad;
import static lanewise.autograd.BackwardTest.gradient;
import static lanewise.autograd.BackwardTest.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.Workspace;
import org.junit.jupiter.api.Test;

/// Hooks on gradients, and gradients kept on the way.
class HookTest {
    @Test
    void aHookSeesTheGradient() {
        Tensor x = leaf(1, 2);
        Tensor y = x.mul(3);
        List<float[]> seen = new ArrayList<>();
        y.registerHook(gradient -> {
            seen.add(gradient.toArray());
            assertThat(GradMode.isEnabled()).isFalse();
            return null;
        });
        y.square().sum().backward();
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst()).containsExactly(6, 12);
        assertThat(gradient(x)).containsExactly(18, 36);
    }

    @Test
    void aHookReplacesTheGradientForAllThatFollows() {
        Tensor x = leaf(1, 2);
        Tensor y = x.mul(3);
        y.registerHook(gradient -> gradient.mul(10));
        y.registerHook(gradient -> gradient.add(1));
        y.sum().backward();
        assertThat(gradient(x)).containsExactly(33, 33);
    }

    @Test
    void aHookOnALeafSeesTheGradientOfThisPassAlone() {
        Tensor x = leaf(1, 2);
        x.mul(5).sum().backward();
        List<float[]> seen = new ArrayList<>();
        x.registerHook(gradient -> {
            seen.add(gradient.toArray());
            return gradient.mul(2);
        });
        x.mul(3).add(x).sum().backward();
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst()).containsExactly(4, 4);
        assertThat(gradient(x)).containsExactly(13, 13);
    }

    @Test
    void aHookOnALeafWithoutAGradientYetSetsIt() {
        Tensor x = leaf(1, 2);
        x.registerHook(gradient -> gradient.neg());
        x.mul(3).sum().backward();
        assertThat(gradient(x)).containsExactly(-3, -3);
        x.setGrad(null);
        x.mul(4).sum().backward();
        assertThat(gradient(x)).containsExactly(-4, -4);
    }

    @Test
    void aRemovedHookIsNotCalled() {
        Tensor x = leaf(1);
        HookHandle ten = x.registerHook(gradient -> gradient.mul(10));
        HookHandle three = x.registerHook(gradient -> gradient.mul(3));
        ten.remove();
        ten.remove();
        x.mul(1).sum().backward();
        assertThat(gradient(x)).containsExactly(3);
        three.close();
        x.mul(1).sum().backward();
        assertThat(gradient(x)).containsExactly(4);
    }

    @Test
    void aHookMayRemoveItself() {
        Tensor x = leaf(1);
        HookHandle[] handle = new HookHandle[1];
        handle[0] = x.registerHook(gradient -> {
            handle[0].remove();
            return gradient.mul(2);
        });
        x.mul(1).sum().backward();
        x.mul(1).sum().backward();
        assertThat(gradient(x)).containsExactly(3);
    }

    @Test
    void aHookMustKeepTheShape() {
        Tensor x = leaf(1, 2);
        x.registerHook(gradient -> gradient.sum());
        Tensor y = x.mul(1).sum();
        assertThatThrownBy(y::backward)
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("hook")
                .hasMessageContaining("[2]")
                .hasMessageContaining("[]");
    }

    @Test
    void withoutGradientsThereIsNothingToHook() {
        assertThatThrownBy(() -> Tensor.of(1).registerHook(gradient -> gradient))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("registerHook");
        assertThatThrownBy(() -> Tensor.of(1).retainGrad())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("retainGrad");
    }

    @Test
    void aRetainedGradientIsKeptAndAddedTo() {
        Tensor x = leaf(1, 2);
        Tensor y = x.mul(3);
        y.retainGrad();
        Tensor z = y.square().sum();
        z.backward(true);
        assertThat(gradient(y)).containsExactly(6, 12);
        z.backward();
        assertThat(gradient(y)).containsExactly(12, 24);
        assertThat(gradient(x)).containsExactly(36, 72);
    }

    @Test
    void aRetainedGradientIsWhatTheHooksMadeOfIt() {
        Tensor x = leaf(1);
        Tensor y = x.mul(1);
        y.retainGrad();
        y.registerHook(gradient -> gradient.mul(7));
        y.sum().backward();
        assertThat(gradient(y)).containsExactly(7);
    }

    @Test
    void aRetainedGradientIsNobodyElsesMemory() {
        Tensor x = leaf(1, 2);
        Tensor a = x.add(1);
        Tensor b = a.add(1);
        a.retainGrad();
        b.retainGrad();
        b.backward(Tensor.of(5, 6));
        grad(b).zero_();
        assertThat(gradient(a)).containsExactly(5, 6);
    }

    @Test
    void retainGradOnALeafChangesNothing() {
        Tensor x = leaf(1);
        x.retainGrad();
        x.mul(2).sum().backward();
        assertThat(gradient(x)).containsExactly(2);
    }

    /// The sum's gradient is lent to both of its inputs, of which the younger one is asked first.
    private static void writeInto(boolean createGraph) {
        Tensor x = leaf(1, 2);
        Tensor y = leaf(1, 2);
        Tensor a = x.mul(1);
        Tensor b = y.mul(1);
        Tensor sum = a.add(b);
        b.registerHook(gradient -> {
            gradient.mul_(10);
            return null;
        });
        Tensor seed = Tensor.of(5, 6);
        sum.backward(seed, true, createGraph);
        assertThat(gradient(x)).containsExactly(5, 6);
        assertThat(gradient(y)).containsExactly(50, 60);
        assertThat(seed.toArray()).containsExactly(5, 6);
    }

    @Test
    void whatAHookWritesIntoItsGradientChangesNoOther() { // as in PyTorch 1.13
        writeInto(false);
        writeInto(true);
    }

    @Test
    void aHookOnTheRootWritesNotIntoTheSeed() {
        Tensor x = leaf(1, 2);
        Tensor y = x.mul(3);
        y.registerHook(gradient -> {
            gradient.zero_();
            return null;
        });
        Tensor seed = Tensor.of(5, 6);
        y.backward(seed);
        assertThat(gradient(x)).containsExactly(0, 0);
        assertThat(seed.toArray()).containsExactly(5, 6);
    }

    @Test
    void aHookMayWriteInAWorkspace() {
        Tensor x = leaf(1, 2);
        Tensor y = leaf(1, 2);
        try (Workspace _ = Workspace.open()) {
            Tensor a = x.mul(1);
            Tensor b = y.mul(1);
            b.registerHook(gradient -> {
                gradient.mul_(10);
                return null;
            });
            a.add(b).mul(2).sum().backward();
        }
        assertThat(gradient(x)).containsExactly(2, 2);
        assertThat(gradient(y)).containsExactly(20, 20);
    }
}
