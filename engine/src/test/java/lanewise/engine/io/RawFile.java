package lanewise.engine.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Builds the bytes of safetensors files, right or wrong.
final class RawFile {
    private RawFile() {}

    /// A file with this header and this many bytes of data, which count 0, 1, 0, 1, ...
    static byte[] of(String header, int dataLength) {
        byte[] data = new byte[dataLength];
        for (int i = 0; i < dataLength; i++) {
            data[i] = (byte) (i & 1);
        }
        return of(header.getBytes(StandardCharsets.UTF_8), data);
    }

    static byte[] of(byte[] header, byte[] data) {
        return of(header.length, header, data);
    }

    /// A file that says its header is `length` bytes long.
    static byte[] of(long length, byte[] header, byte[] data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array());
        bytes.writeBytes(header);
        bytes.writeBytes(data);
        return bytes.toByteArray();
    }

    /// The header's entry of a tensor, without its name.
    static String tensor(String dtype, String shape, String offsets) {
        return "{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
    }

    static NamedArrays read(Path directory, byte[] bytes) throws IOException {
        Path file = directory.resolve("file.safetensors");
        Files.write(file, bytes);
        return SafeTensors.read(file);
    }
}
