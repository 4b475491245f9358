package lanewise.engine.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lanewise.engine.io.RawPickle.begin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way in which a file can be wrong, or be more than a state dict, one by one.
class PyTorchFileMalformedTest {
    private static final byte[] SIX_FLOATS = new byte[24];
    private static final long[] NONE = {};

    /// Of an instruction or two that stand for a value: where `{"a": ` ends.
    private static final int VALUE = 9;

    static Stream<Arguments> archives() {
        return Stream.of(
                Arguments.of("empty", new byte[0], "this is no zip archive"),
                Arguments.of("text", "hello".getBytes(UTF_8), "this is no zip archive, as torch.save writes it"),
                Arguments.of("safetensors", RawFile.of("{}", 0), "this is no zip archive"),
                Arguments.of("head only", Arrays.copyOf(good().bytes(), 60), "cut off: it has no directory at its end"),
                Arguments.of("tar", tar(), "this is a tar archive, as torch.save wrote it in PyTorch's first versions"),
                archive("no pickle", zip -> zip.without("data.pkl"), "the zip archive has no NAME/data.pkl"),
                archive("pickle not in a folder", zip -> zip.entry("data.pkl").name = "data.pkl", "no NAME/data.pkl"),
                archive("two", zip -> zip.stored("b/data.pkl", "x"), "more than one data.pkl: in \"archive/\" and in"),
                archive(
                        "TorchScript",
                        zip -> zip.stored("archive/constants.pkl", "x"),
                        "this is a TorchScript archive"),
                archive("no version", zip -> zip.without("version"), "has no entry \"archive/version\""),
                archive(
                        "long version",
                        zip -> zip.without("version").stored("archive/version", "3".repeat(65)),
                        "entry \"archive/version\" has 65 bytes; a word of at most 64 is expected"),
                archive(
                        "later version",
                        zip -> zip.without("version").stored("archive/version", "11\n"),
                        "the version of the format is \"11\"; those from 1 to 10"),
                archive(
                        "byte order",
                        zip -> zip.stored("archive/byteorder", "pdp"),
                        "the byteorder is \"pdp\"; it must"),
                // the directory
                archive("an entry twice", zip -> zip.stored("archive/version", "3"), "\"archive/version\" twice"),
                archive("dots", zip -> zip.stored("archive/../x", "x"), "named \"archive/../x\", which is not a path"),
                archive(
                        "leading dots",
                        zip -> zip.stored("../x", "x"),
                        "named \"../x\", which is not a path within it"),
                archive("root", zip -> zip.stored("/etc/x", "x"), "named \"/etc/x\", which is not a path within it"),
                archive("backslash", zip -> zip.stored("archive\\x", "x"), "which is not a path within it"),
                archive("no name", zip -> zip.stored("", "x"), "named \"\", which is not a path within it"),
                archive("count", zip -> zip.zip64(9999), "is said to have 9999 entries, of at least 46 bytes each"),
                archive("count of fewer", zip -> zip.zip64(2), "bytes behind its 2 entries"),
                archive("count of more", zip -> zip.zip64(4), "the zip archive's directory has no entry at byte"),
                archive(
                        "place",
                        zip -> zip.entry("data/0").header = 100_000,
                        "said to have 24 bytes from byte 100000 on, but the directory begins at byte"),
                archive(
                        "overlap",
                        zip -> zip.entry("data/0").header = zip.entry("data.pkl").header = 0,
                        "overlap what follows at byte 0"),
                archive(
                        "length",
                        zip -> zip.entry("data/0").compressed = zip.entry("data/0").size = 100,
                        "entry \"archive/data/0\": its 100 bytes from byte"),
                archive(
                        "negative length",
                        zip -> zip.entry("data/0").compressed = zip.entry("data/0").size = -2,
                        "said to have 4294967294 bytes from byte"),
                archive(
                        "no ZIP64 field",
                        zip -> zip.entry("data/0").compressed = zip.entry("data/0").size = -1,
                        "entry \"archive/data/0\": its ZIP64 field is missing"),
                archive(
                        "a little too long",
                        zip -> zip.entry("data/0").compressed = zip.entry("data/0").size = 28,
                        "its 28 bytes from byte"),
                // the entries
                archive("encrypted", zip -> zip.entry("data/0").flags |= 1, "\"archive/data/0\": it is encrypted"),
                archive(
                        "method",
                        zip -> zip.entry("data/0").method = 14,
                        "compressed by method 14; only stored (0) and"),
                archive("sizes", zip -> zip.entry("version").size = 1, "it is stored, yet has 1 bytes in 2"),
                archive(
                        "header",
                        zip -> zip.entry("data/0").header =
                                30 + "archive/data.pkl".length() + zip.entry("data.pkl").size + 1,
                        "\"archive/data/0\": there is no header of it at byte"),
                archive("other name", zip -> zip.entry("data/0").localName = "archive/data/1", "has another name"),
                archive("checksum", zip -> zip.entry("data/0").crc ^= 4, "its content is damaged: its checksum is"),
                archive(
                        "pickle's checksum",
                        zip -> zip.entry("data.pkl").crc++,
                        "\"archive/data.pkl\": its content is"),
                archive("content", zip -> zip.entry("data/0").data = new byte[] {1}, "its 24 bytes from byte"),
                archive("deflated content", deflated(e -> e.data[0] = -1), "its compressed data are damaged"),
                archive("deflated, cut", deflated(e -> e.compressed -= 4), "its compressed data are damaged"),
                archive("deflated, longer", deflated(e -> e.size = 100), "its content is longer than the 100 bytes"),
                archive("deflated, shorter", deflated(e -> e.size = 1 << 30), "of 1073741824 bytes"),
                archive("deflated, huge", deflated(e -> e.size = Integer.MAX_VALUE), "at most 2 GiB can be read as"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("archives")
    void anArchiveIsRefusedWithTheReason(String what, byte[] file, String message) {
        assertRefused(file, message);
    }

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
                refused(begin().op(Opcode.EMPTY_LIST).op(Opcode.EMPTY_TUPLE).op(Opcode.NEWOBJ), 2, "NEWOBJ"),
                refused(begin().op(Opcode.MARK).op(Opcode.INST), 1, "INST"),
                refused(begin().op(Opcode.MARK).op(Opcode.OBJ), 1, "OBJ"),
                refused(begin().op(Opcode.NEWOBJ_EX), 0, "NEWOBJ_EX"),
                refused(begin().op(Opcode.EXT1, 1), 0, "EXT1"),
                refused(begin().op(Opcode.EXT4, 1, 0, 0, 0), 0, "EXT4"),
                refused(begin().op(Opcode.PERSID, 'x', '\n'), 0, "PERSID"),
                refused(begin().op(Opcode.EMPTY_SET), 0, "EMPTY_SET"),
                refused(begin().op(Opcode.SHORT_BINBYTES, 1, 1), 0, "SHORT_BINBYTES"),
                refused(begin().op(Opcode.BYTEARRAY8), 0, "BYTEARRAY8"),
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
                value(
                        begin().op(Opcode.LONG1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1),
                        0,
                        "a whole number has 9 bytes; at most 8"),
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
                        "a global is named by the text \"os\" and None"),
                // storages
                value(
                        begin().op(Opcode.NONE).op(Opcode.BINPERSID),
                        1,
                        "a persistent id must be a tuple of \"storage\""),
                value(begin().numbers(1, 2).op(Opcode.BINPERSID), 22, "this is a tuple of 2"),
                value(begin().storage("float32", "0", 6), null, "storage \"0\" is of type torch.float32, which is no"),
                value(begin().storage("FloatStorage", "0", -1), null, "storage \"0\" is said to have -1 elements"),
                state(begin().storage("FloatStorage", "0", 6), "\"a\": is a storage; a state holds tensors, numbers"),
                state(tensor("1", 6), "\"a\": the zip archive has no entry \"archive/data/1\""),
                state(tensor("../version", 6), "the zip archive has no entry \"archive/data/../version\""),
                state(tensor("0", 5), "\"0\" is said to have 5 elements F32, but has 24 bytes"),
                state(tensor("0", 7), "\"0\" is said to have 7 elements F32, but has 24 bytes"),
                state(tensor("0", 1L << 62), "is said to have 4611686018427387904 elements F32, but has 24 bytes"),
                state(
                        begin().op(Opcode.MARK)
                                .tensor("0", 6, 0, new long[] {6}, new long[] {1})
                                .tensor("LongStorage", "0", 3, 0, new long[] {3}, new long[] {1})
                                .op(Opcode.TUPLE),
                        "\"a.1\": storage \"0\" is used as 6 elements F32 and as 3 elements I64"),
                // tensors
                outside(0, new long[] {7}, new long[] {1}),
                outside(1, new long[] {6}, new long[] {1}),
                outside(-1, new long[] {2}, new long[] {1}),
                outside(6, NONE, NONE),
                outside(Long.MAX_VALUE, new long[] {2}, new long[] {1}),
                outside(0, new long[] {2}, new long[] {6}),
                outside(0, new long[] {3}, new long[] {Long.MAX_VALUE}),
                outside(0, new long[] {2, 3}, new long[] {4, 1}),
                outside(5, new long[] {2, 2}, new long[] {0, 1}),
                tensor(
                        0,
                        new long[] {-1},
                        new long[] {1},
                        "a tensor's size in dimension 0 is the number -1; it must be"),
                tensor(0, new long[] {1L << 32}, new long[] {0}, "size in dimension 0 is the number 4294967296"),
                tensor(0, new long[] {2, 3}, new long[] {3, -1}, "a tensor's stride in dimension 1 is the number -1"),
                tensor(0, new long[] {2, 3}, new long[] {1}, "a tensor has 2 sizes and 1 strides; as many are needed"),
                tensor(
                        0,
                        new long[65],
                        new long[65],
                        "a tensor has 65 sizes and 65 strides; as many are needed, and at"),
                tensor(0, new long[] {1 << 16, 1 << 16}, new long[2], "has too many elements; an array holds at most"),
                tensor(0, new long[] {1 << 30, 1 << 30, 1 << 30, 1 << 30}, new long[4], "has too many elements"),
                state(
                        begin().tensor("0", 6, 0, new long[] {1_000_000, 2}, new long[] {0, 0}),
                        "shows its storage \"0\" of 6 elements out of order or expanded; of all such tensors together"),
                state(PyTorchFileTest.untyped("float32", 11), "reaches outside its storage \"0\" of 2 elements"),
                state(PyTorchFileTest.untyped("Size", 24), "needs an untyped storage and a dtype"));
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
        "builtins, getattr",
        "builtins, set",
        "runpy, _run_code",
        "torch, load",
        "torch.hub, load",
        "torch.nn.modules.linear, Linear",
        "torch.serialization, _get_layout",
        "torch._utils, _rebuild_sparse_tensor",
        "torch, ComplexFloatStorage",
        "torch, complex64",
        "numpy.core.multiarray, scalar",
        "_codecs, encode",
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

    /// `torch.save(model, path)` of PyTorch 1.13: the model itself, by its class.
    @Test
    void aWholeModelIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> PyTorchFile.load(resource("whole_model.pt")))
                .isInstanceOf(FileFormatException.class)
                .hasMessageStartingWith(resource("whole_model.pt").toString())
                .hasMessageContaining("global torch.nn.modules.container.Sequential is not one of those")
                .hasMessageContaining("torch.save(model.state_dict(), path), not torch.save(model, path)");
    }

    /// `torch.save(state, path, _use_new_zipfile_serialization=False)`
    @Test
    void aFileOfBeforeIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> PyTorchFile.load(resource("legacy.pt")))
                .isInstanceOf(FileFormatException.class)
                .hasMessageContaining("this is a bare pickle, as torch.save wrote it before PyTorch 1.6; load it in"
                        + " Python and save its state again: torch.save(torch.load(path), path)");
    }

    /// `torch.jit.script(Linear(1, 1)).save(path)`
    @Test
    void torchScriptIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> PyTorchFile.load(resource("script.pt")))
                .isInstanceOf(FileFormatException.class)
                .hasMessageContaining("torch.save(torch.jit.load(path).state_dict(), path)");
    }

    @Test
    void theOutermostValueMustBeADict() {
        assertRefused(
                RawZip.torch(tensor("0", 6).stop(), SIX_FLOATS).bytes(),
                "the file holds a tensor, where a dict is needed");
        assertRefused(RawZip.torch(begin().numbers(1).stop()).bytes(), "the file holds a tuple of 1, where a dict");
    }

    @Test
    void aKeyMayNotBeThereAsNumberAndAsText() {
        byte[] pickle = begin().op(Opcode.EMPTY_DICT)
                .op(Opcode.MARK)
                .text("0")
                .op(Opcode.NONE)
                .number(0)
                .op(Opcode.NONE)
                .op(Opcode.SETITEMS)
                .asValue();
        assertRefused(RawZip.torch(pickle).bytes(), "\"a.0\": is there twice, by a whole number and by a text");
    }

    @Test
    void negatedTensorsAreRefused() {
        byte[] pickle = begin().global("torch._utils", "_rebuild_tensor_v2")
                .op(Opcode.MARK)
                .storage("FloatStorage", "0", 6)
                .number(0)
                .numbers(6)
                .numbers(1)
                .op(Opcode.NEWFALSE)
                .op(Opcode.EMPTY_DICT)
                .op(Opcode.EMPTY_DICT)
                .text("neg")
                .op(Opcode.NEWTRUE)
                .op(Opcode.SETITEM)
                .op(Opcode.TUPLE)
                .op(Opcode.REDUCE)
                .asValue();
        assertRefused(RawZip.torch(pickle, SIX_FLOATS).bytes(), "the tensor has metadata, which are not read");
    }

    @Test
    void aTruthValueMustBeOne() {
        byte[] pickle = begin().tensor("BoolStorage", "0", 3, 0, new long[] {3}, new long[] {1})
                .asValue();
        assertRefused(
                RawZip.torch(pickle, new byte[] {0, 1, 2}).bytes(), "storage \"0\": element 2 is the byte 2; a truth");
    }

    @Test
    void aListMayNotContainItself() {
        RawPickle list = begin().op(Opcode.EMPTY_LIST)
                .op(Opcode.BINPUT, 0)
                .op(Opcode.BINGET, 0)
                .op(Opcode.APPEND);
        assertRefused(RawZip.torch(list.asValue()).bytes(), "\"a.0\": contains itself");
    }

    @Test
    void aDictMayNotContainItself() {
        RawPickle dict = begin().op(Opcode.EMPTY_DICT)
                .op(Opcode.BINPUT, 0)
                .text("b")
                .op(Opcode.BINGET, 0)
                .op(Opcode.TUPLE1)
                .op(Opcode.SETITEM);
        assertRefused(RawZip.torch(dict.asValue()).bytes(), "\"a.b.0\": contains itself");
    }

    @Test
    void depthIsLimited() throws IOException {
        assertThat(load(RawZip.torch(nested(99)).bytes()).keys()).containsExactly("a");
        assertRefused(RawZip.torch(nested(100)).bytes(), "values nest deeper than 100");
        assertRefused(RawZip.torch(nested(1_000_000)).bytes(), "values nest deeper than 100");
    }

    private static byte[] nested(int depth) {
        RawPickle pickle = begin().op(Opcode.EMPTY_TUPLE);
        for (int i = 1; i < depth; i++) {
            pickle.op(Opcode.TUPLE1);
        }
        return pickle.asValue();
    }

    /// Each tuple has the one before ten times: forty bytes of pickle each, and in all a tree of 10^20 values.
    @Test
    void sharingIsBounded() {
        RawPickle pickle = begin().op(Opcode.NONE);
        for (int i = 0; i < 20; i++) {
            pickle.op(Opcode.BINPUT, i).op(Opcode.POP).op(Opcode.MARK);
            for (int k = 0; k < 10; k++) {
                pickle.op(Opcode.BINGET, i);
            }
            pickle.op(Opcode.TUPLE);
        }
        assertRefusedWithin(8 << 20, RawZip.torch(pickle.asValue()).bytes(), "share their values would become more");
    }

    /// A list that is there a few times is what Python writes for one object in several places.
    @Test
    void aSharedListIsReadAtEachPlace() throws IOException {
        RawPickle pickle = begin().op(Opcode.MARK).numbers(1, 2).op(Opcode.MEMOIZE);
        pickle.op(Opcode.BINGET, 0).op(Opcode.BINGET, 0).op(Opcode.TUPLE);
        assertThat(load(RawZip.torch(pickle.asValue()).bytes()).list("a"))
                .hasSize(3)
                .containsOnly(Arrays.asList(1L, 2L));
    }

    @Test
    void aPickleTakesMemoryByItsLength() {
        RawPickle marks = begin();
        for (int i = 0; i < 1_000_000; i++) {
            marks.op(Opcode.MARK);
        }
        assertRefusedWithin(100 << 20, RawZip.torch(marks.stop()).bytes(), "needs 1 values on the stack");
    }

    /// One element as 10^12, or as often as 65,536 at a time.
    @Test
    void expansionIsBounded() {
        byte[] one = tensor(1_000_000, 1_000_000);
        assertRefusedWithin(1 << 20, RawZip.torch(one, SIX_FLOATS).bytes(), "has too many elements");
        RawPickle many = begin().op(Opcode.MARK).tensor("0", 6, 0, new long[] {256, 256}, new long[] {0, 0});
        many.op(Opcode.BINPUT, 0);
        for (int i = 0; i < 1000; i++) {
            many.op(Opcode.BINGET, 0);
        }
        byte[] file = RawZip.torch(many.op(Opcode.TUPLE).asValue(), SIX_FLOATS).bytes();
        assertRefusedWithin(8 << 20, file, "\"a.16\": a tensor [256, 256] shows its storage \"0\" of 6 elements");
    }

    private static byte[] tensor(long... sizes) {
        return begin().tensor("0", 6, 0, sizes, new long[sizes.length]).asValue();
    }

    /// A small entry that says it is large takes no memory: it is inflated once before.
    @Test
    void aLieAboutADeflatedEntryTakesNoMemory() {
        byte[] pickle = PyTorchFileTest.floats(1 << 28);
        RawZip zip = RawZip.torch(pickle).deflated("archive/data/0", SIX_FLOATS);
        zip.entry("data/0").size = 1 << 30;
        assertRefusedWithin(1 << 20, zip.bytes(), "its content ends after 24 of 1073741824 bytes");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(resource("module.pt"));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> load(part)).isInstanceOf(FileFormatException.class);
        }
        assertThat(load(whole).size()).isEqualTo(7);
    }

    @Test
    void theseFilesWouldBeReadOtherwise() throws IOException {
        assertThat(load(good().bytes()).array("a").shape().elements()).isEqualTo(6);
        RawZip zip = good();
        deflated(_ -> {}).accept(zip);
        assertThat(load(zip.bytes()).array("a").shape().elements()).isEqualTo(6);
    }

    private static RawZip good() {
        return RawZip.torch(PyTorchFileTest.floats(6), SIX_FLOATS);
    }

    private static Arguments archive(String what, Consumer<RawZip> damage, String message) {
        RawZip zip = good();
        damage.accept(zip);
        return Arguments.of(what, zip.bytes(), message);
    }

    /// With the pickle compressed, and that entry damaged.
    private static Consumer<RawZip> deflated(Consumer<RawZip.Entry> damage) {
        return zip -> {
            zip.without("data.pkl").deflated("archive/data.pkl", PyTorchFileTest.floats(6));
            damage.accept(zip.entry("data.pkl"));
        };
    }

    private static byte[] tar() {
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);
        return tar;
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

    private static Arguments state(RawPickle value, String message) {
        return value(value, null, message);
    }

    private static RawPickle tensor(String key, long storageElements) {
        return begin().tensor(key, storageElements, 0, new long[] {1}, new long[] {1});
    }

    private static Arguments tensor(long offset, long[] sizes, long[] strides, String message) {
        return value(begin().tensor("0", 6, offset, sizes, strides), null, message);
    }

    private static Arguments outside(long offset, long[] sizes, long[] strides) {
        return tensor(
                offset,
                sizes,
                strides,
                "a tensor " + Arrays.toString(sizes) + " with strides " + Arrays.toString(strides) + " from element "
                        + offset + " on reaches outside its storage \"0\" of 6 elements");
    }

    private static void assertRefused(byte[] file, String message) {
        assertThatThrownBy(() -> load(file))
                .isInstanceOf(FileFormatException.class)
                .hasMessageContaining(message);
    }

    /// And with at most that many bytes of memory.
    private static void assertRefusedWithin(long bytes, byte[] file, String message) {
        var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        assertRefused(file, message);
        assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(bytes);
    }

    private static StateDict load(byte[] file) throws IOException {
        return PyTorchArchive.read(new ArrayChannel(file));
    }

    private static Path resource(String name) {
        return Path.of("src", "test", "resources", "pytorch", name);
    }
}
