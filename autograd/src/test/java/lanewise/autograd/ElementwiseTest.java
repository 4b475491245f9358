package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class ElementwiseTest {
    private final Tensor x = Tensor.of(1, -2, 3);
    private final Tensor y = Tensor.of(2, 4, 8);

    @Test
    void combinations() {
        assertThat(x.add(y, 0.5f).toArray()).containsExactly(2, 0, 7);
        assertThat(x.sub(y, 0.5f).toArray()).containsExactly(0, -4, -1);
        assertThat(x.rsub(y).toArray()).containsExactly(1, 6, 5);
        assertThat(x.rsub(y, 2).toArray()).containsExactly(0, 8, 2);
        assertThat(x.rsub(1).toArray()).containsExactly(0, 3, -2);
        assertThat(x.rsub(1, 2).toArray()).containsExactly(-1, 5, -5);
        assertThat(x.addcmul(x, y).toArray()).containsExactly(3, -10, 27);
        assertThat(x.addcmul(x, y, 2).toArray()).containsExactly(5, -18, 51);
        assertThat(x.addcdiv(y, y).toArray()).containsExactly(2, -1, 4);
        assertThat(x.addcdiv(y, y, 3).toArray()).containsExactly(4, 1, 6);
        assertThat(x.lerp(y, 0.5).toArray())
                .containsExactly(x.lerp(y, Tensor.scalar(0.5f)).toArray());
        assertThat(x.copysign(-1).toArray()).containsExactly(-1, -2, -3);
        assertThat(x.xlogy(1).toArray()).containsExactly(0, -0f, 0);
    }

    @Test
    void bounds() {
        assertThat(x.clamp(Tensor.scalar(0), null).toArray()).containsExactly(1, 0, 3);
        assertThat(x.clamp(null, Tensor.scalar(2)).toArray()).containsExactly(1, -2, 2);
        assertThat(x.clamp(Tensor.scalar(0), Tensor.scalar(2)).toArray()).containsExactly(1, 0, 2);
        assertThatThrownBy(() -> x.clamp(null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clamp: both bounds are null; at least one is needed");
    }

    @Test
    void roundings() {
        assertThat(x.div(2, RoundingMode.TRUNC).toArray()).containsExactly(0, -1, 1);
        assertThat(x.floorDivide(2).toArray()).containsExactly(0, -1, 1);
        assertThat(x.remainder(4).toArray()).containsExactly(1, 2, 3);
        assertThat(x.fmod(4).toArray()).containsExactly(1, -2, 3);
        assertThat(x.div(4).round().toArray()).containsExactly(0, -0f, 1);
        assertThat(x.positive()).isSameAs(x);
        assertThat(Tensor.of(Float.NaN, Float.NEGATIVE_INFINITY).nanToNum().toArray())
                .containsExactly(0, -Float.MAX_VALUE);
        assertThat(Tensor.scalar(180).deg2rad().item()).isEqualTo((float) Math.PI);
        assertThat(Tensor.scalar((float) Math.PI).rad2deg().item()).isEqualTo(180f);
    }

    @Test
    void predicates() {
        Tensor odd = Tensor.of(0, Float.NaN, Float.POSITIVE_INFINITY);
        assertThat(odd.isfinite().toArray()).containsExactly(true, false, false);
        assertThat(odd.isinf().toArray()).containsExactly(false, false, true);
        assertThat(odd.isnan().toArray()).containsExactly(false, true, false);
        assertThat(odd.logicalNot().toArray()).containsExactly(true, false, false);
        assertThat(odd.logicalAnd(x).toArray()).containsExactly(false, true, true);
        assertThat(odd.logicalOr(x).toArray()).containsExactly(true, true, true);
        assertThat(odd.logicalXor(x).toArray()).containsExactly(true, false, false);
        assertThat(x.allclose(x.add(1e-6f))).isTrue();
        assertThat(odd.allclose(odd)).isFalse();
        assertThat(odd.allclose(odd, 0, 0, true)).isTrue();
        assertThat(odd.isclose(x).toArray()).containsExactly(false, false, false);
        assertThat(x.equal(x.clone())).isTrue();
        assertThat(x.equal(y)).isFalse();
        assertThat(x.equal(x.unsqueeze(0))).isFalse();
    }

    @Test
    void gradientsOfAWeight() {
        Tensor weight = Tensor.of(0.25f, 0.5f, 1).requiresGrad_(true);
        x.lerp(y, weight).sum().backward();
        assertThat(Objects.requireNonNull(weight.grad()).toArray()).containsExactly(1, 6, 5);
    }
}
