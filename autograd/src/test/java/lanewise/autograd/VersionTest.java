package lanewise.autograd;

import static lanewise.autograd.BackwardTest.gradient;
import static lanewise.autograd.BackwardTest.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

/// A value that the backward pass needs must not be changed between.
class VersionTest {
    @Test
    void aChangedResultThatIsNeeded() {
        Tensor x = leaf(1, 2);
        Tensor y = x.exp();
        Tensor z = y.sum();
        y.detach().add_(1);
        assertThatThrownBy(z::backward)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exp")
                .hasMessageContaining("[2]")
                .hasMessageContaining("version 0")
                .hasMessageContaining("version 1")
                .hasMessageContaining("clone()");
        assertThat(x.grad()).isNull();
    }

    @Test
    void aChangedResultThatIsNeededByTheOperationThatMadeIt() {
        Tensor x = leaf(1, 2);
        Tensor y = x.exp();
        y.add_(1);
        Tensor z = y.sum();
        assertThatThrownBy(z::backward).hasMessageContaining("exp");
    }

    @Test
    void aChangedOperandThatIsNeeded() {
        Tensor x = leaf(1, 2);
        Tensor factor = Tensor.of(3, 4);
        Tensor z = x.mul(factor).sum();
        factor.add_(1);
        assertThatThrownBy(z::backward).hasMessageContaining("mul");
    }

    @Test
    void aChangedParameter() {
        Tensor x = leaf(1, 2);
        Tensor z = x.square().sum();
        try (GradMode _ = GradMode.noGrad()) {
            x.sub_(1);
        }
        assertThatThrownBy(z::backward).hasMessageContaining("square");
    }

    @Test
    void aChangeThroughAViewCounts() {
        Tensor x = leaf(1, 2);
        Tensor factor = Tensor.of(Shape.of(2, 2), 3, 4, 5, 6);
        Tensor z = x.mul(factor.select(0, 0)).sum();
        factor.select(0, 0).zero_();
        assertThatThrownBy(z::backward).hasMessageContaining("mul");
    }

    @Test
    void aChangeOfTheArrayCountsOnceItIsSaid() {
        Tensor x = leaf(1, 2);
        Tensor factor = Tensor.of(3, 4);
        Tensor z = x.mul(factor).sum();
        factor.array().set(7, 0);
        assertThatThrownBy(z::backward).hasMessageContaining("mul");
    }

    @Test
    void aChangedOperandThatIsNotNeeded() {
        Tensor x = leaf(1, 2);
        Tensor addend = Tensor.of(3, 4);
        Tensor z = x.add(addend).sum();
        addend.add_(1);
        z.backward();
        assertThat(gradient(x)).containsExactly(1, 1);
    }

    @Test
    void aChangedResultThatIsNotNeeded() {
        Tensor x = leaf(1, 2);
        Tensor y = x.mul(3);
        Tensor z = y.add(1).sum();
        y.zero_();
        z.backward();
        assertThat(gradient(x)).containsExactly(3, 3);
    }

    @Test
    void aChangeAfterTheBackwardPassDoesNotMatter() {
        Tensor x = leaf(1, 2);
        x.square().sum().backward();
        try (GradMode _ = GradMode.noGrad()) {
            x.sub_(1);
        }
        x.square().sum().backward();
        assertThat(gradient(x)).containsExactly(2, 4 + 2);
    }
}
