package lanewise.samples.conformance.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static Arguments of(String parameters, Object... values) {
        Signature signature = new Signature("f(" + parameters + ")");
        return new Arguments(signature, signature.bind(Arrays.asList(values), Map.of()));
    }

    @Test
    void readsEachType() {
        Tensor floats = Tensor.zeros(2);
        LongTensor longs = LongTensor.of(1);
        BoolTensor bools = BoolTensor.of(true);
        Arguments a = of("t, l, b, n, i, f, s", floats, longs, bools, 2.5, 3L, true, "text");
        assertThat(a.tensor("t")).isSameAs(floats);
        assertThat(a.longs("l")).isSameAs(longs);
        assertThat(a.bools("b")).isSameAs(bools);
        assertThat(a.number("n")).isEqualTo(2.5);
        assertThat(a.number("i")).isEqualTo(3);
        assertThat(a.single("n")).isEqualTo(2.5f);
        assertThat(a.integer("i")).isEqualTo(3);
        assertThat(a.longInteger("i")).isEqualTo(3);
        assertThat(a.flag("f")).isTrue();
        assertThat(a.text("s")).isEqualTo("text");
        assertThat(a.isTensor("t") && a.isLongs("l") && a.isBools("b") && a.isNumber("n") && a.isInteger("i"))
                .isTrue();
        assertThat(a.isTensor("l") || a.isLongs("t") || a.isBools("n") || a.isNumber("f") || a.isInteger("n"))
                .isFalse();
    }

    @Test
    void readsLists() {
        Tensor one = Tensor.zeros(1);
        Arguments a = of("t, i, n, o", List.of(one, one), List.of(1L, 2L), List.of(1L, 2.5), Arrays.asList(4L, null));
        assertThat(a.tensors("t")).containsExactly(one, one);
        assertThat(a.integers("i")).containsExactly(1, 2);
        assertThat(a.integers("i", 2)).containsExactly(1, 2);
        assertThat(a.numbers("n")).containsExactly(1, 2.5);
        assertThat(a.optionalIntegersList("o")).containsExactly(4, null);
        assertThat(a.isList("i")).isTrue();
        assertThatThrownBy(() -> a.integer("i"))
                .isInstanceOf(NotExpressibleException.class)
                .hasMessage("f with i=[1, 2], which is no int");
        Arguments single = of("i", 3L);
        assertThat(single.integers("i")).containsExactly(3);
        assertThat(single.integers("i", 3)).containsExactly(3, 3, 3);
        assertThat(single.numbers("i")).containsExactly(3);
        assertThat(single.optionalIntegersList("i")).containsExactly(3);
    }

    @Test
    void whatIsNotGivenHasItsDefault() {
        Arguments a = of("input=None, p=0.5, dim=-1, reduction='sum'");
        assertThat(a.has("input")).isFalse();
        assertThat(a.optionalTensor("input")).isNull();
        assertThat(a.integers("input")).isEmpty();
        assertThat(a.optionalIntegers("input")).isNull();
        assertThat(a.number("p")).isEqualTo(0.5);
        assertThat(a.integer("dim")).isEqualTo(-1);
        assertThat(a.reduction()).isEqualTo(Reduction.SUM);
        Arguments none = of("p=0.5", Collections.singletonList(null).toArray());
        assertThat(none.optionalNumber("p")).isNull();
        assertThatThrownBy(() -> none.number("p")).hasMessage("f with p=null, which is no Number");
        assertThatThrownBy(() -> of("input").tensor("input")).isInstanceOf(NotExpressibleException.class);
    }

    @Test
    void aTensorOfOneIsAWholeNumber() {
        assertThat(of("start", LongTensor.full(Shape.SCALAR, 5)).integer("start"))
                .isEqualTo(5);
        Arguments several = of("start", LongTensor.of(5, 6));
        assertThatThrownBy(() -> several.integer("start")).isInstanceOf(NotExpressibleException.class);
    }

    @Test
    void whatIsGivenMustBeRead() {
        Arguments a = of("input, p=0.5, inplace=False, dim=None, dtype=None", 1L, 0.5, false, null, TypeName.FLOAT32);
        assertThatThrownBy(a::checkAllRead).isInstanceOf(MissingException.class).hasMessage("f with input=1");
        a.integer("input");
        a.checkAllRead();
        Arguments another = of("p=0.5, dim=None", 0.25, 1L);
        another.number("p");
        assertThatThrownBy(another::checkAllRead).hasMessage("f with dim=1");
    }
}
