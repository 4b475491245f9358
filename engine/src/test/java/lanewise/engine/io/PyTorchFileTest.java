package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lanewise.engine.AnyArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that PyTorch 1.13 has written with `torch.save(value, path)`; what the value was stands in each test.
class PyTorchFileTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "pytorch");

    @TempDir
    Path directory;

    /// `{"float32": torch.tensor([0.1, -2.5, inf, nan]), ...}`, one of each type, and tensors of one element and of
    /// none.
    @Test
    void readsEveryType() throws IOException {
        StateDict state = load("dtypes.pt");
        assertThat(state.keys())
                .containsExactly(
                        "float32",
                        "float64",
                        "float16",
                        "bfloat16",
                        "int64",
                        "int32",
                        "int16",
                        "int8",
                        "uint8",
                        "bool",
                        "scalar",
                        "steps",
                        "empty",
                        "none");
        assertThat(state.array("float32").toArray()).containsExactly(0.1f, -2.5f, Float.POSITIVE_INFINITY, Float.NaN);
        assertThat(state.array("float64").toArray()).containsExactly(0.1f, -2.5f, Float.POSITIVE_INFINITY, Float.NaN);
        assertThat(state.array("float16").toArray()).containsExactly(0.099975586f, -2.5f, 65504f, 0x1p-24f);
        assertThat(state.array("bfloat16").toArray())
                .containsExactly(0.100097656f, -2.5f, 3.0040553e38f, Float.NEGATIVE_INFINITY);
        assertThat(state.longs("int64").toArray()).containsExactly(Long.MAX_VALUE, Long.MIN_VALUE, 7);
        assertThat(state.longs("int32").toArray()).containsExactly(Integer.MAX_VALUE, Integer.MIN_VALUE, 7);
        assertThat(state.longs("int16").toArray()).containsExactly(Short.MAX_VALUE, Short.MIN_VALUE, 7);
        assertThat(state.longs("int8").toArray()).containsExactly(127, -128, 7);
        assertThat(state.longs("uint8").toArray()).containsExactly(255, 128, 7);
        assertThat(state.bools("bool").shape()).isEqualTo(Shape.of(2, 2));
        assertThat(state.bools("bool").toArray()).containsExactly(true, false, false, true);
        assertThat(state.array("scalar").shape()).isEqualTo(Shape.SCALAR);
        assertThat(state.array("scalar").item()).isEqualTo(3.5f);
        assertThat(state.longs("steps").item()).isEqualTo(12);
        assertThat(state.array("empty").shape()).isEqualTo(Shape.of(0, 4));
        assertThat(state.longs("none").shape()).isEqualTo(Shape.of(0));
    }

    /// `base = torch.arange(24.).reshape(4, 6)` and views of it, in one storage: `base.t()`, `base[1:3, 2:5]`,
    /// `base[:, 1]`, `base[2]`, `base[::2, 1::3]`, `base[3, 5]`, `base[2:]`, `base[0, :3].expand(2, 3)`,
    /// `base[4:]`.
    @Test
    void readsViews() throws IOException {
        StateDict state = load("views.pt");
        assertArray(state, "base", Shape.of(4, 6), range(24));
        assertArray(state, "same", Shape.of(4, 6), range(24));
        float[] transposed = new float[24];
        for (int i = 0; i < 24; i++) {
            transposed[i] = i % 4 * 6 + i / 4;
        }
        assertArray(state, "transposed", Shape.of(6, 4), transposed);
        assertArray(state, "block", Shape.of(2, 3), 8, 9, 10, 14, 15, 16);
        assertArray(state, "column", Shape.of(4), 1, 7, 13, 19);
        assertArray(state, "row", Shape.of(6), 12, 13, 14, 15, 16, 17);
        assertArray(state, "steps", Shape.of(2, 2), 1, 4, 13, 16);
        assertArray(state, "element", Shape.SCALAR, 23);
        assertArray(state, "rows", Shape.of(2, 6), Arrays.copyOfRange(range(24), 12, 24));
        assertArray(state, "expanded", Shape.of(2, 3), 0, 1, 2, 0, 1, 2);
        assertArray(state, "nothing", Shape.of(0, 6));
        // torch.tensor(7.).expand(3, 1, 2)
        assertArray(state, "repeated", Shape.of(3, 1, 2), 7, 7, 7, 7, 7, 7);
        // torch.arange(24.).reshape(2, 3, 4).permute(2, 0, 1)
        float[] permuted = new float[24];
        for (int i = 0; i < 24; i++) {
            permuted[i] = i / 6 + i / 3 % 2 * 12 + i % 3 * 4;
        }
        assertArray(state, "permuted", Shape.of(4, 2, 3), permuted);
        // torch.arange(16.).reshape(1, 2, 2, 4).to(memory_format=torch.channels_last)
        assertArray(state, "channelsLast", Shape.of(1, 2, 2, 4), range(16));
        // torch.tensor([True, False, True, True, False, False]).reshape(2, 3).t()
        assertThat(state.bools("flags").shape()).isEqualTo(Shape.of(3, 2));
        assertThat(state.bools("flags").toArray()).containsExactly(true, true, false, false, true, false);
        // torch.arange(6, dtype=torch.int16).reshape(3, 2).t()
        assertThat(state.longs("numbers").toArray()).containsExactly(0, 2, 4, 1, 3, 5);
        // torch.arange(3.).reshape(3, 1).t(): one row, whatever its stride
        assertArray(state, "unit", Shape.of(1, 3), 0, 1, 2);
        assertThat(state.array("unit").isContiguous()).isTrue();
    }

    @Test
    void aStorageIsReadOnce() throws IOException {
        StateDict state = load("views.pt");
        for (String view : List.of("same", "row", "rows", "element")) {
            assertThat(state.array(view).storage())
                    .as(view)
                    .isSameAs(state.array("base").storage());
        }
        for (String copy : List.of("transposed", "block", "expanded", "permuted", "channelsLast")) {
            assertThat(state.array(copy).isContiguous()).as(copy).isTrue();
            assertThat(state.array(copy).storage())
                    .as(copy)
                    .isNotSameAs(state.array("base").storage());
        }
    }

    /// The state of `Sequential(OrderedDict(conv=Conv1d(1, 2, 3), norm=BatchNorm1d(2)))`, an `OrderedDict` with an
    /// attribute `_metadata`, after two batches.
    @Test
    void readsAModulesState() throws IOException {
        StateDict state = load("module.pt");
        assertThat(state.keys())
                .containsExactly(
                        "conv.weight",
                        "conv.bias",
                        "norm.weight",
                        "norm.bias",
                        "norm.running_mean",
                        "norm.running_var",
                        "norm.num_batches_tracked");
        assertArray(state, "conv.weight", Shape.of(2, 1, 3), range(6));
        assertArray(state, "norm.bias", Shape.of(2), 30, 31);
        assertArray(state, "norm.running_mean", Shape.of(2), 3.1349997520446777f, 5.890000343322754f);
        assertThat(state.longs("norm.num_batches_tracked").shape()).isEqualTo(Shape.SCALAR);
        assertThat(state.longs("norm.num_batches_tracked").item()).isEqualTo(2);
    }

    /// One dict, written with each protocol from 2 to 5: `{"model": Linear(2, 1)'s state, "optimizer": Adam's after
    /// two steps, "scheduler": MultiStepLR's, "epoch": 3, ...}`.
    @ParameterizedTest
    @ValueSource(strings = {"checkpoint.pt", "protocol3.pt", "protocol4.pt", "protocol5.pt"})
    void readsACheckpoint(String file) throws IOException {
        StateDict state = load(file);
        assertThat(state.dict("model").keys()).containsExactly("0.weight", "0.bias");
        StateDict optimizer = state.dict("optimizer");
        assertThat(optimizer.dict("state").keys()).containsExactly("0", "1");
        StateDict slots = optimizer.dict("state").dict("0");
        assertThat(slots.keys()).containsExactly("step", "exp_avg", "exp_avg_sq");
        assertThat(slots.array("step").shape()).isEqualTo(Shape.SCALAR);
        assertThat(slots.array("step").item()).isEqualTo(2);
        assertArray(slots, "exp_avg", Shape.of(1, 2), 0.19f, 0.19f);
        StateDict group = optimizer.dicts("param_groups").getFirst();
        assertThat(group.number("lr")).isEqualTo(0.01);
        assertThat(group.numbers("betas")).containsExactly(0.9, 0.999);
        assertThat(group.get("weight_decay")).isEqualTo(0L);
        assertThat(group.flag("amsgrad")).isFalse();
        assertThat(group.isNull("foreach")).isTrue();
        assertThat(group.integers("params")).containsExactly(0, 1);
        // a collections.Counter
        assertThat(state.dict("scheduler").dict("milestones").keys()).containsExactly("30", "80");
        assertThat(state.dict("scheduler").dict("milestones").integer("80")).isEqualTo(1);
        assertPlainValues(state);
        for (Object parameter : state.list("parameters")) {
            assertThat(parameter).isInstanceOf(NDArray.class);
        }
        // model[0].weight is in the same storage as the model's state
        assertThat(((AnyArray) state.list("parameters").getFirst()).storage())
                .isSameAs(state.dict("model").array("0.weight").storage());
    }

    private static void assertPlainValues(StateDict state) {
        assertThat(state.integer("epoch")).isEqualTo(3);
        assertThat(state.number("best")).isEqualTo(0.25);
        assertThat(state.number("worst")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(state.text("name")).isEqualTo("r\u00e9sum\u00e9 \u6a21\u578b \ud83d\ude00");
        assertThat(state.list("history")).isEqualTo(List.of(List.of(0L, 1.5), List.of(1L, 0.75)));
        assertThat(state.isNull("nothing")).isTrue();
        assertThat(state.flag("trained")).isTrue();
        assertThat(state.integers("size")).containsExactly(2, 3); // torch.Size([2, 3])
        assertThat(state.text("dtype")).isEqualTo("torch.float16");
        // defaultdict(dict, {7: {"sum": torch.ones(2)}})
        assertArray(state.dict("slots").dict("7"), "sum", Shape.of(2), 1, 1);
        assertThat(state.integer("tokens")).isEqualTo(1L << 40);
        assertThat(state.integer("low")).isEqualTo(Long.MIN_VALUE);
        assertThat(state.integer("delta")).isEqualTo(-5);
        assertThat(state.integer("small")).isEqualTo(300);
        assertThat(state.integer("large")).isEqualTo(70_000);
        assertThat(state.dict("classes").text("1")).isEqualTo("dog");
        // {"a": {"b": [[], (), {}, [1, [2, [3]]], (1, 2, 3, 4, 5)]}}
        List<?> deep = state.dict("deep").dict("a").list("b");
        assertThat(deep.subList(0, 2)).isEqualTo(List.of(List.of(), List.of()));
        assertThat(((StateDict) deep.get(2)).size()).isZero();
        assertThat(deep.get(3)).isEqualTo(List.of(1L, List.of(2L, List.of(3L))));
        assertThat(deep.get(4)).isEqualTo(List.of(1L, 2L, 3L, 4L, 5L));
    }

    @Test
    void whatIsReadCanBeSaved() throws IOException {
        StateDict state = load("checkpoint.pt").remove("parameters");
        Path file = directory.resolve("checkpoint.safetensors");
        state.save(file);
        StateDict again = StateDict.load(file);
        assertPlainValues(again);
        assertArray(again.dict("optimizer").dict("state").dict("0"), "exp_avg", Shape.of(1, 2), 0.19f, 0.19f);
    }

    @Test
    void arraysBelongToNoWorkspace() throws IOException {
        StateDict state;
        try (Workspace workspace = Workspace.open()) {
            assertThat(workspace).isNotNull();
            state = load("views.pt");
        }
        assertArray(state, "base", Shape.of(4, 6), range(24));
        assertArray(state, "block", Shape.of(2, 3), 8, 9, 10, 14, 15, 16);
        assertArray(state, "nothing", Shape.of(0, 6));
        assertThat(state.bools("flags").toArray()).hasSize(6);
        assertThat(state.longs("numbers").toArray()).hasSize(6);
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = directory.resolve("missing.pt");
        assertThatThrownBy(() -> PyTorchFile.load(missing))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(missing.toString());
    }

    private static void assertArray(StateDict state, String key, Shape shape, float... elements) {
        assertThat(state.array(key).shape()).as(key).isEqualTo(shape);
        assertThat(state.array(key).toArray()).as(key).containsExactly(elements);
    }

    private static float[] range(int count) {
        float[] range = new float[count];
        for (int i = 0; i < count; i++) {
            range[i] = i;
        }
        return range;
    }

    private static StateDict load(String file) throws IOException {
        return PyTorchFile.load(FOLDER.resolve(file));
    }
}
