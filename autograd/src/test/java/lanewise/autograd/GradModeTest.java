package lanewise.autograd;

import static lanewise.autograd.BackwardTest.gradient;
import static lanewise.autograd.BackwardTest.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// When operations are recorded.
class GradModeTest {
    @Test
    void underNoGradNothingIsRecorded() {
        Tensor x = leaf(2);
        try (GradMode _ = GradMode.noGrad()) {
            Tensor y = x.mul(3);
            assertThat(y.requiresGrad()).isFalse();
            assertThat(y.isLeaf()).isTrue();
            assertThatThrownBy(y::backward).hasMessageContaining("requires no gradient");
            assertThat(leaf(1).requiresGrad()).isTrue();
        }
        assertThat(x.mul(3).requiresGrad()).isTrue();
    }

    @Test
    void scopesNest() {
        assertThat(GradMode.isEnabled()).isTrue();
        try (GradMode _ = GradMode.noGrad()) {
            assertThat(GradMode.isEnabled()).isFalse();
            try (GradMode _ = GradMode.noGrad()) {
                assertThat(GradMode.isEnabled()).isFalse();
            }
            assertThat(GradMode.isEnabled()).isFalse();
            try (GradMode _ = GradMode.enableGrad()) {
                assertThat(GradMode.isEnabled()).isTrue();
                assertThat(leaf(1).mul(2).requiresGrad()).isTrue();
            }
            assertThat(GradMode.isEnabled()).isFalse();
        }
        assertThat(GradMode.isEnabled()).isTrue();
    }

    @Test
    void anExceptionClosesTheScope() {
        assertThatThrownBy(() -> {
                    try (GradMode _ = GradMode.noGrad()) {
                        throw new IllegalStateException("inside");
                    }
                })
                .hasMessage("inside");
        assertThat(GradMode.isEnabled()).isTrue();
    }

    @Test
    void everyThreadHasItsOwn() throws InterruptedException {
        AtomicReference<Object> seen = new AtomicReference<>("not run");
        try (GradMode scope = GradMode.noGrad()) {
            Thread other = new Thread(() -> {
                seen.set(GradMode.isEnabled());
                assertThatThrownBy(scope::close).isInstanceOf(IllegalStateException.class);
            });
            other.start();
            other.join();
        }
        assertThat(seen.get()).isEqualTo(true);
    }

    @Test
    void aConstantPartOfAnExpressionStaysConstant() {
        Tensor x = leaf(3);
        Tensor factor;
        try (GradMode _ = GradMode.noGrad()) {
            factor = x.mul(x);
        }
        x.mul(factor).sum().backward();
        assertThat(gradient(x)).containsExactly(9);
    }
}
