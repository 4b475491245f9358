package lanewise.engine.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import lanewise.engine.AnyArray;

/// Writes npz files: a zip archive with one npy file an array.
final class NpzWriter {
    /// The first that a zip archive can say, so that the same arrays give the same bytes.
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final int LONGEST_NAME = 0xffff;
    private static final int BUFFER = 1 << 16;

    private NpzWriter() {}

    static void write(Path file, Map<String, ? extends AnyArray> arrays, boolean deflated) throws IOException {
        for (Map.Entry<String, ? extends AnyArray> array : arrays.entrySet()) {
            checkName(array.getKey());
            header(array.getValue());
        }
        AtomicFile.replace(file, channel -> {
            try (ZipOutputStream zip = new ZipOutputStream(new Unclosed(channel))) {
                for (Map.Entry<String, ? extends AnyArray> array : arrays.entrySet()) {
                    zip.putNextEntry(entry(array.getKey(), array.getValue(), deflated));
                    write(Channels.newChannel(zip), array.getValue());
                    zip.closeEntry();
                }
            }
        });
    }

    private static void checkName(String name) {
        try {
            int length = StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(name + NpzReader.SUFFIX))
                    .remaining();
            if (length > LONGEST_NAME) {
                throw new IllegalArgumentException("npz: a name of " + length + " bytes with its " + NpzReader.SUFFIX
                        + " is too long; a zip archive takes " + LONGEST_NAME);
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("npz: a name has half a surrogate pair and no UTF-8 form", e);
        }
    }

    private static byte[] header(AnyArray array) {
        return NpyHeader.bytes(Dtype.of(array), array.shape());
    }

    private static ZipEntry entry(String name, AnyArray array, boolean deflated) throws IOException {
        ZipEntry entry = new ZipEntry(name + NpzReader.SUFFIX);
        entry.setTimeLocal(TIME);
        if (deflated) {
            entry.setMethod(ZipEntry.DEFLATED);
        } else {
            // what is stored has its length and check sum in front
            Summing sum = new Summing();
            write(sum, array);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(sum.length);
            entry.setCrc(sum.crc.getValue());
        }
        return entry;
    }

    private static void write(WritableByteChannel channel, AnyArray array) throws IOException {
        Npy.write(channel, header(array), array, Dtype.of(array));
    }

    /// The zip archive ends its stream, and with it gives native memory back; the file is still to be forced to the
    /// disk.
    private static final class Unclosed extends BufferedOutputStream {
        Unclosed(WritableByteChannel channel) {
            super(Channels.newOutputStream(channel), BUFFER);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /// Counts what is written and sums it up.
    private static final class Summing implements WritableByteChannel {
        private final CRC32 crc = new CRC32();
        private long length;

        @Override
        public int write(ByteBuffer bytes) {
            int count = bytes.remaining();
            length += count;
            crc.update(bytes);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
