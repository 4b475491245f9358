package lanewise.samples.conformance.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import org.junit.jupiter.api.Test;

class CallResultsTest {
    @Test
    void isFlatInOrder() {
        Tensor first = Tensor.zeros(1);
        LongTensor second = LongTensor.of(1);
        assertThat(CallResults.flat(Arrays.asList(first, new Object[] {second, null}, List.of(true))))
                .containsExactly(first, second, null, true);
        assertThat(CallResults.flat(null)).containsExactly((Object) null);
    }

    @Test
    void numbersAreTensorsOfOne() {
        List<Object> numbers = CallResults.flat(List.of(2.5, 1.5f, 3, 4L));
        assertThat(((Tensor) numbers.get(0)).item()).isEqualTo(2.5f);
        assertThat(((Tensor) numbers.get(1)).item()).isEqualTo(1.5f);
        assertThat(((LongTensor) numbers.get(2)).item()).isEqualTo(3);
        assertThat(((LongTensor) numbers.get(3)).item()).isEqualTo(4);
    }

    @Test
    void somethingElseIsRefused() {
        assertThatThrownBy(() -> CallResults.flat("text")).hasMessage("a result of type java.lang.String");
    }
}
