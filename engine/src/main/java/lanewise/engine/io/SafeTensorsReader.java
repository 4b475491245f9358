package lanewise.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import lanewise.engine.AnyArray;
import org.jspecify.annotations.Nullable;

/// Reads the bytes of a safetensors file: the header at once, the arrays one by one.
final class SafeTensorsReader {
    /// Bytes of the header's length.
    static final int PREFIX = 8;

    private final FileBytes file;
    private final long dataStart;
    private final Map<String, SafeTensorsHeader.Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata;

    /// Reads the header.
    ///
    /// @throws FileFormatException if it is malformed, or does not fit the data
    SafeTensorsReader(FileBytes file) throws FileFormatException {
        this.file = file;
        int headerLength = headerLength();
        dataStart = PREFIX + (long) headerLength;
        String json = utf8(file.slice(PREFIX, headerLength));
        SafeTensorsHeader header = SafeTensorsHeader.parse(json, file.length() - dataStart);
        for (SafeTensorsHeader.Tensor tensor : header.tensors()) {
            tensors.put(tensor.name(), tensor);
        }
        metadata = Collections.unmodifiableMap(header.metadata());
    }

    /// The names in the header's order.
    Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    Map<String, String> metadata() {
        return metadata;
    }

    /// @throws IllegalArgumentException if there is none of this name
    SafeTensorsHeader.Tensor tensor(String name) {
        SafeTensorsHeader.@Nullable Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("there is no array named " + JsonWriter.quoted(name));
        }
        return tensor;
    }

    /// @throws IllegalArgumentException if there is none of this name
    AnyArray array(String name) throws IOException {
        SafeTensorsHeader.Tensor tensor = tensor(name);
        var data = new FileSection(file, dataStart + tensor.begin(), dataStart + tensor.end());
        try {
            return ArrayReader.read(data, tensor.dtype(), tensor.shape(), ByteOrder.LITTLE_ENDIAN);
        } catch (FileFormatException e) {
            throw new FileFormatException("tensor " + JsonWriter.quoted(name) + ": " + e.getMessage());
        }
    }

    /// All arrays.
    NamedArrays read() throws IOException {
        Map<String, AnyArray> arrays = new LinkedHashMap<>();
        for (String name : tensors.keySet()) {
            arrays.put(name, array(name));
        }
        return new NamedArrays(arrays, metadata);
    }

    private int headerLength() throws FileFormatException {
        if (file.length() < PREFIX) {
            throw new FileFormatException(
                    "the file has " + file.length() + " bytes; the length of the header alone takes " + PREFIX);
        }
        long length = file.slice(0, PREFIX).getLong();
        if (length < 0 || length > SafeTensors.MAX_HEADER) {
            throw new FileFormatException("the header is said to have " + Long.toUnsignedString(length)
                    + " bytes; at most " + SafeTensors.MAX_HEADER + " are allowed");
        }
        if (length > file.length() - PREFIX) {
            throw new FileFormatException("the header is said to have " + length + " bytes, but only "
                    + (file.length() - PREFIX) + " follow in the file");
        }
        return (int) length;
    }

    private static String utf8(ByteBuffer header) throws FileFormatException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(header).toString();
        } catch (CharacterCodingException e) {
            throw new FileFormatException("the header is not UTF-8 from its byte " + header.position() + " on");
        }
    }
}
