package lanewise.samples.conformance.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureTest {
    @Test
    void readsNamesAndDefaults() {
        Signature signature = new Signature(
                "torch.f(input, *, a=None, b=True, c=False, d=-3, e=1e-5, f='mean', g=-inf, h=(-2, 1), i=[], j=inf)");
        assertThat(signature.name()).isEqualTo("torch.f");
        assertThat(signature.isRequired("input")).isTrue();
        assertThat(signature.isRequired("a")).isFalse();
        assertThat(signature.byDefault("a")).isNull();
        assertThat(signature.byDefault("b")).isEqualTo(true);
        assertThat(signature.byDefault("c")).isEqualTo(false);
        assertThat(signature.byDefault("d")).isEqualTo(-3L);
        assertThat(signature.byDefault("e")).isEqualTo(1e-5);
        assertThat(signature.byDefault("f")).isEqualTo("mean");
        assertThat(signature.byDefault("g")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(signature.byDefault("h")).isEqualTo(List.of(-2L, 1L));
        assertThat(signature.byDefault("i")).isEqualTo(List.of());
        assertThat(signature.byDefault("j")).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void bindsArgumentsByPlaceAndByName() {
        Signature signature = new Signature("torch.f(a, b=2, c=3)");
        assertThat(signature.bind(List.of(7L), Map.of("c", 8L))).isEqualTo(Map.of("a", 7L, "c", 8L));
        assertThatThrownBy(() -> signature.bind(List.of(1, 2, 3, 4), Map.of()))
                .isInstanceOf(MissingException.class)
                .hasMessage("torch.f with 4 arguments");
        assertThatThrownBy(() -> signature.bind(List.of(), Map.of("d", 1)))
                .isInstanceOf(MissingException.class)
                .hasMessage("torch.f with d");
    }

    @Test
    void aStarTakesWhatIsLeftOrOneList() {
        Signature signature = new Signature("Tensor.view(input, *shape)");
        assertThat(signature.bind(List.of("x", 2L, 3L), Map.of())).containsEntry("shape", List.of(2L, 3L));
        assertThat(signature.bind(List.of("x", List.of(2L, 3L)), Map.of())).containsEntry("shape", List.of(2L, 3L));
        assertThat(signature.bind(List.of("x"), Map.of())).doesNotContainKey("shape");
        assertThat(signature.byDefault("shape")).isEqualTo(List.of());
    }

    @Test
    void namesWhatIsNoSignatureAndNoParameter() {
        assertThatThrownBy(() -> new Signature("torch.f")).hasMessage("no signature: torch.f");
        assertThatThrownBy(() -> new Signature("torch.f(a)").require("b"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("torch.f has no parameter b in the table");
    }
}
