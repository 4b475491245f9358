package lanewise.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.engine.AnyArray;

/// Writes a safetensors file: lays out the data, writes the header, then the arrays.
final class SafeTensorsWriter {
    private static final int ALIGNMENT = 8;

    private SafeTensorsWriter() {}

    /// An array, the type it is stored in, and where its bytes begin in the data.
    private record Placed(String name, AnyArray array, Dtype dtype, long begin) {
        long end() {
            return begin + (long) array.shape().elements() * dtype.bytes;
        }

        Map<String, Object> header() {
            List<Long> shape = new ArrayList<>();
            for (int size : array.shape().toArray()) {
                shape.add((long) size);
            }
            Map<String, Object> header = new LinkedHashMap<>();
            header.put("dtype", dtype.name());
            header.put("shape", shape);
            header.put("data_offsets", List.of(begin, end()));
            return header;
        }
    }

    static void write(Path file, NamedArrays content, StorageFormat format) throws IOException {
        format.checkNames(content.arrays().keySet());
        List<Placed> data = layOut(content.arrays(), format);
        byte[] header = header(content, data);
        AtomicFile.replace(file, channel -> {
            ArrayWriter writer = new ArrayWriter(channel);
            writer.write(header);
            for (Placed placed : data) {
                write(placed, writer);
            }
        });
    }

    private static void write(Placed placed, ArrayWriter writer) throws IOException {
        try {
            writer.write(placed.array(), placed.dtype());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("array " + JsonWriter.quoted(placed.name()) + ": " + e.getMessage(), e);
        }
    }

    /// The arrays in the order of their data: the largest elements first, so that all are aligned.
    private static List<Placed> layOut(Map<String, AnyArray> arrays, StorageFormat format) {
        List<Placed> ordered = new ArrayList<>();
        arrays.forEach((name, array) -> ordered.add(new Placed(name, array, format.of(name, array), 0)));
        ordered.sort(Comparator.comparingInt(placed -> -placed.dtype().bytes)); // stable
        List<Placed> data = new ArrayList<>();
        long begin = 0;
        for (Placed unplaced : ordered) {
            Placed placed = new Placed(unplaced.name(), unplaced.array(), unplaced.dtype(), begin);
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
}
