package lanewise.nn.train;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.io.FileFormatException;
import lanewise.engine.io.NamedArrays;

/// A checksum over all that a checkpoint holds, in the metadata of its file: so a damaged number, which is a number
/// as well, does not go unnoticed. CRC-32C, which processors compute at the memory's speed.
final class Checksum {
    private static final String KEY = "lanewise.checksum";
    private static final int CHUNK = 1 << 16;

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);

    private Checksum() {}

    /// The same with its checksum.
    static NamedArrays sealed(NamedArrays content) {
        Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
        metadata.put(KEY, of(content));
        return new NamedArrays(content.arrays(), metadata);
    }

    /// @throws FileFormatException if there is a checksum and it is not that of the content
    static void check(NamedArrays content) throws FileFormatException {
        String expected = content.metadata().get(KEY);
        if (expected != null && !expected.equals(of(content))) {
            throw new FileFormatException("its checksum is " + expected + ", that of its content " + of(content)
                    + "; some of its bytes have changed");
        }
    }

    private static String of(NamedArrays content) {
        Checksum checksum = new Checksum();
        content.metadata().forEach((key, text) -> {
            if (!key.equals(KEY)) {
                checksum.add(key + "=" + text + "\n");
            }
        });
        content.arrays().forEach((name, array) -> {
            checksum.add(name + " " + array.getClass().getSimpleName() + array.shape() + "\n");
            checksum.add(array);
        });
        return String.format("%08x", checksum.crc.getValue());
    }

    private void add(String text) {
        crc.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(AnyArray array) {
        switch (array) {
            case NDArray floats -> add(floats);
            case LongArray longs -> add(longs);
            case BoolArray bools -> add(bools);
        }
    }

    private void add(NDArray array) {
        NDArray run = array.contiguous();
        for (int i = 0; i < run.elements(); i += CHUNK / Float.BYTES) {
            int count = Math.min(CHUNK / Float.BYTES, run.elements() - i);
            chunk.clear().asFloatBuffer().put(run.data(), run.offset() + i, count);
            crc.update(chunk.limit(count * Float.BYTES));
        }
    }

    private void add(LongArray array) {
        LongArray run = array.contiguous();
        for (int i = 0; i < run.elements(); i += CHUNK / Long.BYTES) {
            int count = Math.min(CHUNK / Long.BYTES, run.elements() - i);
            chunk.clear().asLongBuffer().put(run.data(), run.offset() + i, count);
            crc.update(chunk.limit(count * Long.BYTES));
        }
    }

    private void add(BoolArray array) {
        BoolArray run = array.contiguous();
        for (int i = 0; i < run.elements(); i++) {
            crc.update(run.data()[run.offset() + i] ? 1 : 0);
        }
    }
}
