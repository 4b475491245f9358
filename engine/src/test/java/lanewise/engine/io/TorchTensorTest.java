package lanewise.engine.io;

import static lanewise.engine.io.PyTorchRefusal.SIX_FLOATS;
import static lanewise.engine.io.PyTorchRefusal.assertRefused;
import static lanewise.engine.io.PyTorchRefusal.assertRefusedWithin;
import static lanewise.engine.io.RawPickle.begin;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way in which a tensor can be described wrongly, one by one.
class TorchTensorTest {
    private static final long[] NONE = {};

    static Stream<Arguments> tensors() {
        return Stream.of(
                // storages
                state(begin().op(Opcode.NONE).op(Opcode.BINPERSID), "a persistent id must be a tuple of \"storage\""),
                state(begin().numbers(1, 2).op(Opcode.BINPERSID), "this is a tuple of 2"),
                state(begin().storage("float32", "0", 6), "storage \"0\" is of type torch.float32, which is no"),
                state(begin().storage("FloatStorage", "0", -1), "storage \"0\" is said to have -1 elements"),
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
                state(TorchPickles.untyped("float32", 11), "reaches outside its storage \"0\" of 2 elements"),
                state(TorchPickles.untyped("Size", 24), "needs an untyped storage and a dtype"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("tensors")
    void isRefusedWithTheReason(RawPickle value, String message) {
        assertRefused(RawZip.torch(value.asValue(), SIX_FLOATS).bytes(), message);
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
                RawZip.torch(pickle, new byte[] {0, 1, 2}).bytes(),
                "entry \"archive/data/0\": element 2 is the byte 2; a truth");
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

    private static Arguments state(RawPickle value, String message) {
        return Arguments.of(value, message);
    }

    private static RawPickle tensor(String key, long storageElements) {
        return begin().tensor(key, storageElements, 0, new long[] {1}, new long[] {1});
    }

    private static Arguments tensor(long offset, long[] sizes, long[] strides, String message) {
        return state(begin().tensor("0", 6, offset, sizes, strides), message);
    }

    private static Arguments outside(long offset, long[] sizes, long[] strides) {
        return tensor(
                offset,
                sizes,
                strides,
                "a tensor " + Arrays.toString(sizes) + " with strides " + Arrays.toString(strides) + " from element "
                        + offset + " on reaches outside its storage \"0\" of 6 elements");
    }
}
