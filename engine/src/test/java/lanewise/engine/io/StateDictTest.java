package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StateDictTest {
    @TempDir
    Path directory;

    /// An optimizer's state in PyTorch's layout, with everything that a state can hold.
    private static StateDict example() {
        StateDict slots = new StateDict()
                .put("step", 3.0)
                .put("exp_avg", NDArray.of(Shape.of(2, 2), 1, 2, 3, 4))
                .put("count", LongArray.full(Shape.SCALAR, 9))
                .put("mask", BoolArray.of(Shape.of(2), true, false));
        StateDict group = new StateDict()
                .put("lr", 1e-3)
                .put("betas", 0.9, 0.999)
                .put("amsgrad", false)
                .put("best", Double.NEGATIVE_INFINITY)
                .put("mode", "min")
                .put("params", List.of(0L, 1L))
                .putNull("foreach");
        return new StateDict()
                .put("state", new StateDict().put("0", slots).put("1", new StateDict()))
                .put("param_groups", List.of(group))
                .put("epoch", 12);
    }

    private static void assertIsExample(StateDict state) {
        assertThat(state.keys()).containsExactly("state", "param_groups", "epoch");
        assertThat(state.integer("epoch")).isEqualTo(12);
        assertThat(state.number("epoch")).isEqualTo(12);
        StateDict slots = state.dict("state").dict("0");
        assertThat(state.dict("state").dict("1").size()).isZero();
        assertThat(slots.number("step")).isEqualTo(3);
        assertThat(slots.array("exp_avg").shape()).isEqualTo(Shape.of(2, 2));
        assertThat(slots.array("exp_avg").toArray()).containsExactly(1, 2, 3, 4);
        assertThat(slots.longs("count").item()).isEqualTo(9);
        assertThat(slots.bools("mask").toArray()).containsExactly(true, false);
        StateDict group = state.dicts("param_groups").getFirst();
        assertThat(group.keys()).containsExactly("lr", "betas", "amsgrad", "best", "mode", "params", "foreach");
        assertThat(group.number("lr")).isEqualTo(1e-3);
        assertThat(group.numbers("betas")).containsExactly(0.9, 0.999);
        assertThat(group.flag("amsgrad")).isFalse();
        assertThat(group.number("best")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(group.text("mode")).isEqualTo("min");
        assertThat(group.integers("params")).containsExactly(0, 1);
        assertThat(group.isNull("foreach")).isTrue();
        assertThat(group.isNull("lr")).isFalse();
        assertThat(group.has("foreach")).isTrue();
        assertThat(group.has("foreach2")).isFalse();
    }

    @Test
    void holdsWhatIsPut() {
        assertIsExample(example());
    }

    @Test
    void comesBackFromAFile() throws IOException {
        Path file = directory.resolve("state.safetensors");
        example().save(file);
        assertIsExample(StateDict.load(file));
    }

    @Test
    void tensorsInAFileAreNamedByTheirPath() {
        assertThat(example().flatten().arrays().keySet())
                .containsExactly("state.0.exp_avg", "state.0.count", "state.0.mask");
    }

    @Test
    void aFlatStateIsAPlainFileOfTensors() throws IOException {
        StateDict flat = new StateDict()
                .put("1.weight", NDArray.full(Shape.of(2), 3f))
                .put("0.num_batches_tracked", LongArray.full(Shape.SCALAR, 4));
        assertThat(flat.flatten().metadata()).isEmpty();
        Path file = directory.resolve("model.safetensors");
        flat.save(file);
        StateDict read = StateDict.load(file);
        assertThat(read.keys()).containsExactly("1.weight", "0.num_batches_tracked");
        assertThat(read.array("1.weight").toArray()).containsExactly(3, 3);
    }

    @Test
    void oddValuesComeBack() throws IOException {
        StateDict odd = new StateDict()
                .put("nan", Double.NaN)
                .put("inf", Double.POSITIVE_INFINITY)
                .put("-0", -0.0)
                .put("long", Long.MIN_VALUE)
                .put("whole", 5.0)
                .put("", "")
                .put("empty", List.of())
                .put("marker", new StateDict().put("$array", "x"))
                .put("marker2", new StateDict().put("$dict", new StateDict().put("$number", 1)))
                .put("array", new StateDict().put("$array", NDArray.full(Shape.of(1), 2f)))
                .put("mixed", Arrays.asList(1, 2f, null, true, "a", List.of(List.of()), NDArray.full(Shape.of(1), 3f)));
        StateDict read = StateDict.of(odd.flatten());
        assertThat(read.number("nan")).isNaN();
        assertThat(read.number("inf")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(1 / read.number("-0")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(read.integer("long")).isEqualTo(Long.MIN_VALUE);
        assertThat(read.get("whole")).isEqualTo(5.0);
        assertThat(read.text("")).isEmpty();
        assertThat(read.list("empty")).isEmpty();
        assertThat(read.dict("marker").text("$array")).isEqualTo("x");
        assertThat(read.dict("marker2").dict("$dict").integer("$number")).isEqualTo(1);
        assertThat(read.dict("array").array("$array").item()).isEqualTo(2f);
        assertThat(read.list("mixed").subList(0, 6))
                .isEqualTo(Arrays.asList(1L, 2.0, null, true, "a", List.of(List.of())));
        assertThat(read.list("mixed").get(6)).isInstanceOf(NDArray.class);
    }

    @Test
    void aCopyHasArraysOfItsOwn() {
        StateDict state = example();
        StateDict copy;
        try (Workspace workspace = Workspace.open()) {
            assertThat(workspace).isNotNull();
            copy = state.copy();
        }
        state.dict("state").dict("0").array("exp_avg").fill(0);
        state.dict("state").put("2", 5);
        state.put("epoch", 13);
        assertIsExample(copy);
    }

    @Test
    void keysAreReplacedAndRemoved() {
        StateDict state =
                new StateDict().put("a", 1).put("b", 2).put("a", "text").remove("b");
        assertThat(state.keys()).containsExactly("a");
        assertThat(state.text("a")).isEqualTo("text");
    }

    @Test
    void aMissingKeyIsNamedWithThoseThatAre() {
        StateDict state = new StateDict().put("a", 1).put("b", 2);
        assertThatThrownBy(() -> state.array("weight"))
                .isInstanceOf(StateDictException.class)
                .hasMessage("the state has no key \"weight\"; it has [a, b]");
    }

    @Test
    void anotherKindIsNamed() {
        StateDict state = example();
        assertThatThrownBy(() -> state.array("epoch")).hasMessage("the state's \"epoch\" is 12, not a float32 array");
        StateDict slots = state.dict("state").dict("0");
        assertThatThrownBy(() -> slots.longs("exp_avg"))
                .hasMessage("the state's \"exp_avg\" is a float32 array [2, 2], not an int64 array");
        assertThatThrownBy(() -> slots.integer("step")).hasMessageContaining("is 3.0, not a whole number");
        StateDict group = state.dicts("param_groups").getFirst();
        assertThatThrownBy(() -> group.integers("betas")).hasMessageContaining("not a list of whole numbers");
        assertThatThrownBy(() -> group.dict("foreach")).hasMessageContaining("is null, not a state");
        assertThatThrownBy(() -> group.number("mode")).hasMessageContaining("is the text \"min\", not a number");
    }

    @Test
    void whatNoStateHoldsIsRefused() {
        assertThatThrownBy(() -> new StateDict().put("a", List.of(new StringBuilder())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot hold a java.lang.StringBuilder, as the list \"a\" does");
    }

    @Test
    void twoArraysOfOnePathAreRefused() {
        NDArray array = NDArray.zeros(Shape.of(1));
        StateDict state =
                new StateDict().put("a", new StateDict().put("b", array)).put("a.b", array);
        assertThatThrownBy(state::flatten)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the same name in a file: a.b");
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("", "no valid JSON"),
                Arguments.of("[]", "the outermost value must be a state"),
                Arguments.of("{\"$number\":\"NaN\"}", "the outermost value must be a state"),
                Arguments.of("{}", "the tensor \"x\" has no place in the state"),
                Arguments.of("{\"a\":{\"$array\":\"y\"}}", "names a tensor \"y\", which is not in the file"),
                Arguments.of("{\"a\":{\"$array\":\"x\"},\"b\":{\"$array\":\"x\"}}", "names a tensor \"x\" twice"),
                Arguments.of("{\"a\":{\"$array\":1}}", "not a value: {\"$array\":1}"),
                Arguments.of("{\"a\":{\"$number\":\"inf\"}}", "no such number: \"inf\""),
                Arguments.of("{\"a\":{\"$dict\":[]}}", "not a value"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedTreeIsRefused(String json, String message) {
        NamedArrays content = new NamedArrays(Map.of("x", NDArray.zeros(Shape.of(1))), Map.of("lanewise.state", json));
        assertThatThrownBy(() -> StateDict.of(content))
                .isInstanceOf(FileFormatException.class)
                .hasMessageStartingWith("metadata lanewise.state: ")
                .hasMessageContaining(message);
    }
}
