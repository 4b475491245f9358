package lanewise.engine.io;

import static lanewise.engine.io.PyTorchRefusal.assertRefused;
import static lanewise.engine.io.PyTorchRefusal.load;
import static lanewise.engine.io.PyTorchRefusal.resource;
import static lanewise.engine.io.RawPickle.begin;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What real checkpoints hold beside tensors: numpy's scalars, devices, sets, bytes, large numbers, and a scheduler
/// that has a method among its values. The files are PyTorch's.
class PlainValuesTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void areReadAsNumbersTextsAndLists(int protocol) throws IOException {
        StateDict state = PyTorchFile.load(resource("plain_values" + protocol + ".pt"));
        assertThat(state.number("f64")).isEqualTo(1.5);
        assertThat(state.number("f32")).isEqualTo(0.25);
        assertThat(state.number("f16")).isEqualTo(-2);
        assertThat(state.integer("i64")).isEqualTo(-3);
        assertThat(state.integer("u8")).isEqualTo(200);
        assertThat(state.get("u64")).isEqualTo("18446744073709551615");
        assertThat(state.get("truth")).isEqualTo(true);
        assertThat(state.get("cpu")).isEqualTo("cpu");
        assertThat(state.get("cuda")).isEqualTo("cuda:1");
        assertThat(state.integers("size")).containsExactly(2, 3);
        assertThat(state.integers("set")).containsExactly(7);
        assertThat(state.integers("frozen")).containsExactly(8);
        assertThat(state.longs("bytes").toArray()).containsExactly(1, 255);
        assertThat(state.longs("bytearray").toArray()).containsExactly('a', 'b');
        assertThat(state.longs("none").toArray()).isEmpty();
        assertThat(state.get("seed")).isEqualTo("18446744073709551615");
        assertThat(state.get("negative")).isEqualTo("-1180591620717411303424");
        assertThat(state.dict("dict").integer("a")).isEqualTo(1);
        assertThat(state.array("parameter").toArray()).containsExactly(1, 2);
        assertThat(state.get("dtype")).isEqualTo("f4");
    }

    /// As it is up to PyTorch 2.1: the method brings the scheduler itself and its optimizer.
    @Test
    void aSchedulerWithAMethodIsRead() throws IOException {
        StateDict scheduler = PyTorchFile.load(resource("one_cycle.pt")).dict("scheduler");
        assertThat(scheduler.get("anneal_func")).isEqualTo("torch.optim.lr_scheduler.OneCycleLR._annealing_cos");
        assertThat(scheduler.integer("total_steps")).isEqualTo(10);
        assertThat(scheduler.dicts("_schedule_phases")).hasSize(2);
    }

    @Test
    void aTensorOfItsOwnClassIsATensor() throws IOException {
        byte[] pickle = tensorOfType("_rebuild_tensor_v2", "torch.nn.parameter", "Parameter");
        assertThat(load(RawZip.torch(pickle, new byte[24]).bytes())
                        .array("a")
                        .shape()
                        .elements())
                .isEqualTo(6);
    }

    /// Calls may not nest, and the type may not be any.
    @ParameterizedTest
    @CsvSource({
        "_rebuild_parameter, torch, Tensor",
        "_rebuild_tensor_v2, torch, Size",
        "_rebuild_tensor_v2, torch.optim.sgd, SGD"
    })
    void aTensorOfAnotherClassIsRefused(String function, String module, String type) {
        assertRefused(
                RawZip.torch(tensorOfType(function, module, type), new byte[24]).bytes(),
                "makes a " + module + "." + type + " by torch._utils." + function
                        + "; only tensors and parameters can be read");
    }

    @Test
    void getattrGivesNothingButNames() {
        assertValueRefused(
                pickle -> call(
                        pickle,
                        "builtins",
                        "getattr",
                        args -> args.global("torch", "Size").text("__init__")),
                "asks the global torch.Size for an attribute; only the methods of a scheduler are read");
        assertValueRefused(
                pickle -> call(
                        pickle, "builtins", "getattr", args -> args.text("x").text("__class__")),
                "asks the text \"x\" for an attribute");
        assertValueRefused(
                pickle -> {
                    pickle.global("torch.optim.sgd", "SGD").text("step");
                    pickle.op(Opcode.TUPLE2).op(Opcode.POP);
                    call(
                            pickle,
                            "builtins",
                            "getattr",
                            args -> args.global("torch.optim.sgd", "SGD").text("step"));
                    pickle.op(Opcode.EMPTY_TUPLE).op(Opcode.REDUCE);
                },
                "calls the object torch.optim.sgd.SGD.step, which is no function");
    }

    @Test
    void objectsAreMadeOfNothing() {
        for (String[] type : List.of(new String[] {"torch", "Size"}, new String[] {"collections", "OrderedDict"})) {
            assertValueRefused(
                    pickle -> pickle.global(type[0], type[1])
                            .op(Opcode.EMPTY_TUPLE)
                            .op(Opcode.NEWOBJ),
                    "makes an object of the global " + type[0] + "." + type[1]);
        }
        assertValueRefused(
                pickle -> pickle.global("torch.optim.sgd", "SGD")
                        .op(Opcode.EMPTY_TUPLE)
                        .op(Opcode.REDUCE),
                "global torch.optim.sgd.SGD is no function");
    }

    @Test
    void wrongPlainValuesAreRefused() {
        assertValueRefused(
                pickle ->
                        call(pickle, "_codecs", "encode", args -> args.text("a").text("rot13")),
                "_codecs.encode: encodes a text as \"rot13\"; only bytes");
        assertValueRefused(
                pickle -> call(
                        pickle, "_codecs", "encode", args -> args.text("\u0100").text("latin1")),
                "encodes a text as \"latin1\"; only bytes that are written as text");
        assertValueRefused(
                pickle -> call(pickle, "numpy", "dtype", args -> args.text("O8").op(Opcode.NEWFALSE)),
                "numpy.dtype: the type is \"O8\"; truth values, whole numbers and floats can be read");
        assertValueRefused(
                pickle -> call(pickle, "numpy.core.multiarray", "scalar", args -> {
                    call(args, "numpy", "dtype", own -> own.text("f8").op(Opcode.NEWFALSE));
                    args.op(Opcode.SHORT_BINBYTES, 1, 0);
                }),
                "numpy.core.multiarray.scalar: a number of type f8 has 1 bytes");
        assertValueRefused(
                pickle -> call(pickle, "torch", "device", args -> args.number(1).number(2)),
                "torch.device: argument 1 is the number 1, not a text");
        assertValueRefused(
                pickle -> call(pickle, "builtins", "set", args -> args.number(1).number(2)),
                "builtins.set: has 2 arguments, where it takes 1");
    }

    private static void assertValueRefused(Consumer<RawPickle> value, String message) {
        RawPickle pickle = begin();
        value.accept(pickle);
        assertRefused(RawZip.torch(pickle.asValue()).bytes(), message);
    }

    /// A call with two arguments.
    private static void call(RawPickle pickle, String module, String name, Consumer<RawPickle> arguments) {
        pickle.global(module, name);
        arguments.accept(pickle);
        pickle.op(Opcode.TUPLE2).op(Opcode.REDUCE);
    }

    private static byte[] tensorOfType(String function, String module, String type) {
        RawPickle pickle =
                begin().global("torch._tensor", "_rebuild_from_type_v2").op(Opcode.MARK);
        pickle.global("torch._utils", function).global(module, type);
        pickle.op(Opcode.MARK)
                .storage("FloatStorage", "0", 6)
                .number(0)
                .numbers(2, 3)
                .numbers(3, 1);
        pickle.op(Opcode.NEWFALSE).op(Opcode.EMPTY_DICT).op(Opcode.TUPLE);
        return pickle.op(Opcode.EMPTY_DICT).op(Opcode.TUPLE).op(Opcode.REDUCE).asValue();
    }
}
