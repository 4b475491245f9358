package lanewise.samples.conformance.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lanewise.autograd.Index;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

class CallValuesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final NDArray array = NDArray.of(Shape.of(2), 1, 2);
    private final CallValues values = new CallValues(_ -> array);

    private Object value(String json) throws JsonProcessingException {
        return values.value(JSON.readTree(json));
    }

    @Test
    void numbersTextsAndLists() throws JsonProcessingException {
        assertThat(value("[null, true, 3, 2.0, \"s\", [1]]"))
                .isEqualTo(Arrays.asList(null, true, 3L, 2.0, "s", List.of(1L)));
        assertThat(value("{\"$f\": \"inf\"}")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(value("{\"$f\": \"-inf\"}")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(value("{\"$f\": \"nan\"}")).isEqualTo(Double.NaN);
        assertThat(value("{\"$dtype\": \"int64\"}")).isEqualTo(TypeName.INT64);
        assertThat(value("{\"$fn\": \"relu\"}")).isEqualTo(new FunctionName("relu"));
        assertThat(value("{\"$module\": \"nn.Linear\", \"args\": [2], \"kwargs\": {\"bias\": false}}"))
                .isEqualTo(new ModuleCall("nn.Linear", List.of(2L), Map.of("bias", false)));
        assertThatThrownBy(() -> value("{\"$x\": 1}")).hasMessageStartingWith("a value of an unknown kind");
    }

    @Test
    void oneNameIsOneTensorWithMemoryOfItsOwn() throws JsonProcessingException {
        Tensor tensor = (Tensor) value("{\"$t\": \"a\"}");
        assertThat(value("{\"$t\": \"a\"}")).isSameAs(tensor);
        assertThat(value("{\"$t\": \"b\"}")).isNotSameAs(tensor);
        tensor.zero_();
        assertThat(array.toArray()).containsExactly(1, 2);
    }

    @Test
    void indices() throws JsonProcessingException {
        Index[] indices = (Index[]) value("""
            {"$index": [1, null, {"$slice": [null, 4, 2]}, {"$slice": [null, null, null]}, {"$ellipsis": true},
                        {"$long": [[0, 1, 2], [3, 4, 5]]}]}\
            """);
        assertThat(indices)
                .startsWith(Index.at(1), Index.newAxis(), Index.slice(0, 4, 2), Index.all(), Index.ellipsis());
        assertThat(((Index.Positions) indices[5]).indices().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(((Index.Positions) indices[5]).indices().toArray()).containsExactly(0, 1, 2, 3, 4, 5);
    }
}
