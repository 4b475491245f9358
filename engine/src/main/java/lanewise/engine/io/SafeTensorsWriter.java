package lanewise.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;

/// Writes a safetensors file: lays out the data, writes the header, then the arrays through one buffer.
final class SafeTensorsWriter {
    private static final int ALIGNMENT = 8;
    /// As in the reader: fits the second-level cache.
    private static final int CHUNK = 1 << 18;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);

    private SafeTensorsWriter(FileChannel channel) {
        this.channel = channel;
    }

    /// An array and where its bytes begin in the data.
    private record Placed(String name, AnyArray array, long begin) {
        long end() {
            return begin + (long) array.shape().elements() * Dtype.of(array).bytes;
        }

        Map<String, Object> header() {
            List<Long> shape = new ArrayList<>();
            for (int size : array.shape().toArray()) {
                shape.add((long) size);
            }
            Map<String, Object> header = new LinkedHashMap<>();
            header.put("dtype", Dtype.of(array).name());
            header.put("shape", shape);
            header.put("data_offsets", List.of(begin, end()));
            return header;
        }
    }

    static void write(Path file, NamedArrays content) throws IOException {
        List<Placed> data = layOut(content.arrays());
        byte[] header = header(content, data);
        AtomicFile.replace(file, channel -> new SafeTensorsWriter(channel).write(header, data));
    }

    /// The arrays in the order of their data: the largest elements first, so that all are aligned.
    private static List<Placed> layOut(Map<String, AnyArray> arrays) {
        List<Map.Entry<String, AnyArray>> ordered = new ArrayList<>(arrays.entrySet());
        ordered.sort(Comparator.comparingInt(entry -> -Dtype.of(entry.getValue()).bytes)); // stable
        List<Placed> data = new ArrayList<>();
        long begin = 0;
        for (Map.Entry<String, AnyArray> entry : ordered) {
            Placed placed = new Placed(entry.getKey(), entry.getValue(), begin);
            data.add(placed);
            begin = placed.end();
        }
        return data;
    }

    private static byte[] header(NamedArrays content, List<Placed> data) {
        Map<String, Object> header = new LinkedHashMap<>();
        if (!content.metadata().isEmpty()) {
            header.put(SafeTensorsHeader.METADATA, content.metadata());
        }
        if (content.arrays().containsKey(SafeTensorsHeader.METADATA)) {
            throw new IllegalArgumentException("an array cannot be named " + SafeTensorsHeader.METADATA
                    + ": the format keeps that name for itself");
        }
        for (String name : content.arrays().keySet()) {
            header.put(name, Map.of()); // holds the name's place
        }
        for (Placed placed : data) {
            header.put(placed.name(), placed.header());
        }
        return prefixed(utf8(JsonWriter.write(header)));
    }

    private static ByteBuffer utf8(String json) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "a name or metadata text has half a surrogate pair and no UTF-8 form", e);
        }
    }

    private static byte[] prefixed(ByteBuffer json) {
        int length = (json.remaining() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (length > SafeTensors.MAX_HEADER) {
            throw new IllegalArgumentException(
                    "the header takes " + length + " bytes; at most " + SafeTensors.MAX_HEADER + " are allowed");
        }
        ByteBuffer prefixed =
                ByteBuffer.allocate(SafeTensorsReader.PREFIX + length).order(ByteOrder.LITTLE_ENDIAN);
        prefixed.putLong(length).put(json);
        while (prefixed.hasRemaining()) {
            prefixed.put((byte) ' ');
        }
        return prefixed.array();
    }

    private void write(byte[] header, List<Placed> data) throws IOException {
        writeFully(ByteBuffer.wrap(header));
        for (Placed placed : data) {
            switch (placed.array()) {
                case NDArray array -> write(array);
                case LongArray array -> write(array);
                case BoolArray array -> write(array);
            }
        }
    }

    private void write(NDArray array) throws IOException {
        boolean contiguous = array.isContiguous();
        float[] x = contiguous ? array.data() : array.toArray();
        int offset = contiguous ? array.offset() : 0;
        for (int i = 0; i < array.elements(); i += CHUNK / Float.BYTES) {
            int count = Math.min(CHUNK / Float.BYTES, array.elements() - i);
            buffer.clear().asFloatBuffer().put(x, offset + i, count);
            writeFully(buffer.limit(count * Float.BYTES));
        }
    }

    private void write(LongArray array) throws IOException {
        boolean contiguous = array.isContiguous();
        long[] x = contiguous ? array.data() : array.toArray();
        int offset = contiguous ? array.offset() : 0;
        for (int i = 0; i < array.elements(); i += CHUNK / Long.BYTES) {
            int count = Math.min(CHUNK / Long.BYTES, array.elements() - i);
            buffer.clear().asLongBuffer().put(x, offset + i, count);
            writeFully(buffer.limit(count * Long.BYTES));
        }
    }

    private void write(BoolArray array) throws IOException {
        boolean contiguous = array.isContiguous();
        boolean[] x = contiguous ? array.data() : array.toArray();
        int offset = contiguous ? array.offset() : 0;
        for (int i = 0; i < array.elements(); i += CHUNK) {
            int count = Math.min(CHUNK, array.elements() - i);
            buffer.clear();
            for (int j = 0; j < count; j++) {
                buffer.put((byte) (x[offset + i + j] ? 1 : 0));
            }
            writeFully(buffer.flip());
        }
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
