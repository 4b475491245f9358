package lanewise.nn.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.ShapeMismatchException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private static final int HEADS = 3;
    private static final int WIDTH = 12;

    @Test
    void packedIsAttentionOfTheParts() {
        agree(Attention.plain());
        agree(Attention.plain().withCausal(true));
        agree(Attention.plain().withScale(0.7));
    }

    /// With a mask the parts are copied apart after all.
    @Test
    void packedTakesAMask() {
        Generator.manualSeed(3);
        agree(Attention.plain().withMask(Tensor.randn(70, 70)));
    }

    @Test
    void packedSaysWhatDoesNotFit() {
        assertThatThrownBy(() -> Attention.plain().packed(Tensor.zeros(2, 5, 8), HEADS))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[2, 5, 8] with 3 heads");
    }

    private static void agree(Attention attention) {
        Generator.manualSeed(1);
        Tensor packed = Tensor.randn(2, 70, 3 * WIDTH).requiresGrad_(true);
        Tensor apart = packed.detach().clone().requiresGrad_(true);
        Tensor y = attention.packed(packed, HEADS);
        Tensor expected = attention
                .apply(part(apart, 0), part(apart, 1), part(apart, 2))
                .transpose(1, 2)
                .reshape(2, 70, WIDTH);
        close(y, expected);
        Tensor weights = Tensor.randn(2, 70, WIDTH);
        y.mul(weights).sum().backward();
        expected.mul(weights).sum().backward();
        close(gradient(packed), gradient(apart));
    }

    private static Tensor gradient(Tensor leaf) {
        return Objects.requireNonNull(leaf.grad());
    }

    private static Tensor part(Tensor qkv, int i) {
        return qkv.narrow(2, i * WIDTH, WIDTH).view(2, 70, HEADS, WIDTH / HEADS).transpose(1, 2);
    }

    private static void close(Tensor actual, Tensor expected) {
        float[] a = actual.detach().toArray();
        float[] b = expected.detach().toArray();
        assertThat(a).hasSameSizeAs(b);
        for (int i = 0; i < a.length; i++) {
            assertThat(a[i]).isCloseTo(b[i], Offset.offset(1e-5f));
        }
    }
}
