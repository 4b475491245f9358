package lanewise.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import lanewise.engine.AnyArray;

/// Reads a safetensors file through a buffer. A mapped file would save a copy, but one that shrinks meanwhile
/// brings the JVM an error it cannot catch.
final class SafeTensorsReader {
    /// Bytes of the header's length.
    static final int PREFIX = 8;

    /// Fits the second-level cache; a multiple of every element's size.
    private static final int CHUNK = 1 << 18;

    private final SeekableByteChannel channel;
    private final long fileLength;
    private final ByteBuffer chunk;

    private SafeTensorsReader(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.fileLength = channel.size();
        int capacity = Math.clamp(fileLength, PREFIX, CHUNK);
        this.chunk = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    static NamedArrays read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel);
        }
    }

    static NamedArrays read(SeekableByteChannel channel) throws IOException {
        return new SafeTensorsReader(channel).read();
    }

    private NamedArrays read() throws IOException {
        int headerLength = headerLength();
        String json = utf8(fill(ByteBuffer.allocate(headerLength), PREFIX));
        long dataStart = PREFIX + (long) headerLength;
        SafeTensorsHeader header = SafeTensorsHeader.parse(json, fileLength - dataStart);
        Map<String, AnyArray> arrays = new LinkedHashMap<>();
        for (SafeTensorsHeader.Tensor tensor : header.tensors()) {
            arrays.put(tensor.name(), array(tensor, dataStart));
        }
        return new NamedArrays(arrays, header.metadata());
    }

    private int headerLength() throws IOException {
        if (fileLength < PREFIX) {
            throw new FileFormatException(
                    "the file has " + fileLength + " bytes; the length of the header alone takes " + PREFIX);
        }
        long length = fill(chunk.limit(PREFIX), 0).getLong();
        if (length < 0 || length > SafeTensors.MAX_HEADER) {
            throw new FileFormatException("the header is said to have " + Long.toUnsignedString(length)
                    + " bytes; at most " + SafeTensors.MAX_HEADER + " are allowed");
        }
        if (length > fileLength - PREFIX) {
            throw new FileFormatException("the header is said to have " + length + " bytes, but only "
                    + (fileLength - PREFIX) + " follow in the file");
        }
        return (int) length;
    }

    private AnyArray array(SafeTensorsHeader.Tensor tensor, long dataStart) throws IOException {
        Dtype dtype = tensor.dtype();
        AnyArray array = dtype.reader.allocate(tensor.shape());
        int elements = tensor.shape().elements();
        int perChunk = CHUNK / dtype.bytes;
        for (int from = 0; from < elements; ) {
            int to = (int) Math.min((long) from + perChunk, elements);
            long place = dataStart + tensor.begin() + (long) from * dtype.bytes;
            try {
                dtype.reader.read(fill(chunk.clear().limit((to - from) * dtype.bytes), place), array, from, to);
            } catch (FileFormatException e) {
                throw new FileFormatException("tensor " + JsonWriter.quoted(tensor.name()) + ": " + e.getMessage());
            }
            from = to;
        }
        return array;
    }

    /// Fills `bytes` up to its limit with the file's from `position` on.
    private ByteBuffer fill(ByteBuffer bytes, long position) throws IOException {
        channel.position(position);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new FileFormatException("the file ended at byte " + (position + bytes.position())
                        + " while it was read; it had " + fileLength);
            }
        }
        return bytes.flip();
    }

    private static String utf8(ByteBuffer header) throws FileFormatException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(header).toString();
        } catch (CharacterCodingException e) {
            throw new FileFormatException("the header is not UTF-8 from its byte " + header.position() + " on");
        }
    }
}
