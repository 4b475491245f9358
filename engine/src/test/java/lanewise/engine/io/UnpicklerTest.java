package lanewise.engine.io;

import static lanewise.engine.io.PyTorchRefusal.SIX_FLOATS;
import static lanewise.engine.io.PyTorchRefusal.assertRefused;
import static lanewise.engine.io.PyTorchRefusal.assertRefusedWithin;
import static lanewise.engine.io.PyTorchRefusal.load;
import static lanewise.engine.io.RawPickle.begin;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way in which a pickle can be wrong, or more than a state dict needs, one by one.
class UnpicklerTest {
    /// Where the instructions of the value begin in the pickle of `{"a": value}`.
    private static final int VALUE = 9;

    static Stream<Arguments> pickles() {
        return Stream.of(
                // the program as a whole
                pickle(new byte[0], 0, "begins with PROTO"),
                pickle(new byte[] {'.'}, 0, "a pickle of protocol 2 or later begins with PROTO"),
                pickle(new byte[] {(byte) 0x80, 1, '.'}, 0, "the pickle's protocol is 1; 2 to 5 can be read"),
                pickle(new byte[] {(byte) 0x80, 6, '.'}, 0, "the pickle's protocol is 6"),
                pickle(new byte[] {(byte) 0x80, 2}, 2, "needs 1 further bytes, where 0 are left"),
                pickle(begin().op(Opcode.STOP).raw('x').stop(), 2, "needs 1 values on the stack, where there are 0"),
                pickle(begin().op(Opcode.NONE).op(Opcode.NONE).stop(), 4, "leaves 1 values on the stack and 0 bytes"),
                pickle(begin().op(Opcode.NONE).op(Opcode.STOP).stop(), 3, "STOP leaves 0 values on the stack and 1"),
                pickle(begin().op(Opcode.NONE).op(Opcode.MARK).stop(), 4, "needs 1 values on the stack"),
                pickle(begin().raw(0xff).stop(), 2, "there is no instruction 0xff"),
                pickle(
                        begin().op(Opcode.FRAME, 9, 0, 0, 0, 0, 0, 0, 0).stop(),
                        2,
                        "needs 9 further bytes, where 1 are"),
                pickle(begin().op(Opcode.FRAME, 0, 0, 0, 0, 0, 0, 0, 255).stop(), 2, "needs 18374686479671623680"),
                // instructions that a state dict does not need
                refused(begin().op(Opcode.MARK).op(Opcode.INST), 1, "INST"),
                refused(begin().op(Opcode.MARK).op(Opcode.OBJ), 1, "OBJ"),
                refused(begin().op(Opcode.NEWOBJ_EX), 0, "NEWOBJ_EX"),
                refused(begin().op(Opcode.EXT1, 1), 0, "EXT1"),
                refused(begin().op(Opcode.EXT4, 1, 0, 0, 0), 0, "EXT4"),
                refused(begin().op(Opcode.PERSID, 'x', '\n'), 0, "PERSID"),
                refused(begin().op(Opcode.NEXT_BUFFER), 0, "NEXT_BUFFER"),
                refused(begin().op(Opcode.INT, '1', '\n'), 0, "INT"),
                refused(begin().op(Opcode.UNICODE, 'a', '\n'), 0, "UNICODE"),
                refused(begin().op(Opcode.GET, '0', '\n'), 0, "GET"),
                // the stack, the marks and the memo
                value(begin().op(Opcode.POP).op(Opcode.POP).op(Opcode.POP), 2, "needs 1 values on the stack"),
                value(begin().op(Opcode.MARK).op(Opcode.TUPLE1), 1, "needs 1 values on the stack, where there are 0"),
                value(begin().op(Opcode.MARK).op(Opcode.DUP), 1, "needs 1 values on the stack"),
                value(begin().op(Opcode.TUPLE), 0, "there is no mark on the stack"),
                value(begin().op(Opcode.POP_MARK), 0, "there is no mark on the stack"),
                value(begin().op(Opcode.BINGET, 7), 0, "nothing has been remembered as number 7"),
                value(begin().op(Opcode.LONG_BINGET, 0, 0, 0, 255), 0, "remembered as number 4278190080"),
                value(begin().op(Opcode.MARK).op(Opcode.BINPUT, 0), 1, "needs 1 values on the stack"),
                // values
                value(begin().op(Opcode.LONG1, 65), 0, "a whole number has 65 bytes; at most 64"),
                value(begin().op(Opcode.SHORT_BINBYTES, 4, 1), 0, "needs 4 further bytes, where 3 are left"),
                value(begin().op(Opcode.BINBYTES, 0, 0, 0, 255), 0, "needs 4278190080 further bytes, where 2"),
                value(begin().op(Opcode.BYTEARRAY8, 0, 0, 0, 0, 0, 0, 0, 255), 0, "needs 18374686479671623680"),
                value(begin().op(Opcode.LONG4, 0, 0, 0, 255), 0, "a whole number has 4278190080 bytes"),
                value(begin().op(Opcode.LONG1, 8, 1), 0, "needs 8 further bytes, where 3 are left"),
                value(begin().op(Opcode.BINUNICODE, 0, 0, 0, 127, 'a'), 0, "needs 2130706432 further bytes, where 3"),
                value(begin().op(Opcode.BINUNICODE, 0, 0, 0, 255, 'a'), 0, "needs 4278190080 further bytes, where 3"),
                value(
                        begin().op(Opcode.BINUNICODE8, 0, 0, 0, 0, 0, 0, 0, 255, 'a'),
                        0,
                        "needs 18374686479671623680 further bytes, where 3 are left"),
                value(begin().op(Opcode.SHORT_BINUNICODE, 2, 'a', 255), 0, "a text is not UTF-8 from its byte 1 on"),
                value(begin().op(Opcode.SHORT_BINUNICODE, 3, 0xed, 0xa0, 0x80), 0, "a text is not UTF-8"),
                // lists and dicts
                value(begin().op(Opcode.EMPTY_TUPLE).op(Opcode.NONE).op(Opcode.APPEND), 2, "appends to a tuple of 0"),
                value(
                        begin().op(Opcode.NONE).op(Opcode.MARK).op(Opcode.APPENDS),
                        2,
                        "appends to None, which is no list"),
                value(begin().op(Opcode.MARK).op(Opcode.NONE).op(Opcode.APPENDS), 2, "appends to the text \"a\""),
                value(
                        begin().op(Opcode.EMPTY_LIST)
                                .op(Opcode.NONE)
                                .op(Opcode.NONE)
                                .op(Opcode.SETITEM),
                        3,
                        "sets an item of a list of 0, which is no dict"),
                value(
                        begin().op(Opcode.EMPTY_DICT)
                                .op(Opcode.MARK)
                                .op(Opcode.NONE)
                                .op(Opcode.SETITEMS),
                        3,
                        "a dict is given 1 keys and values, an odd number"),
                value(
                        begin().op(Opcode.EMPTY_DICT)
                                .op(Opcode.NONE)
                                .op(Opcode.NONE)
                                .op(Opcode.SETITEM),
                        3,
                        "a key is None; keys of a state are texts or whole numbers"),
                value(
                        begin().op(Opcode.EMPTY_DICT)
                                .op(Opcode.BINFLOAT, 63, 240, 0, 0, 0, 0, 0, 0)
                                .op(Opcode.NONE)
                                .op(Opcode.SETITEM),
                        11,
                        "a key is the number 1.0; keys"),
                // calls
                value(begin().op(Opcode.NONE).op(Opcode.EMPTY_TUPLE).op(Opcode.REDUCE), 2, "calls None, which is no"),
                value(begin().text("print").op(Opcode.EMPTY_TUPLE).op(Opcode.REDUCE), 11, "calls the text \"print\""),
                call("torch", "Size", begin().op(Opcode.NONE), "calls torch.Size with None, not with a tuple"),
                call(
                        "torch",
                        "FloatStorage",
                        begin().numbers(5),
                        "global torch.FloatStorage is no function, and is called"),
                call("torch", "float32", begin().numbers(), "global torch.float32 is no function, and is called"),
                call("builtins", "dict", begin().numbers(), "global builtins.dict is no function, and is called"),
                call("torch", "Size", begin().numbers(), "torch.Size: has 0 arguments, where it takes 1"),
                call("torch", "Size", begin().numbers(1), "torch.Size: argument 1 is the number 1, not a tuple"),
                call("collections", "OrderedDict", begin().numbers(1), "has 1 arguments, where it takes 0"),
                call("collections", "Counter", begin().numbers(1), "argument 1 is the number 1, not a dict"),
                call("collections", "defaultdict", begin().numbers(1, 2), "has 2 arguments, where it takes 0 to 1"),
                call("torch._utils", "_rebuild_tensor_v2", begin().numbers(1, 2), "2 arguments, where it takes 6 to 7"),
                call("torch._utils", "_rebuild_tensor_v2", begin().numbers(1, 2, 3, 4, 5, 6), "not a storage"),
                call("torch._utils", "_rebuild_parameter", begin().numbers(1, 2, 3), "the number 1, not a tensor"),
                call("torch._utils", "_rebuild_tensor_v3", begin().numbers(1, 2), "2 arguments, where it takes 7 to 8"),
                value(
                        begin().op(Opcode.EMPTY_DICT).op(Opcode.NONE).op(Opcode.BUILD),
                        2,
                        "gives None as attributes to a dict of 0; only a dict has some"),
                value(
                        begin().op(Opcode.EMPTY_LIST).op(Opcode.EMPTY_DICT).op(Opcode.BUILD),
                        2,
                        "gives a dict of 0 as attributes to a list of 0"),
                value(
                        begin().text("os").op(Opcode.NONE).op(Opcode.STACK_GLOBAL),
                        8,
                        "a global is named by the text \"os\" and None"));
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("pickles")
    void aPickleIsRefusedWithTheByte(byte[] pickle, @Nullable Integer at, String message) {
        String where = at == null ? "" : "data.pkl, byte " + at + ": ";
        assertThatThrownBy(() -> load(RawZip.torch(pickle, SIX_FLOATS).bytes()))
                .isInstanceOf(FileFormatException.class)
                .hasMessageContaining(where)
                .hasMessageContaining(message);
    }

    /// What a hostile pickle names first of all. Nothing of it is looked up, whichever way it is named.
    @ParameterizedTest
    @CsvSource({
        "os, system",
        "posix, system",
        "nt, system",
        "subprocess, Popen",
        "builtins, eval",
        "__builtin__, eval",
        "builtins, exec",
        "builtins, __import__",
        "operator, attrgetter",
        "numpy, ndarray",
        "numpy.core.multiarray, _reconstruct",
        "runpy, _run_code",
        "torch, load",
        "torch.hub, load",
        "torch.nn.modules.linear, Linear",
        "torch.serialization, _get_layout",
        "torch._utils, _rebuild_sparse_tensor",
        "torch, ComplexFloatStorage",
        "torch, complex64",
        "collections, OrderedDict.fromkeys",
        "lanewise.engine.io.PyTorchFile, load",
        "java.lang.Runtime, getRuntime",
        "'', ''"
    })
    void anyOtherGlobalIsRefusedByName(String module, String name) {
        byte[] named = begin().global(module, name).asValue();
        byte[] onStack = begin().text(module).text(name).op(Opcode.STACK_GLOBAL).asValue();
        String message = "global " + module + "." + name + " is not one of those that a state dict needs; refused";
        assertRefused(RawZip.torch(named).bytes(), "data.pkl, byte " + VALUE + ": " + message);
        assertRefused(RawZip.torch(onStack).bytes(), ": " + message);
    }

    @Test
    void aPickleTakesMemoryByItsLength() {
        RawPickle marks = begin();
        for (int i = 0; i < 1_000_000; i++) {
            marks.op(Opcode.MARK);
        }
        assertRefusedWithin(100 << 20, RawZip.torch(marks.stop()).bytes(), "needs 1 values on the stack");
    }

    private static Arguments pickle(byte[] pickle, int at, String message) {
        return Arguments.of(pickle, at, message);
    }

    /// @param at the byte of the instruction, from the value's first on; null for any
    private static Arguments value(RawPickle value, @Nullable Integer at, String message) {
        return Arguments.of(value.asValue(), at == null ? null : VALUE + at, message);
    }

    private static Arguments refused(RawPickle value, int at, String instruction) {
        return value(
                value, at, "the instruction " + instruction + " is not one of those that a state dict needs; refused");
    }

    /// @param arguments what is in place of the tuple
    private static Arguments call(String module, String name, RawPickle arguments, String message) {
        byte[] tail = arguments.op(Opcode.REDUCE).asValue();
        RawPickle call = begin().global(module, name);
        for (int i = VALUE; i < tail.length - 2; i++) {
            call.raw(tail[i]);
        }
        return value(call, null, message);
    }
}
