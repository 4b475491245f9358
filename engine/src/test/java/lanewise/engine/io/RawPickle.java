package lanewise.engine.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Builds the bytes of pickles, right or wrong.
final class RawPickle {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /// Of protocol 2.
    static RawPickle begin() {
        return new RawPickle().op(Opcode.PROTO, 2);
    }

    /// An instruction with what follows it.
    RawPickle op(Opcode opcode, int... operands) {
        bytes.write(opcode.code);
        return raw(operands);
    }

    RawPickle raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    RawPickle text(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        op(Opcode.BINUNICODE);
        bytes.writeBytes(little(4, utf8.length));
        bytes.writeBytes(utf8);
        return this;
    }

    RawPickle number(long number) {
        op(Opcode.LONG1, 8);
        bytes.writeBytes(little(8, number));
        return this;
    }

    RawPickle numbers(long... numbers) {
        op(Opcode.MARK);
        for (long number : numbers) {
            number(number);
        }
        return op(Opcode.TUPLE);
    }

    RawPickle global(String module, String name) {
        op(Opcode.GLOBAL);
        bytes.writeBytes((module + "\n" + name + "\n").getBytes(UTF_8));
        return this;
    }

    RawPickle storage(String type, String key, long elements) {
        op(Opcode.MARK)
                .text("storage")
                .global("torch", type)
                .text(key)
                .text("cpu")
                .number(elements);
        return op(Opcode.TUPLE).op(Opcode.BINPERSID);
    }

    /// A tensor of float32 in a storage.
    RawPickle tensor(String key, long storageElements, long offset, long[] sizes, long[] strides) {
        return tensor("FloatStorage", key, storageElements, offset, sizes, strides);
    }

    RawPickle tensor(String type, String key, long storageElements, long offset, long[] sizes, long[] strides) {
        global("torch._utils", "_rebuild_tensor_v2").op(Opcode.MARK).storage(type, key, storageElements);
        number(offset).numbers(sizes).numbers(strides).op(Opcode.NEWFALSE);
        global("collections", "OrderedDict").op(Opcode.EMPTY_TUPLE).op(Opcode.REDUCE);
        return op(Opcode.TUPLE).op(Opcode.REDUCE);
    }

    /// The pickle of the dict `{"a": value}`, where the instructions so far are those of the value.
    byte[] asValue() {
        byte[] value = bytes.toByteArray();
        RawPickle whole = begin().op(Opcode.EMPTY_DICT).text("a");
        whole.bytes.write(value, 2, value.length - 2);
        return whole.op(Opcode.SETITEM).stop();
    }

    byte[] stop() {
        return op(Opcode.STOP).bytes.toByteArray();
    }

    private static byte[] little(int length, long number) {
        byte[] eight = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
        return Arrays.copyOf(eight, length);
    }
}
