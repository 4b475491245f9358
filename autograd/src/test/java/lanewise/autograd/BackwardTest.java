package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// The walk: where gradients go, how they add up, when the graph is gone.
class BackwardTest {
    @Test
    void aGradientReachesTheLeaf() {
        Tensor x = leaf(1, 2, 3);
        x.mul(x).sum().backward();
        assertThat(gradient(x)).containsExactly(2, 4, 6);
    }

    @Test
    void gradientsOfSeveralPassesAddUp() {
        Tensor x = leaf(1, 2);
        x.mul(3).sum().backward();
        x.mul(4).sum().backward();
        assertThat(gradient(x)).containsExactly(7, 7);
    }

    @Test
    void theSameTensorOnBothSidesGetsBothContributions() {
        Tensor x = leaf(3);
        x.div(x).add(x.sub(x)).add(x.mul(x)).backward(Tensor.of(1));
        assertThat(gradient(x)).containsExactly(6);
    }

    @Test
    void aDiamondIsWalkedOnce() {
        Tensor x = leaf(2);
        Tensor a = x.mul(x);
        int[] calls = {0};
        a.registerHook(gradient -> {
            calls[0]++;
            return null;
        });
        a.mul(3).mul(a.add(1)).sum().backward(); // 3a² + 3a, a = x²: (6a + 3)·2x
        assertThat(gradient(x)).containsExactly(108);
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void aWideLadderOfDiamondsTakesLinearTime() {
        Tensor x = leaf(1);
        Tensor y = x;
        for (int i = 0; i < 100; i++) {
            y = y.add(y).mul(0.5f); // 2^100 paths
        }
        y.backward(Tensor.of(1));
        assertThat(gradient(x)).containsExactly(1);
    }

    @Test
    void aGraphMayBeVeryDeep() {
        Tensor x = leaf(1);
        Tensor y = x;
        for (int i = 0; i < 100_000; i++) {
            y = y.mul(1f);
        }
        y.backward(Tensor.of(5));
        assertThat(gradient(x)).containsExactly(5);
    }

    @Test
    void aParameterMayBeUsedInManyPlaces() {
        Tensor w = leaf(2);
        Tensor h = Tensor.of(3);
        for (int i = 0; i < 3; i++) {
            h = h.mul(w); // 3w³
        }
        h.sum().backward();
        assertThat(gradient(w)).containsExactly(36);
    }

    @Test
    void whatNeedsNoGradientGetsNone() {
        Tensor x = leaf(1, 2);
        Tensor constant = Tensor.of(5, 6);
        Tensor y = x.mul(constant);
        assertThat(y.requiresGrad()).isTrue();
        assertThat(constant.mul(constant).requiresGrad()).isFalse();
        y.sum().backward();
        assertThat(constant.grad()).isNull();
        assertThat(y.grad()).isNull();
        assertThat(gradient(x)).containsExactly(5, 6);
    }

    @Test
    void aRootMayBeItsOwnLeaf() {
        Tensor x = leaf(4);
        x.backward();
        x.backward();
        assertThat(gradient(x)).containsExactly(2);
    }

    @Test
    void aRootOfAnyShapeTakesAGradient() {
        Tensor x = leaf(1, 2, 3);
        Tensor begin = Tensor.of(1, 10, 100);
        x.square().backward(begin);
        assertThat(gradient(x)).containsExactly(2, 40, 600);
        assertThat(begin.toArray()).containsExactly(1, 10, 100);
    }

    @Test
    void theGradientToBeginWithMayBeAnyView() {
        Tensor x = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4).requiresGrad_(true);
        x.mul(1).backward(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4).t());
        assertThat(gradient(x)).containsExactly(1, 3, 2, 4);
    }

    @Test
    void aRootOfSeveralElementsNeedsAGradient() {
        Tensor y = leaf(1, 2, 3).mul(2);
        assertThatThrownBy(y::backward)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[3]")
                .hasMessageContaining("3 elements")
                .hasMessageContaining("backward(gradient)");
    }

    @Test
    void theGradientMustHaveTheRootsShape() {
        Tensor y = leaf(1, 2, 3).mul(2);
        assertThatThrownBy(() -> y.backward(Tensor.of(1, 2)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[2]")
                .hasMessageContaining("[3]");
    }

    @Test
    void aRootThatRequiresNoGradientIsRefused() {
        assertThatThrownBy(() -> Tensor.scalar(1).backward())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("requires no gradient");
    }

    @Test
    void theGraphIsFreedAfterOnePass() {
        Tensor x = leaf(2);
        Tensor y = x.square().sum();
        y.backward();
        assertThatThrownBy(y::backward)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("square")
                .hasMessageContaining("backward(true)");
        assertThat(gradient(x)).as("nothing is added by the failed pass").containsExactly(4);
    }

    @Test
    void aSharedPartOfTwoGraphsIsFreedByTheFirst() {
        Tensor x = leaf(2);
        Tensor shared = x.exp();
        shared.mul(2).sum().backward();
        Tensor other = shared.mul(3).sum();
        assertThatThrownBy(other::backward)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exp");
    }

    @Test
    void whereNothingWasSavedASecondPassIsPossibleAsInPyTorch() {
        Tensor x = leaf(2, 3);
        Tensor y = x.add(1).sum();
        y.backward();
        y.backward();
        assertThat(gradient(x)).containsExactly(2, 2);
    }

    @Test
    void aRetainedGraphCanBeWalkedAgain() {
        Tensor x = leaf(2);
        Tensor y = x.square().sum();
        y.backward(true);
        y.backward(true);
        y.backward();
        assertThat(gradient(x)).containsExactly(12);
        assertThatThrownBy(y::backward).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFailedPassLeavesNothingBehind() {
        Tensor x = leaf(2);
        Tensor a = x.mul(3);
        HookHandle failing = a.registerHook(gradient -> {
            throw new IllegalStateException("on purpose");
        });
        Tensor y = a.add(1).sum();
        assertThatThrownBy(() -> y.backward(true)).hasMessage("on purpose");
        assertThat(GradMode.isEnabled()).isTrue();
        assertThat(x.grad()).isNull();
        failing.remove();
        y.backward();
        assertThat(gradient(x)).containsExactly(3);
    }

    @Test
    void partsMadeInOtherThreadsAreWalkedInOrder() throws InterruptedException {
        Tensor x = leaf(2);
        Tensor[] halves = new Tensor[2];
        Thread[] threads = new Thread[2];
        for (int i = 0; i < 2; i++) {
            int part = i;
            threads[i] = new Thread(() -> {
                Tensor y = x;
                for (int k = 0; k < 1000; k++) {
                    y = y.add(1).sub(1);
                }
                halves[part] = y.mul(part + 1f);
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        halves[0].mul(halves[1]).sum().backward(); // 2x²
        assertThat(gradient(x)).containsExactly(8);
    }

    static Tensor leaf(float... elements) {
        return Tensor.of(elements).requiresGrad_(true);
    }

    static float[] gradient(Tensor tensor) {
        return grad(tensor).toArray();
    }

    static Tensor grad(Tensor tensor) {
        return Objects.requireNonNull(tensor.grad(), "no gradient");
    }
}
