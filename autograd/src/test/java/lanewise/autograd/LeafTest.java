package lanewise.autograd;

import static lanewise.autograd.BackwardTest.grad;
import static lanewise.autograd.BackwardTest.gradient;
import static lanewise.autograd.BackwardTest.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.Workspace;
import org.junit.jupiter.api.Test;

/// What a leaf is, and how it keeps its gradient.
class LeafTest {
    @Test
    void whatIsMadeByHandIsALeaf() {
        Tensor x = Tensor.of(1, 2);
        assertThat(x.isLeaf()).isTrue();
        assertThat(x.requiresGrad()).isFalse();
        assertThat(x.grad()).isNull();
        assertThat(x.requiresGrad_(true)).isSameAs(x);
        assertThat(x.requiresGrad()).isTrue();
        Tensor y = x.mul(2);
        assertThat(y.isLeaf()).isFalse();
        assertThat(y.requiresGrad()).isTrue();
        assertThat(y.detach().isLeaf()).isTrue();
        assertThat(y.detach().requiresGrad()).isFalse();
    }

    @Test
    void aResultWithoutGradientsIsALeaf() {
        assertThat(Tensor.of(1).mul(2).isLeaf()).isTrue();
    }

    @Test
    void onlyALeafCanStopRequiringGradients() {
        Tensor y = leaf(1).mul(2);
        assertThat(y.requiresGrad_(true)).isSameAs(y);
        assertThatThrownBy(() -> y.requiresGrad_(false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mul")
                .hasMessageContaining("detach()");
        Tensor x = leaf(1).requiresGrad_(false);
        assertThat(x.mul(2).requiresGrad()).isFalse();
    }

    @Test
    void aGradientSetToNullBeginsAnewInTheSameMemory() {
        Tensor x = leaf(1, 2);
        x.mul(3).sum().backward();
        Tensor first = x.grad();
        x.setGrad(null);
        assertThat(x.grad()).isNull();
        x.mul(5).sum().backward();
        assertThat(gradient(x)).containsExactly(5, 5);
        assertThat(x.grad()).isSameAs(first);
    }

    @Test
    void theGradientIsLive() {
        Tensor x = leaf(1);
        x.mul(3).sum().backward();
        Tensor live = grad(x);
        assertThat(live.requiresGrad()).isFalse();
        x.mul(3).sum().backward();
        assertThat(live.toArray()).containsExactly(6);
        live.zero_();
        x.mul(3).sum().backward();
        assertThat(gradient(x)).containsExactly(3);
    }

    @Test
    void aGradientOfTheUsersOwnIsAddedTo() {
        Tensor x = leaf(1, 2);
        Tensor mine = Tensor.of(10, 20);
        x.setGrad(mine);
        x.mul(3).sum().backward();
        assertThat(x.grad()).isSameAs(mine);
        assertThat(mine.toArray()).containsExactly(13, 23);
    }

    @Test
    void aGradientOfTheUsersOwnMayBeAStridedView() {
        Tensor x = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4).requiresGrad_(true);
        x.setGrad(Tensor.of(Shape.of(2, 2), 10, 20, 30, 40).t());
        x.mul(1).sum().backward();
        assertThat(gradient(x)).containsExactly(11, 31, 21, 41);
        x.setGrad(Tensor.scalar(5).expand(2, 2));
        x.mul(1).sum().backward();
        assertThat(gradient(x)).containsExactly(6, 6, 6, 6);
    }

    @Test
    void aGradientOfAnotherShapeIsRefused() {
        Tensor x = leaf(1, 2);
        assertThatThrownBy(() -> x.setGrad(Tensor.of(1, 2, 3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[3]")
                .hasMessageContaining("[2]");
    }

    @Test
    void aDetachedTensorSharesTheMemory() {
        Tensor x = leaf(1, 2);
        Tensor d = x.detach();
        d.add_(1);
        assertThat(x.toArray()).containsExactly(2, 3);
    }

    @Test
    void aCloneIsPartOfTheGraph() {
        Tensor x = leaf(1, 2);
        Tensor y = x.clone();
        assertThat(y.array().storage()).isNotSameAs(x.array().storage());
        y.mul(4).sum().backward();
        assertThat(gradient(x)).containsExactly(4, 4);
    }

    @Test
    void aParameterRequiresGradientsAndOwnsARunOfMemory() {
        Parameter w = new Parameter(Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6).t());
        assertThat(w.requiresGrad()).isTrue();
        assertThat(w.isLeaf()).isTrue();
        assertThat(w.array().isContiguous()).isTrue();
        assertThat(w.toArray()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(new Parameter(Tensor.of(1), false).requiresGrad()).isFalse();
    }

    @Test
    void aParameterOfAComputedTensorIsALeaf() {
        Parameter w = new Parameter(leaf(1, 2).mul(2));
        assertThat(w.isLeaf()).isTrue();
        w.mul(3).sum().backward();
        assertThat(gradient(w)).containsExactly(3, 3);
    }

    @Test
    void aParameterMadeInAWorkspaceOutlivesIt() {
        Parameter w;
        try (Workspace _ = Workspace.open()) {
            w = new Parameter(Tensor.of(1, 2));
        }
        assertThat(w.toArray()).containsExactly(1, 2);
    }
}
