package lanewise.engine.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lanewise.engine.io.PyTorchRefusal.load;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

/// Layouts and instructions that PyTorch 1.13 does not write and others do, or might.
class PyTorchLayoutTest {
    /// The entries that PyTorch 2.x adds, its alignment to 64 bytes, and ZIP64 fields everywhere.
    @Test
    void readsTheLayoutOfPyTorch2() throws IOException {
        RawZip zip = new RawZip()
                .stored("model/data.pkl", TorchPickles.floats(2))
                .stored("model/.format_version", "1")
                .stored("model/.storage_alignment", "64")
                .stored("model/byteorder", "little")
                .stored("model/data/0", bytes(ByteOrder.LITTLE_ENDIAN, 1.5f, -2))
                .stored("model/version", "3\n")
                .stored("model/.data/serialization_id", "0".repeat(40));
        zip.entry("data/0").extra = new byte[45];
        assertArray(load(zip.bytes()), "a", Shape.of(2), 1.5f, -2);
        assertArray(load(zip.zip64().bytes()), "a", Shape.of(2), 1.5f, -2);
        assertArray(load(zip.comment("a comment\u0000PK\5\6").bytes()), "a", Shape.of(2), 1.5f, -2);
    }

    @Test
    void readsBigEndianStorages() throws IOException {
        RawZip zip = RawZip.torch(TorchPickles.floats(2), bytes(ByteOrder.BIG_ENDIAN, 1.5f, -2));
        assertArray(load(zip.stored("archive/byteorder", "big").bytes()), "a", Shape.of(2), 1.5f, -2);
    }

    @Test
    void readsDeflatedEntries() throws IOException {
        byte[] elements = new byte[400_000]; // two pieces, of which the second is shorter
        elements[399_999] = 0x40;
        RawZip zip = new RawZip()
                .deflated("archive/data.pkl", TorchPickles.floats(100_000))
                .deflated("archive/data/0", elements)
                .deflated("archive/version", "3".getBytes(UTF_8));
        byte[] file = zip.bytes();
        assertThat(file.length).isLessThan(2000);
        float[] read = load(file).array("a").toArray();
        assertThat(read[99_998]).isZero();
        assertThat(read[99_999]).isEqualTo(2);
    }

    /// `torch.utils.serialization.config.save.compute_crc32 = False`
    @Test
    void aChecksumOfZeroIsNone() throws IOException {
        RawZip zip = RawZip.torch(TorchPickles.floats(2), bytes(ByteOrder.LITTLE_ENDIAN, 1.5f, -2));
        zip.entry("data.pkl").crc = 0;
        zip.entry("data/0").crc = 0;
        zip.entry("version").crc = 0;
        assertArray(load(zip.bytes()), "a", Shape.of(2), 1.5f, -2);
    }

    /// `_rebuild_tensor_v3(untyped storage, offset, sizes, strides, requires_grad, hooks, dtype)`: from PyTorch 2.1
    /// on, for types without a storage class.
    @Test
    void readsUnsignedTypes() throws IOException {
        byte[] pickle = TorchPickles.untyped("uint16", 6).asValue();
        StateDict state =
                load(RawZip.torch(pickle, new byte[] {1, 0, -1, -1, 0, -128}).bytes());
        assertThat(state.longs("a").toArray()).containsExactly(1, 65_535, 32_768);
    }

    @Test
    void readsAParameterWithAttributes() throws IOException {
        RawPickle pickle = RawPickle.begin()
                .global("torch._utils", "_rebuild_parameter_with_state")
                .op(Opcode.MARK)
                .tensor("0", 2, 0, new long[] {2}, new long[] {1})
                .op(Opcode.NEWTRUE)
                .op(Opcode.EMPTY_DICT)
                .op(Opcode.EMPTY_DICT)
                .text("note")
                .text("tied")
                .op(Opcode.SETITEM)
                .op(Opcode.TUPLE)
                .op(Opcode.REDUCE);
        byte[] storage = bytes(ByteOrder.LITTLE_ENDIAN, 3, 4);
        assertArray(load(RawZip.torch(pickle.asValue(), storage).bytes()), "a", Shape.of(2), 3, 4);
    }

    /// What C Python emits for a tuple that contains itself by way of a list is refused; POP, POP_MARK and DUP as
    /// such are carried out.
    @Test
    void carriesOutTheInstructionsOfTheStack() throws IOException {
        byte[] pickle = RawPickle.begin()
                .op(Opcode.EMPTY_DICT)
                .text("a")
                .op(Opcode.MARK)
                .op(Opcode.NONE)
                .op(Opcode.NEWTRUE)
                .op(Opcode.POP_MARK)
                .op(Opcode.MARK)
                .op(Opcode.POP)
                .op(Opcode.NEWTRUE)
                .op(Opcode.POP)
                .op(Opcode.MARK)
                .op(Opcode.NEWFALSE)
                .op(Opcode.DUP)
                .op(Opcode.LIST)
                .op(Opcode.LONG_BINPUT, 1, 2, 3, 4)
                .op(Opcode.SETITEM)
                .text("b")
                .op(Opcode.LONG_BINGET, 1, 2, 3, 4)
                .op(Opcode.SETITEM)
                .op(Opcode.MARK)
                .text("c")
                .op(Opcode.MARK)
                .text("d")
                .op(Opcode.LONG4, 2, 0, 0, 0, 0xff, 0xff)
                .op(Opcode.DICT)
                .text("e")
                .op(Opcode.LONG1, 0)
                .op(Opcode.SETITEMS)
                .stop();
        StateDict state = load(RawZip.torch(pickle).bytes());
        assertThat(state.list("a")).isEqualTo(List.of(false, false));
        assertThat(state.list("b")).isEqualTo(List.of(false, false));
        assertThat(state.dict("c").integer("d")).isEqualTo(-1);
        assertThat(state.integer("e")).isZero();
    }

    private static byte[] bytes(ByteOrder order, float... elements) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * elements.length).order(order);
        bytes.asFloatBuffer().put(elements);
        return bytes.array();
    }

    private static void assertArray(StateDict state, String key, Shape shape, float... elements) {
        assertThat(state.array(key).shape()).as(key).isEqualTo(shape);
        assertThat(state.array(key).toArray()).as(key).containsExactly(elements);
    }
}
